"""The trial balance of a period, with one line per kind of account."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from sellers.listings.bulk.downloads import table_response
from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.backoffice.books.period import months_shown, read_period
from shop.backoffice.books.tables import six, total_of, trial_rows
from shop.backoffice.frame import render_office
from shop.backoffice.payouts.reach import require_nationwide
from shop.ledger.months import last_closed
from shop.ledger.trial_balance import trial_balance


@require_safe
@office(Role.FINANCE)
def trial(request: HttpRequest) -> HttpResponse:
    """Opening, turnover and closing of each kind; debit and credit are equal in every pair of columns."""
    require_nationwide(request)
    form, period = read_period(request)
    rows = trial_balance(since=period.since, until=period.until)
    context = {
        "tab": "balance",
        "form": form,
        "period": period,
        "months": months_shown(timezone.localdate()),
        "rows": [(kind, six(row)) for kind, row in rows.items()],
        "totals": six_totals([six(row) for row in rows.values()]),
        "is_balanced": total_of(rows).closing_vnd == 0,
        "last_closed": last_closed(),
    }
    return render_office(request, "backoffice/books/trial.html", context, status=422 if form.errors else 200)


@require_safe
@office(Role.FINANCE)
def trial_file(request: HttpRequest) -> HttpResponseBase:
    """The same as a spreadsheet."""
    require_nationwide(request)
    _form, period = read_period(request)
    name = f"can-doi-{period.first:%Y%m%d}-{period.last:%Y%m%d}"
    return table_response(trial_rows(period), name=name, kind="xlsx", title="Cân đối phát sinh")


def six_totals(columns: list[list[int]]) -> list[int]:
    """Return the sum of each of the six columns."""
    return [sum(column) for column in zip(*columns, strict=True)] or [0] * 6
