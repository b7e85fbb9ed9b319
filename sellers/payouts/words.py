"""What events of the ledger mean to a seller."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MOVEMENTS = {
    "order-placed": gettext_lazy("Đơn mới"),
    "part-amended": gettext_lazy("Đơn giảm theo thay đổi"),
    "part-taken-back": gettext_lazy("Đơn hủy hoặc trả về"),
    "part-delivered": gettext_lazy("Đã giao cho khách"),
    "cash-collected": gettext_lazy("Bạn thu tiền mặt"),
    "tax-withheld": gettext_lazy("Khấu trừ thuế"),
    "part-settled": gettext_lazy("Đã đối soát"),
    "payout-paid": gettext_lazy("Sàn đã chuyển khoản"),
    "seller-paid-in": gettext_lazy("Bạn nộp lại sàn"),
    "return-granted": gettext_lazy("Khách trả hàng, hoàn tiền"),
    "tax-returned": gettext_lazy("Trả lại thuế của hàng trả"),
    "cash-refunded": gettext_lazy("Trả tiền cho khách"),
}


def movement_words(kind: str) -> str:
    """Return what a ledger event means to a seller; a kind without words of its own is a correction."""
    return str(MOVEMENTS.get(kind, _("Điều chỉnh")))
