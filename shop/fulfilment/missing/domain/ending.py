"""The last line of a case; a scan of the parcel writes it by itself."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from shop.accounts.models import User
from shop.audit.trail import record
from shop.fulfilment.missing.models import CaseNote, CaseState, ParcelCase
from shop.fulfilment.models import CustodyEvent, Parcel


def found_by_scan(*, event: CustodyEvent) -> None:
    """Somebody scanned a parcel that was looked for: it was found. The caller holds the order's lock."""
    for case in ParcelCase.objects.select_for_update(of=("self",)).filter(parcel=event.parcel_id, state=CaseState.OPEN):
        words = _("Kiện được quét: %(state)s.") % {"state": event.get_to_state_display()}
        end_case(case, CaseState.FOUND, words, event.actor, event.at)


def end_case(case: ParcelCase, state: CaseState, outcome: str, actor: User | None, at: datetime.datetime) -> ParcelCase:
    """Close a locked case, in the caller's transaction."""
    case.state, case.outcome, case.closed_by, case.closed_at = state, outcome.strip()[:300], actor, at
    case.save(update_fields=["state", "outcome", "closed_by", "closed_at", "amendment"])
    Parcel.objects.filter(pk=case.parcel_id).update(is_searched=False)
    CaseNote.objects.create(case=case, by=actor, text=f"{state.label}: {case.outcome}"[:500], at=at)
    record(actor=actor, action=f"parcel_case.{state}", subject=case, at=at, reason=case.outcome)
    return case
