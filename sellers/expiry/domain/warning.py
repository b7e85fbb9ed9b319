"""Warn of what ends in 90, 30 and 7 days, each once."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import IntegrityError, transaction

from sellers.expiry.models import ExpiryNotice
from sellers.expiry.queries import ending_certificates, ending_papers
from sellers.models import Partner
from sellers.staff import staff_of
from shop.accounts.enums import LISTING_ROLES
from shop.communication.sending import tell

STEPS = (7, 30, 90)


def warn_of_endings(*, today: datetime.date, at: datetime.datetime) -> int:
    """Tell owners and managers what ends soon; return how many warnings went out. Safe to run twice.

    Only the nearest step counts: a paper accepted with 20 days left is warned of once now and once at 7 days.
    """
    count = 0
    for paper in ending_papers(today):
        assert paper.seller is not None and paper.valid_until is not None, "ending_papers are dated papers of sellers"
        what = str(paper.get_kind_display())
        count += _warn(paper.seller, what, paper.valid_until, today, at, document=paper)
    for certificate in ending_certificates(today):
        seller = Partner.objects.filter(stockrecords__product=certificate.product_id).first()
        if seller is not None and certificate.valid_until is not None:
            what = f"{certificate.get_kind_display()} {certificate.product.title}"
            count += _warn(seller, what, certificate.valid_until, today, at, certificate=certificate)
    return count


def step_of(days_left: int) -> int | None:
    """Return the nearest of the steps already reached; None while there is time."""
    return next((step for step in STEPS if days_left <= step), None)


def _warn(
    seller: Partner, what: str, ends: datetime.date, today: datetime.date, at: datetime.datetime, **about: Any
) -> bool:
    step = step_of((ends - today).days)
    if step is None or ExpiryNotice.objects.filter(valid_until=ends, days=step, **about).exists():
        return False
    try:
        with transaction.atomic():
            notice = ExpiryNotice.objects.create(valid_until=ends, days=step, told_at=at, **about)
            context = {"seller": seller, "what": what, "ends": ends, "days": (ends - today).days}
            tell_keepers(seller, key=f"expiry:{notice.pk}", template="paper_ending", context=context)
    except IntegrityError:  # another worker was faster
        return False
    return True


def tell_keepers(seller: Partner, *, key: str, template: str, context: dict[str, Any]) -> None:
    """Tell the owners and managers of a seller, or its own number when it has none."""
    phones = dict.fromkeys(user.phone for user in staff_of(seller, LISTING_ROLES) if user.phone)
    for phone in list(phones) or [number for number in [seller.phone] if number]:
        tell(key=f"{key}:{phone}", recipient=phone, template=template, context=context)
