"""Hand-overs that a device reports, many at a time: what they need is read once, what they do is written together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from shop.fulfilment.counter.domain.results import Result, Word
from shop.fulfilment.domain.handover import (
    AlreadyHandedOver,
    Gone,
    NotReady,
    Visit,
    WrongCash,
    hand_over_all,
)
from shop.fulfilment.domain.parcel_codes import tidy
from shop.fulfilment.domain.recalled import recalled_words
from shop.fulfilment.domain.refusal import Refused
from shop.fulfilment.domain.visits import GONE
from shop.fulfilment.models import ActKind, ActOutcome, CounterAct, HandOver, Parcel
from shop.fulfilment.queries.cash import due_vnd
from shop.fulfilment.queries.counter import DEALT_WITH
from shop.order.lots.queries import is_recalled
from shop.order.models import Order, SellerOrder

GIVES = frozenset({ActKind.HANDED_OVER, ActKind.PARTIAL, ActKind.REFUSED})
CAUSES = ((AlreadyHandedOver, "already"), (Gone, "gone"), (WrongCash, "cash"))


@dataclass(frozen=True)
class Place:
    """What the books hold of one order at one stop: its parts, their parcels' codes by part id, and the ids of those
    known to hold a recalled lot."""

    parts: list[SellerOrder]
    codes: dict[int, set[str]]
    recalled: set[int]

    @property
    def order(self) -> Order:
        return self.parts[0].order


def give(acts: Sequence[CounterAct], *, word: Word | None = None) -> list[Result]:
    """Hand over what acts of one device say, or say why not; the statements do not grow with their number.

    No two acts name one order. An act that is refused writes nothing, and the others go ahead.
    """
    if not acts:
        return []
    places, early = _places(acts), _early(acts) if word is None else set()
    results = {act.nonce: _unlike(act, places.get(_key(act)), word, early) for act in acts}
    fitting = [act for act in acts if results[act.nonce] is None]
    visits = [_visit(act, places[_key(act)], word) for act in fitting]
    for act, done in zip(fitting, hand_over_all(visits) if visits else [], strict=True):
        order = places[_key(act)].order
        if isinstance(done, Refused):
            results[act.nonce] = refusal_of(done, order)
        else:
            results[act.nonce] = _applied(act, places[_key(act)], done)
    return [result for result in (results[act.nonce] for act in acts) if result]


def _applied(act: CounterAct, place: Place, done: HandOver) -> Result:
    """A part that was recalled before the device knew is gone: the books say so, and a person calls the buyer."""
    stays = _refused(act, place) | _rest(act, place)
    recalled = [part for part in place.parts if part.pk in place.recalled and part.pk not in stays]
    if not recalled:
        return Result(ActOutcome.APPLIED, order=place.order, hand_over=done)
    told = _("Đã giao hàng đang thu hồi: %(what)s. Gọi khách đừng dùng và mang lại.") % {
        "what": recalled_words(recalled)
    }
    return Result(ActOutcome.APPLIED, CounterAct.RECALLED, told, place.order, done)


def refusal_of(refusal: Refused, order: Order | None) -> Result:
    """Return what a refusal of the domain means for an act: it waits, or a person decides."""
    if isinstance(refusal, NotReady) and not isinstance(refusal, Gone):
        return Result(ActOutcome.WAITING, "not_ready", str(refusal), order)
    cause = next((word for kind, word in CAUSES if isinstance(refusal, kind)), "refused")
    return Result(ActOutcome.CONFLICT, cause, str(refusal), order)


def _key(act: CounterAct) -> tuple[str, int]:
    return act.payload["order"], act.payload["stop"]


def _places(acts: Sequence[CounterAct]) -> dict[tuple[str, int], Place]:
    """Return what the device's point holds of the orders named. Two queries."""
    rows = SellerOrder.objects.filter(
        order__number__in=[act.payload["order"] for act in acts], run_stop__point=acts[0].device.point_id
    )
    found: dict[tuple[str, int], Place] = {}
    by_part: dict[int, Place] = {}
    earlier = HandOver.objects.filter(order=OuterRef("order"), run_stop=OuterRef("run_stop"), undone_at=None)
    rows = rows.annotate(came_before=Exists(earlier.filter(rest_waits=True)))
    rows = rows.annotate(is_recalled=is_recalled()).select_related("order", "run_stop__point")
    for part in rows.order_by("pk"):
        place = found.setdefault((part.order.number, part.run_stop_id or 0), Place([], {}, set()))
        place.parts.append(part)
        by_part[part.pk] = place
        if part.is_recalled:
            place.recalled.add(part.pk)
    for place in found.values():
        left = [part for part in place.parts if part.state not in DEALT_WITH]
        if left and place.parts[0].came_before:  # type: ignore[attr-defined]  # annotated
            place.parts[:] = left
    ids = [part.pk for place in found.values() for part in place.parts]
    boxes = Parcel.objects.filter(seller_order__in=ids).for_buyers()
    for part_id, stop_id, code in boxes.values_list("seller_order", "run_stop", "code"):
        if stop_id == by_part[part_id].parts[0].run_stop_id:
            by_part[part_id].codes.setdefault(part_id, set()).add(code)
    return found


