"""What events of the ledger mean to a seller."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sellers.payouts.enums import TransferState
from sellers.payouts.routes import ROUTES

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
    "dispute-decided": gettext_lazy("Ngân hàng xử cho khách đòi lại tiền thẻ"),
    "refund-by-bank": gettext_lazy("Giảm phần bạn chịu của tiền thẻ bị đòi"),
    "cash-refunded": gettext_lazy("Trả tiền cho khách"),
}


TRANSFERS = {
    TransferState.SENT: gettext_lazy("chờ %(way)s trả lời"),
    TransferState.EXECUTED: gettext_lazy("%(way)s đã chuyển"),
    TransferState.REJECTED: gettext_lazy("%(way)s từ chối"),
}


def transfer_words(state: str, route: str) -> str:
    """Return where a transfer stands, with the name of who moves the money: the bank, or a route."""
    words = TRANSFERS.get(TransferState(state))
    way = ROUTES[route].title if route in ROUTES else _("ngân hàng")
    return str(words) % {"way": way} if words else str(TransferState(state).label)


def movement_words(kind: str) -> str:
    """Return what a ledger event means to a seller; a kind without words of its own is a correction."""
    return str(MOVEMENTS.get(kind, _("Điều chỉnh")))
