"""The days a page of the books is about: a form of two dates, both included; the current month without one."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shop.ledger.months import first_month, next_month, starts_at

DAY = datetime.timedelta(days=1)
MONTHS = 12


@dataclass(frozen=True)
class Period:
    """From the first to the last day, both included."""

    first: datetime.date
    last: datetime.date

    @property
    def since(self) -> datetime.datetime:
        return starts_at(self.first)

    @property
    def until(self) -> datetime.datetime:
        return starts_at(self.last + DAY)

    @property
    def query(self) -> str:
        return f"tu={self.first:%Y-%m-%d}&den={self.last:%Y-%m-%d}"

    def __str__(self) -> str:
        return f"{self.first:%d/%m/%Y} – {self.last:%d/%m/%Y}"


class PeriodForm(forms.Form):
    """?tu=2026-11-01&den=2026-11-30"""

    tu = forms.DateField(
        label=gettext_lazy("Từ ngày"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages={
            "invalid": gettext_lazy("Ngày chưa đúng, ví dụ 01/11/2026."),
            "required": gettext_lazy("Hãy chọn ngày."),
        },
    )
    den = forms.DateField(
        label=gettext_lazy("Đến hết ngày"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages={
            "invalid": gettext_lazy("Ngày chưa đúng, ví dụ 30/11/2026."),
            "required": gettext_lazy("Hãy chọn ngày."),
        },
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("tu") and data.get("den") and data["den"] < data["tu"]:
            self.add_error("den", _("Ngày cuối phải sau ngày đầu."))
        return data


def read_period(request: HttpRequest) -> tuple[PeriodForm, Period]:
    """Return the form as it was sent, and its period; a wrong one leaves the current month and its errors."""
    sent = request.GET if {"tu", "den"} & request.GET.keys() else None
    month = month_period(timezone.localdate())
    form = PeriodForm(sent, initial={"tu": month.first, "den": month.last})
    if sent is not None and form.is_valid():
        return form, Period(form.cleaned_data["tu"], form.cleaned_data["den"])
    return form, month


def month_period(day: datetime.date) -> Period:
    """Return the month a day lies in."""
    first = day.replace(day=1)
    return Period(first, next_month(first) - DAY)


def months_shown(today: datetime.date) -> list[Period]:
    """Return the latest months that have entries, newest first."""
    first = first_month()
    found: list[Period] = []
    month = today.replace(day=1)
    while first is not None and month >= first and len(found) < MONTHS:
        found.append(month_period(month))
        month = (month - DAY).replace(day=1)
    return found


def kept(request: HttpRequest, *names: str) -> str:
    """Return the named parts of the query, for links that keep what was chosen."""
    query = QueryDict(mutable=True)
    for name in names:
        if value := request.GET.get(name, ""):
            query[name] = value[:80]
    return query.urlencode()
