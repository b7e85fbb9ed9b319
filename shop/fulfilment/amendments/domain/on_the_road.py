"""On the truck or at a collection hub goods turn out broken: whoever holds the parcel writes it down at once."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from catalogue.images.checks import CleanImage
from shop.accounts.models import User
from shop.accounts.queries import point_ids
from shop.fulfilment.amendments.domain.at_the_counter import tell_recorded
from shop.fulfilment.amendments.domain.picturing import keep_pictures
from shop.fulfilment.amendments.domain.recording import record_loss
from shop.fulfilment.amendments.domain.refusals import NotAmendable
from shop.fulfilment.amendments.models import AmendmentKind, AmendmentOutcome
from shop.fulfilment.domain.custody import UnknownParcel, WrongPerson, not_from_here, pass_on
from shop.fulfilment.domain.parcel_codes import tidy
from shop.fulfilment.domain.returning import send_back
from shop.fulfilment.models import Parcel, ParcelState
from shop.fulfilment.queries.holders import Holder, holder_of
from shop.order.models import SellerOrder

HELD = frozenset({ParcelState.AT_HUB, ParcelState.WITH_DRIVER})


def held_parcel(*, code: str, actor: User) -> Parcel:
    """Return the parcel with this code that the actor holds as a driver or for a hub.

    Raises UnknownParcel, NotAmendable where it is not on a truck or at a hub, WrongPerson.
    """
    rows = Parcel.objects.select_related("seller_order__seller", "seller_order__order", "run_stop__run")
    parcel = rows.filter(code=tidy(code)).first()
    if parcel is None:
        raise UnknownParcel(_("Không có kiện mang mã %(code)s. Xem mã trên tem.") % {"code": tidy(code)[:20]})
    _require_held(parcel, actor)
    return parcel


@transaction.atomic
def take_damage(
    *,
    parcel: Parcel,
    left: Mapping[int, int],
    reason: str,
    actor: User,
    at: datetime.datetime,
    pictures: Sequence[CleanImage] = (),
) -> AmendmentOutcome:
    """Write down that goods of a parcel's part are broken; money, stock and lots follow as at the counter.

    left: line id -> whole units. The record says where it was. When nothing is whole the part ends: its parcels go
    back to the seller, by the driver who has them, or from the hub where they lie.
    Raises WrongPerson, NotAmendable, WrongProposal.
    """
    holder = _require_held(parcel, actor)
    part = parcel.seller_order
    told = f"{_where(parcel, holder)}: {reason.strip()}" if reason.strip() else ""
    done = record_loss(seller_order=part, kind=AmendmentKind.DAMAGE, left=left, reason=told, actor=actor, at=at)
    parcel.refresh_from_db(fields=["state"])
    _require_held(parcel, actor)  # the order is locked now: nobody scanned it on meanwhile
    if done.total_after_vnd == 0:
        _turn_back(part, actor, told, at)
    keep_pictures(done.amendment, pictures)
    tell_recorded(done, at)
    return done


def _require_held(parcel: Parcel, actor: User) -> Holder:
    if parcel.state not in HELD:
        raise NotAmendable(not_from_here(parcel))
    holder = holder_of(parcel)
    at_mine = holder.place is not None and holder.place.pk in point_ids(actor)
    if holder.person != actor and not at_mine:
        words = {"code": parcel.code, "holder": holder.name}
        raise WrongPerson(_("Kiện %(code)s đang do %(holder)s giữ, không phải bạn.") % words)
    return holder


def _where(parcel: Parcel, holder: Holder) -> str:
    if holder.place is not None:
        return _("Ở điểm gom %(hub)s") % {"hub": holder.place.name}
    run = parcel.run_stop.run.code if parcel.run_stop else ""
    return _("Trên xe, chuyến %(run)s") % {"run": run}


def _turn_back(part: SellerOrder, actor: User, reason: str, at: datetime.datetime) -> None:
    """Nothing of a part is whole: what is on a truck is carried back, what lies at the point waits for a truck.

    What lies at a hub of an order that ended is given to the seller from there.
    """
    send_back(seller_order=part, actor=actor, at=at, reason=reason[:200], key="broken")
    aboard = Parcel.objects.filter(seller_order=part, state=ParcelState.WITH_DRIVER)
    for parcel in aboard.select_for_update(of=("self",)).select_related("seller_order").order_by("pk"):
        pass_on(
            parcel=parcel,
            to=ParcelState.RETURNING,
            actor=actor,
            holder=holder_of(parcel).person,
            nonce=f"broken:{parcel.pk}",
            reason=reason[:200],
            at=at,
        )
