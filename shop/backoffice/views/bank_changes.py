"""Changes of the account a seller is paid at, each confirmed by two people."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sellers.models import Partner
from sellers.onboarding.banks import bank_name
from sellers.standing.domain.bank_changes import ChangeRefused, confirm, refuse
from sellers.standing.models import BankChange, BankChangeState
from sellers.standing.queries import judged_changes
from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.backoffice.frame import render_office

SHOWN = 30


@require_safe
@office(Role.REVIEWER, Role.FINANCE)
def index(request: HttpRequest) -> HttpResponse:
    """What waits for a first or a second confirmation, and what was decided lately."""
    return _page(request)


@require_POST
@office(Role.REVIEWER, Role.FINANCE)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm as the first or second person, or refuse with a reason."""
    change = get_object_or_404(judged_changes(request.reach), pk=pk)
    try:
        if request.POST.get("ket_luan") == "khong":
            refuse(change_id=change.pk, reason=request.POST.get("ly_do", "")[:300], by=request.user, at=timezone.now())
            messages.success(request, _("Đã trả lời không nhận."))
        else:
            change = confirm(change_id=change.pk, by=request.user, at=timezone.now())
            is_done = change.state == BankChangeState.CONFIRMED
            messages.success(request, _("Đã đổi tài khoản.") if is_done else _("Đã xác nhận lần một."))
    except ChangeRefused as refusal:
        return _page(request, error=str(refusal), wrong=pk, status=422)
    return redirect("backoffice:bank_changes")


def _page(request: HttpRequest, *, error: str = "", wrong: int = 0, status: int = 200) -> HttpResponse:
    changes = judged_changes(request.reach)
    waiting = [_row(change) for change in changes.filter(state=BankChangeState.PENDING).order_by("asked_at")]
    done = [_row(change) for change in changes.exclude(state=BankChangeState.PENDING)[:SHOWN]]
    context = {
        "waiting": waiting,
        "done": done,
        "error": error,
        "wrong": wrong,
        "reason": request.POST.get("ly_do", ""),
    }
    return render_office(request, "backoffice/bank_changes.html", context, status=status)


def _row(change: BankChange) -> dict[str, object]:
    twins = Partner.objects.filter(bank_account=change.bank_account).exclude(pk=change.seller_id)[:5]
    return {
        "change": change,
        "new_bank": bank_name(change.bank_bin),
        "old_bank": bank_name(change.seller.bank_bin),
        "twins": list(twins) if change.state == BankChangeState.PENDING else [],
    }
