"""A parcel was not scanned where it should have been, or was counted short: somebody begins to look for it."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from sellers.staff import phones_of
from shop.accounts.enums import Role
from shop.accounts.models import RoleGrant, User
from shop.accounts.queries import point_ids, seller_ids
from shop.audit.trail import record
from shop.communication.sending import tell
from shop.fulfilment.domain.parcel_codes import tidy
from shop.fulfilment.domain.refusal import Refused
from shop.fulfilment.missing.models import CaseNote, CaseState, Leg, ParcelCase
from shop.fulfilment.models import Parcel, ParcelState
from shop.fulfilment.queries.holders import Holder, holder_of
from shop.order.domain.transitions import lock
from shop.shipping.models import PickUpPoint

OVER = frozenset({ParcelState.HANDED_OVER, ParcelState.RETURNED, ParcelState.LOST})
LEG_OF = {"seller": Leg.LOADING, "hub": Leg.LOADING, "driver": Leg.STOP, "point": Leg.COUNTER}


class NotMissing(Refused):
    """The parcel is not on its way any more, or nobody knows such a code."""


class NotYours(Refused):
    """Somebody reports a parcel that never came near them."""


class NoteMissing(Refused):
    """Nobody said what was seen."""


@transaction.atomic
def report(*, code: str, note: str, actor: User, at: datetime.datetime) -> ParcelCase:
    """Raise a case by hand: a driver, an operator of a point or hub, or a seller counted short.

    An open case gets the note. Raises NotMissing, NotYours, NoteMissing.
    """
    if not note.strip():
        raise NoteMissing(_("Ghi vắn tắt: tìm ở đâu rồi, lần cuối thấy kiện lúc nào."))
    parcel = _find(code)
    if not _is_near(parcel, actor):
        raise NotYours(_("Kiện %(code)s không đi qua tay bạn.") % {"code": parcel.code})
    return raise_case(parcel=parcel, note=note, actor=actor, at=at)


@transaction.atomic
def raise_case(
    *, parcel: Parcel, note: str, at: datetime.datetime, actor: User | None = None, leg: Leg | None = None
) -> ParcelCase:
    """Open a case for a parcel and tell its last holder; an open one gets the note instead.

    actor None: the job that looks after a leg closed. leg None: the one that follows from who holds it.
    Raises NotMissing.
    """
    lock(order_id=parcel.seller_order.order_id)
    fresh = Parcel.objects.select_for_update(of=("self",)).get(pk=parcel.pk)
    if fresh.state in OVER:
        raise NotMissing(
            _("Kiện %(code)s %(state)s, không phải đi tìm.") % {"code": fresh.code, "state": fresh.get_state_display()}
        )
    known = ParcelCase.objects.filter(parcel=fresh, state=CaseState.OPEN).first()
    if known:
        _note(known, note, actor, at)
        return known
    holder = holder_of(fresh)
    phones = _phones(fresh, holder)
    case = ParcelCase.objects.create(
        parcel=fresh,
        leg=leg or _leg(fresh, holder),
        holder_kind=holder.kind,
        holder_name=holder.name,
        holder_phone=phones[0] if phones else "",
        holder_since=holder.since,
        raised_by=actor,
        raised_at=at,
        due_at=at + datetime.timedelta(hours=settings.MISSING_PARCEL_HOURS),
    )
    Parcel.objects.filter(pk=fresh.pk).update(is_searched=True)
    _note(case, note, actor, at)
    record(actor=actor, action="parcel_case.raised", subject=case, at=at, details={"what": fresh.code})
    for phone in phones:
        tell(
            key=f"parcel-missing:{case.pk}:{phone}",
            recipient=phone,
            template="parcel_missing",
            context={"case": case, "parcel": fresh},
            at=at,
        )
    return case


@transaction.atomic
def add_note(*, case: ParcelCase, text: str, actor: User, at: datetime.datetime) -> CaseNote:
    """Write down what was found out. Raises NoteMissing."""
    if not text.strip():
        raise NoteMissing(_("Ghi điều vừa biết được rồi bấm lưu."))
    return _note(case, text, actor, at)


def _note(case: ParcelCase, text: str, actor: User | None, at: datetime.datetime) -> CaseNote:
    return CaseNote.objects.create(case=case, by=actor, text=text.strip()[:500], at=at)


def _find(code: str) -> Parcel:
    rows = Parcel.objects.select_related("seller_order__seller", "run_stop__run", "run_stop__point")
    parcel = rows.filter(code=tidy(code)).first()
    if parcel is None:
        raise NotMissing(_("Không có kiện mang mã %(code)s. Xem mã trong bảng kê.") % {"code": tidy(code)[:20]})
    return parcel


def _is_near(parcel: Parcel, actor: User) -> bool:
    """Whether a parcel is of the actor's shop, run, point, or of a hub in the run's province."""
    if parcel.seller_order.seller_id in seller_ids(actor):
        return True
    stop = parcel.run_stop
    if stop is None:
        return False
    mine = point_ids(actor)
    hubs = PickUpPoint.objects.hubs().filter(pk__in=mine, commune__province=stop.run.province_id)
    return stop.run.driver_id == actor.pk or stop.point_id in mine or hubs.exists()


def _leg(parcel: Parcel, holder: Holder) -> Leg:
    return Leg.RETURN if parcel.state == ParcelState.RETURNING else LEG_OF[holder.kind]


def _phones(parcel: Parcel, holder: Holder) -> list[str]:
    """Return the numbers of who had it last."""
    if holder.person is not None:
        return [holder.person.phone] if holder.person.phone else []
    if holder.place is not None:
        grants = RoleGrant.objects.filter(point=holder.place, role=Role.POINT_OPERATOR, user__is_active=True)
        return [phone for phone in grants.order_by("pk").values_list("user__phone", flat=True) if phone]
    return phones_of(parcel.seller_order.seller)
