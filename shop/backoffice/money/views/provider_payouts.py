"""What providers hold, and what they passed on to the bank less their fee."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.backoffice.frame import render_office
from shop.backoffice.money.forms import ProviderPayoutForm, prepaid_ways
from shop.backoffice.paging import paged
from shop.backoffice.payouts.reach import require_nationwide
from shop.backoffice.taking_back import take_back_from
from shop.ledger.enums import AccountKind
from shop.ledger.models import Account
from shop.ledger.months import MonthClosed
from shop.ledger.queries import balances
from shop.money.formatting import vnd
from shop.payment.domain.provider_payouts import (
    MoreThanHeld,
    NotWaiting,
    RecordedBefore,
    record_payout,
    take_back_payout,
)
from shop.payment.models import ProviderPayout, Receipt


@require_http_methods(["GET", "HEAD", "POST"])
@office(Role.FINANCE)
def index(request: HttpRequest) -> HttpResponse:
    """Balances of clearing accounts, a form, and what was recorded."""
    require_nationwide(request)
    form = ProviderPayoutForm(request.POST or None, initial={"paid_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid() and record_from(request, form):
        return redirect("backoffice:provider_payouts")
    held = balances(AccountKind.CLEARING)
    accounts = {account.key: account.pk for account in Account.objects.filter(kind=AccountKind.CLEARING)}
    payouts = ProviderPayout.objects.select_related("recorded_by", "reversed_by", "receipt")
    context = {
        "tab": "provider_payouts",
        "form": form,
        "held": [(title, held.get(code, 0), accounts.get(code)) for code, title in prepaid_ways()],
        "pager": paged(request, payouts),
    }
    return render_office(request, "backoffice/money/provider_payouts.html", context, status=422 if form.errors else 200)


@require_POST
@office(Role.FINANCE)
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Book the opposite of what was recorded wrongly."""
    require_nationwide(request)
    mine = get_object_or_404(ProviderPayout, pk=pk)
    take_back_from(request, partial(take_back_payout, payout=mine))
    return redirect("backoffice:provider_payouts")


def record_from(request: HttpRequest, form: ProviderPayoutForm, receipt: Receipt | None = None) -> bool:
    """Record what the form says; otherwise tell the form why not."""
    data = form.cleaned_data
    try:
        record_payout(**data, receipt=receipt, by=request.user, at=timezone.now())
    except MoreThanHeld as problem:
        said = _("Sổ chỉ ghi %(held)s đang ở nhà cung cấp này. Ghi đủ các khoản khách đã trả rồi thử lại.")
        form.add_error("net_vnd", said % {"held": vnd(problem.held_vnd)})
    except RecordedBefore:
        form.add_error("reference", _("Mã này đã ghi rồi."))
    except MonthClosed:
        form.add_error("paid_on", _("Tháng này đã khóa sổ. Chọn ngày của tháng còn mở."))
    except NotWaiting:
        form.add_error(None, _("Khoản này vừa được người khác xử lý."))
    else:
        messages.success(request, _("Đã ghi sổ."))
        return True
    return False


def likely_provider(receipt: Receipt) -> str:
    """Return the provider whose name stands in a bank's message, or ""."""
    text = f"{receipt.content} {receipt.payer}".lower()
    return next((code for code, _title in prepaid_ways() if code != receipt.provider and code in text), "")


def form_for(request: HttpRequest, receipt: Receipt) -> ProviderPayoutForm:
    """Return the form for money that came by the bank: its day, amount and number stand already."""
    known = {
        "paid_on": timezone.localdate(receipt.paid_at).isoformat(),
        "net_vnd": str(receipt.amount_vnd),
        "reference": receipt.external_id[:80],
    }
    if request.method == "POST" and request.POST.get("viec") == "nha-cung-cap":
        return ProviderPayoutForm({**request.POST.dict(), **known})
    return ProviderPayoutForm(initial={**known, "provider": likely_provider(receipt)})
