"""Sellers paid by Stripe: what it refused or has not answered, what to do, and who has an account there."""

from __future__ import annotations

import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sellers.payouts.domain.batches import NoBankAccount, NotWaiting, choose_way
from sellers.payouts.enums import TransferState
from sellers.payouts.models import Payout, Transfer
from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.backoffice.frame import render_office
from shop.backoffice.paging import paged
from shop.backoffice.payouts.queries import rejected
from shop.backoffice.payouts.reach import require_nationwide
from shop.backoffice.payouts.stripe_words import meaning, uses_stripe
from shop.payment.connect.domain import reversing, transferring
from shop.payment.connect.models import ConnectAccount, ConnectReversal
from shop.payment.connect.rules import is_on
from shop.payment.connect.tasks import send_reversal, send_transfer
from shop.payment.providers.base import Unavailable


@require_safe
@office(Role.FINANCE)
def index(request: HttpRequest) -> HttpResponse:
    """Refused transfers and reversals, unanswered transfers, accounts."""
    require_nationwide(request)
    if not uses_stripe():
        raise Http404
    refusals = rejected().filter(route="stripe").select_related("payout__seller__connect_account", "batch")
    open_ones = Transfer.objects.filter(route="stripe", state=TransferState.SENT).select_related("payout__seller")
    accounts = ConnectAccount.objects.select_related("seller").order_by("can_receive", "seller__name")
    context = {
        "tab": "stripe",
        "is_on": is_on(),
        "refused": [(transfer, meaning(transfer.problem)) for transfer in refusals],
        "reversals": [(reversal, meaning(reversal.problem)) for reversal in reversing.refused()],
        "unanswered": [_unanswered(transfer) for transfer in open_ones.order_by("batch", "pk")[:100]],
        "pager": paged(request, accounts),
    }
    return render_office(request, "backoffice/payouts/stripe.html", context)


@require_POST
@office(Role.FINANCE)
def way(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a refused payout go by the bank, or once more by Stripe, with the next batch."""
    require_nationwide(request)
    payout = get_object_or_404(Payout.objects.filter(transfers__route="stripe").distinct(), pk=pk)
    by_bank = request.POST.get("duong") == "ngan-hang"
    try:
        choose_way(payout=payout, by_bank=by_bank, by=request.user, at=timezone.now())
    except NotWaiting:
        messages.error(request, _("Khoản này vừa vào một đợt chuyển khác. Xem lại đợt đó."))
    except NoBankAccount:
        messages.error(request, _no_account(payout.seller.name))
    else:
        said = _("Đợt sau chuyển qua ngân hàng.") if by_bank else _("Đợt sau thử lại qua Stripe.")
        messages.success(request, said)
    return redirect("backoffice:payouts_stripe")


@require_POST
@office(Role.FINANCE)
def unanswered(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask Stripe again now, or stop waiting for it and let the bank pay."""
    require_nationwide(request)
    transfer = get_object_or_404(Transfer, pk=pk, route="stripe", state=TransferState.SENT)
    if request.POST.get("viec") == "gui-lai":
        send_transfer.defer(transfer_id=transfer.pk)
        messages.success(request, _("Đang hỏi Stripe. Tải lại trang sau ít phút."))
        return redirect("backoffice:payouts_stripe")
    try:
        noted = transferring.give_up(transfer_id=transfer.pk, by=request.user, at=timezone.now())
    except transferring.UnderWay:
        messages.error(request, _("Stripe vừa được hỏi, có thể đang chuyển. Chờ 5 phút rồi thử lại."))
    except NoBankAccount:
        messages.error(request, _no_account(transfer.payout.seller.name))
    except Unavailable:
        messages.error(request, _("Stripe không trả lời, chưa biết tiền đã đi chưa. Thử lại sau, đừng chuyển tay."))
    else:
        is_done = noted.state == TransferState.EXECUTED
        said = _("Stripe đã chuyển khoản này rồi.") if is_done else _("Đợt sau chuyển qua ngân hàng.")
        messages.success(request, said)
    return redirect("backoffice:payouts_stripe")


@require_POST
@office(Role.FINANCE)
def reversal(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a refused reversal be tried again, or leave it to the next payout."""
    require_nationwide(request)
    mine = get_object_or_404(ConnectReversal, pk=pk, done_at=None, dropped_at=None)
    now = timezone.now()
    if request.POST.get("viec") == "thu-lai":
        reversing.try_again(reversal=mine, by=request.user, at=now)
        send_reversal.defer(reversal_id=mine.pk)
        messages.success(request, _("Đang hỏi Stripe. Tải lại trang sau ít phút."))
    else:
        reversing.drop(reversal=mine, by=request.user, at=now)
        messages.success(request, _("Thôi thu qua Stripe. Khoản nợ trừ vào kỳ sau, hoặc nhà bán nộp lại."))
    return redirect("backoffice:payouts_stripe")


def _unanswered(transfer: Transfer) -> tuple[Transfer, str, datetime.datetime | None]:
    """Return a transfer, what its delay means, and when it may be given up; None: now."""
    said = meaning(transfer.problem) if transfer.problem else ""
    free_at = transfer.tried_at + transferring.LONGEST_REQUEST if transfer.tried_at else None
    return transfer, said, free_at if free_at and free_at > timezone.now() else None


def _no_account(name: str) -> str:
    return _("%(name)s chưa khai tài khoản ngân hàng. Nhờ nhà bán khai ở Kênh người bán trước.") % {"name": name}
