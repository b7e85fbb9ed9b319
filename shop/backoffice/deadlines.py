"""What authorities demand within hours: take-downs and closings, the first due first."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sellers.listings.models import TakeDownState
from sellers.standing.queries import demanded_closings, open_measures
from shop.accounts.reach import Reach
from shop.backoffice.listings.take_downs import requests_of


@dataclass(frozen=True)
class Deadline:
    """One demand. what: what is to be done; url: where."""

    what: str | Promise
    title: str
    authority: str
    url: str
    due_at: datetime.datetime
    is_overdue: bool


def deadlines(reach: Reach, *, at: datetime.datetime) -> list[Deadline]:
    """Return the demands this person may act on."""
    found = [
        Deadline(
            _("Gỡ tin"),
            str(row.listing),
            f"{row.authority}, {row.document_no}",
            reverse("backoffice:take_down", args=[row.pk]),
            row.due_at,
            row.due_at < at,
        )
        for row in requests_of(reach).filter(state=TakeDownState.OPEN)
    ]
    mine = demanded_closings().filter(pk__in=open_measures(reach).values("pk"))
    for row in mine:
        assert row.due_at  # only what an authority asked for, which has its hour
        url = reverse("backoffice:seller", args=[row.seller.slug])
        found.append(Deadline(_("Đóng gian hàng"), row.seller.name, row.authority, url, row.due_at, row.due_at < at))
    return sorted(found, key=lambda one: one.due_at)
