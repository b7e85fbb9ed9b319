"""Legal types and states of sellers, kinds of goods."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LegalType(models.TextChoices):
    """Who a seller is before the law; decides tax codes, papers and withholding."""

    ENTERPRISE = "enterprise", _("doanh nghiệp")
    COOPERATIVE = "cooperative", _("hợp tác xã")
    COOPERATIVE_GROUP = "cooperative_group", _("tổ hợp tác")
    HOUSEHOLD = "household", _("hộ kinh doanh")
    INDIVIDUAL = "individual", _("cá nhân")


class GoodsKind(models.TextChoices):
    """What a seller sells, as far as it decides which papers are asked for. The groups are those of OCOP."""

    FOOD = "food", _("thực phẩm, đồ uống không cồn")
    ALCOHOL = "alcohol", _("đồ uống có cồn")
    HERBAL = "herbal", _("dược liệu và sản phẩm từ dược liệu")
    CRAFT = "craft", _("thủ công mỹ nghệ")
    PLANTS = "plants", _("sinh vật cảnh")
    TOURISM = "tourism", _("dịch vụ du lịch cộng đồng")


class SellerState(models.TextChoices):
    """Whether a seller's goods may be sold."""

    APPROVED = "approved", _("đang bán")
    SUSPENDED = "suspended", _("tạm ngừng")
    CLOSED = "closed", _("đã đóng")
