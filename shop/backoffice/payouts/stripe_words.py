"""What goes by Stripe, as finance sees it: whether it is used at all, and what a refusal means."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shop.payment.connect.models import ConnectAccount
from shop.payment.connect.rules import is_on

MEANINGS = {
    "insufficient_capabilities_for_transfer": gettext_lazy(
        "Stripe chưa cho tài khoản này nhận tiền. Nhờ nhà bán mở trang Stripe trả lời nốt, hoặc trả qua ngân hàng."
    ),
    "balance_insufficient": gettext_lazy(
        "Số dư Stripe không đủ, vì khách trả thẻ ít hơn khoản này. Nạp thêm vào Stripe, hoặc trả qua ngân hàng."
    ),
    "account_invalid": gettext_lazy("Stripe không còn nhận tài khoản này. Trả qua ngân hàng, rồi hỏi nhà bán."),
    "resource_missing": gettext_lazy("Stripe không tìm thấy tài khoản hoặc lần chuyển này. Trả qua ngân hàng."),
    "transfer_already_reversed": gettext_lazy("Lần chuyển này đã bị thu lại hết trước đó. Thôi thu, để trừ kỳ sau."),
    "insufficient_funds": gettext_lazy("Tài khoản Stripe của nhà bán không đủ tiền. Thử lại sau, hoặc để trừ kỳ sau."),
}


def uses_stripe() -> bool:
    """Return whether sellers are paid by Stripe, or were while it was on."""
    return is_on() or ConnectAccount.objects.exists()


def meaning(problem: str) -> str:
    """Return what to do about a refusal of Stripe; problem: "code: text", as it was kept."""
    known = MEANINGS.get(problem.partition(":")[0].strip())
    return str(known) if known else _("Xem lý do của Stripe. Thử lại ở đợt sau, hoặc trả qua ngân hàng.")