def _early(acts: Sequence[CounterAct]) -> set[str]:
    """Return the nonces that some acts name as coming first and that are not here, or wait themselves."""
    named = {nonce for act in acts for nonce in act.payload.get("after", ())}
    if not named:
        return named
    known = CounterAct.objects.filter(nonce__in=named)
    return named - set(known.exclude(outcome=ActOutcome.WAITING, settled_at=None).values_list("nonce", flat=True))


def _unlike(act: CounterAct, place: Place | None, word: Word | None, early: set[str]) -> Result | None:
    """Return the conflict when an act does not fit the books; None when it does, or a person vouches for it.

    early: nonces that have not been dealt with; an act that comes after one of them waits.
    """
    if place is None:
        return Result(ActOutcome.CONFLICT, "unknown", _("Điểm này không có đơn %(n)s.") % {"n": act.payload["order"]})
    earlier = act.payload.get("earlier", ())
    if not word and any(part.number in earlier and part.state not in DEALT_WITH for part in place.parts):
        return Result(ActOutcome.WAITING, "not_come", _("Chưa nhận được lượt giao trước của đơn này."), place.order)
    if early.intersection(act.payload.get("after", ())):
        return Result(ActOutcome.WAITING, "not_come", _("Chưa nhận được lượt khách lấy bớt của đơn này."), place.order)
    stays = _refused(act, place) | _rest(act, place)
    due = {code for pk, codes in place.codes.items() if pk not in stays for code in codes}
    ended = {part.pk for part in place.parts if part.state in GONE}  # a fresh device does not show them any more
    standing = {code for pk, codes in place.codes.items() if pk not in stays | ended for code in codes}
    given = {tidy(code) for code in act.payload["parcels"]}
    is_over = all(part.state in DEALT_WITH for part in place.parts)  # the domain says what came of it
    if given in (due, standing) or word or is_over:
        return None
    told = {"given": ", ".join(sorted(given)) or "–", "due": ", ".join(sorted(due)) or "–"}
    return Result(ActOutcome.CONFLICT, "parcels", _("Máy ghi đưa kiện %(given)s, đơn có %(due)s.") % told, place.order)


def _refused(act: CounterAct, place: Place) -> set[int]:
    """Return the ids of the parts not taken; 0 stands for one that is not there, and the domain refuses it."""
    known = {part.number: part.pk for part in place.parts}
    if act.kind == ActKind.REFUSED:
        return set(known.values()) - _rest(act, place)
    return {known.get(number, 0) for number in act.payload["refused"]}


def _rest(act: CounterAct, place: Place) -> set[int]:
    """Return the ids of the parts that wait for another visit; what left the order meanwhile waits no more."""
    said = act.payload.get("rest", ())
    return {part.pk for part in place.parts if part.number in said}


def _visit(act: CounterAct, place: Place, word: Word | None) -> Visit:
    stop, refused, said = place.parts[0].run_stop, _refused(act, place), act.payload
    assert stop  # only parts at a stop of the point were read
    rest = _rest(act, place)
    taken = [part for part in place.parts if part.pk not in refused | rest and part.state not in GONE]
    return Visit(
        order_id=place.order.pk,
        run_stop=stop,
        operator=act.device.operator,
        cash_vnd=due_vnd(place.order, taken) if word and word.as_due else said["cash_vnd"],
        nonce=act.nonce,
        found_by=said["found_by"],
        refused=refused,
        reason=said["reason"],
        at=act.happened_at,
        vouched_by=word.actor if word else None,
        is_report=True,
        rest_waits=bool(rest),
        rest=rest,
    )
