"""Money nobody could place: put it to an order, or send it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.aftersales.disputes.domain.deciding import undecided
from shop.audit.trail import trail_of
from shop.backoffice.frame import render_office
from shop.backoffice.money.dispute_words import reason_words, state_words
from shop.backoffice.money.forms import ProviderPayoutForm
from shop.backoffice.money.queries import events_to_see, open_disputes, suggestions, unmatched
from shop.backoffice.money.views import provider_payouts
from shop.backoffice.paging import paged
from shop.backoffice.payouts.reach import is_nationwide
from shop.backoffice.trail_words import sentence_of
from shop.payment.domain.receiving import NotUnmatched, match
from shop.payment.domain.refunding import return_unmatched
from shop.payment.models import Dispute, Payment, ProviderEvent, Receipt


@require_safe
@office(Role.FINANCE)
def receipts(request: HttpRequest) -> HttpResponse:
    """List what waits for a person, then what came lately."""
    context = {
        "tab": "receipts",
        "unmatched": unmatched(),
        "events": events_to_see(),
        "disputes": [(one, reason_words(one.reason), state_words(one.state)) for one in _disputes()],
        "pager": paged(request, Receipt.objects.select_related("payment__order")),
    }
    return render_office(request, "backoffice/money/receipts.html", context)


def _disputes() -> list[Dispute]:
    """Return lost disputes nobody has decided about, then those that are open."""
    return [*undecided(), *open_disputes()]


@require_http_methods(["GET", "HEAD", "POST"])
@office(Role.FINANCE)
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """One receipt with what it may be for; POST decides."""
    mine = get_object_or_404(Receipt.objects.select_related("payment__order"), pk=pk)
    provider_form = provider_payouts.form_for(request, mine) if is_nationwide(request) else None
    error = _decide(request, mine, provider_form) if request.method == "POST" else ""
    if request.method == "POST" and not error:
        return redirect("backoffice:receipts")
    context = {
        "tab": "receipts",
        "receipt": mine,
        "suggestions": suggestions(mine) if mine.state == "unmatched" else [],
        "trail": [(event, sentence_of(event)) for event in trail_of(mine)],
        "error": error,
        "provider_form": provider_form,
        "number": request.POST.get("don", ""),
        "reason": request.POST.get("ly_do", ""),
    }
    return render_office(request, "backoffice/money/receipt.html", context, status=422 if error else 200)


@require_POST
@office(Role.FINANCE)
def event_seen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a message off the list once somebody dealt with it."""
    ProviderEvent.objects.filter(pk=pk, needs_person=True, seen_at=None).update(seen_at=timezone.now())
    return redirect("backoffice:receipts")


def _decide(request: HttpRequest, mine: Receipt, provider_form: ProviderPayoutForm | None) -> str:
    """Do what was decided and return "", or why it cannot be done."""
    if request.POST.get("viec") == "nha-cung-cap" and provider_form is not None:
        done = provider_form.is_valid() and provider_payouts.record_from(request, provider_form, mine)
        return "" if done else _("Chưa ghi được, xem chỗ cần sửa ở dưới.")
    if request.POST.get("viec") == "tra-lai":
        return _send_back(request, mine)
    number = "".join(request.POST.get("don", "").split()).upper()[:32]
    payment = Payment.objects.filter(order__number=number, provider=mine.provider).order_by("-pk").first()
    if payment is None:
        return _("Không có đơn %(number)s chờ trả bằng cách này. Xem lại số đơn, ví dụ CP-26-114872.") % {
            "number": number or "?"
        }
    try:
        match(receipt=mine, payment=payment, actor=request.user, at=timezone.now())
    except NotUnmatched:
        return _("Khoản này vừa được người khác xử lý.")
    messages.success(request, _("Đã ghi khoản này vào đơn %(number)s.") % {"number": number})
    return ""


def _send_back(request: HttpRequest, mine: Receipt) -> str:
    reason = request.POST.get("ly_do", "").strip()[:200]
    if not reason:
        return _("Ghi lý do trả lại, để người gửi và kế toán cùng hiểu.")
    if return_unmatched(receipt=mine, actor=request.user, reason=reason, at=timezone.now()) is None:
        return _("Khoản này vừa được người khác xử lý.")
    messages.success(request, _("Đã đưa vào danh sách hoàn tiền."))
    return ""
