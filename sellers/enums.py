"""Legal types and states of sellers."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LegalType(models.TextChoices):
    """Who a seller is before the law; decides tax codes, papers and withholding."""

    ENTERPRISE = "enterprise", _("doanh nghiệp")
    COOPERATIVE = "cooperative", _("hợp tác xã")
    COOPERATIVE_GROUP = "cooperative_group", _("tổ hợp tác")
    HOUSEHOLD = "household", _("hộ kinh doanh")
    INDIVIDUAL = "individual", _("cá nhân")


class SellerState(models.TextChoices):
    """Whether a seller's goods may be sold."""

    APPROVED = "approved", _("đang bán")
    SUSPENDED = "suspended", _("tạm ngừng")
    CLOSED = "closed", _("đã đóng")
