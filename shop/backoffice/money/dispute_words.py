"""What a card network's words about a dispute mean to finance."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STATES: dict[str, str | Promise] = {
    "warning_needs_response": _("ngân hàng hỏi trước, chờ trả lời"),
    "warning_under_review": _("ngân hàng hỏi trước, đang xét"),
    "warning_closed": _("ngân hàng thôi hỏi"),
    "needs_response": _("chờ nộp bằng chứng"),
    "under_review": _("ngân hàng đang xét"),
    "prevented": _("chặn được trước khi thành khiếu nại"),
    "won": _("chợ thắng"),
    "lost": _("chợ thua"),
}
REASONS: dict[str, str | Promise] = {
    "credit_not_processed": _("chưa được hoàn tiền"),
    "duplicate": _("bị trừ tiền hai lần"),
    "fraudulent": _("không nhận là mình trả"),
    "general": _("lý do chung"),
    "product_not_received": _("không nhận được hàng"),
    "product_unacceptable": _("hàng không đúng hoặc hư hỏng"),
    "subscription_canceled": _("đã hủy đăng ký"),
    "unrecognized": _("không nhận ra khoản này"),
}


PROOFS: dict[str, str | Promise] = {
    "code": _("mã nhận hàng"),
    "qr": _("mã QR của khách"),
    "parcel": _("mã kiện"),
    "phone": _("số điện thoại"),
    "name": _("tên người nhận"),
}


def state_words(state: str) -> str:
    return str(STATES.get(state, state))


def reason_words(reason: str) -> str:
    return str(REASONS.get(reason, reason))


def proof_words(found_by: str) -> str:
    """Return by what a counter knew whose the goods were."""
    return str(PROOFS.get(found_by, found_by))
