"""Taxes withheld from household and individual sellers, and the kinds of sales that decide their rate."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Tax(models.TextChoices):
    """What is withheld."""

    VAT = "vat", _("thuế giá trị gia tăng")
    PIT = "pit", _("thuế thu nhập cá nhân")


class SaleKind(models.TextChoices):
    """What was sold, as the law on withholding tells kinds apart."""

    GOODS = "goods", _("hàng hóa")
    SERVICE = "service", _("dịch vụ")
    TRANSPORT = "transport", _("vận tải, dịch vụ gắn với hàng hóa")
    UNKNOWN = "unknown", _("chưa rõ loại, theo mức cao nhất")


KINDS_WITH_RATES = (SaleKind.GOODS, SaleKind.SERVICE, SaleKind.TRANSPORT)
