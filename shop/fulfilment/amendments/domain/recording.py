"""Something happened to goods on their way: broken, lost, or not taken. Nobody is asked; it is written down.

The buyer pays for what is left, or gets the difference back; stock, lots, commission and ledger follow as with a
shortage.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from sellers import stock
from sellers.movements.models import MovementKind
from shop.accounts.models import User
from shop.fulfilment.amendments.domain import terms
from shop.fulfilment.amendments.domain.applying import apply
from shop.fulfilment.amendments.domain.changes import Change, changes
from shop.fulfilment.amendments.domain.ending import leaves_nothing, write_outcome
from shop.fulfilment.amendments.domain.refusals import NotAmendable, WrongProposal
from shop.fulfilment.amendments.domain.terms import Wish
from shop.fulfilment.amendments.models import Amendment, AmendmentItem, AmendmentKind, AmendmentOutcome, Answer
from shop.order.domain.transitions import lock
from shop.order.enums import SellerOrderState
from shop.order.lots.domain.allocating import lose_of_lines
from shop.order.models import Line, SellerOrder
from shop.payment.domain.giving_back import end_part
from shop.shipping.models import Run

ON_ITS_WAY = frozenset({SellerOrderState.PACKED, SellerOrderState.ON_THE_WAY, SellerOrderState.AT_POINT})
RECORDABLE = ON_ITS_WAY | {SellerOrderState.RETURNING}
KINDS = {
    AmendmentKind.DAMAGE: MovementKind.DAMAGED,
    AmendmentKind.LOST: MovementKind.LOST,
    AmendmentKind.LEFT: MovementKind.LEFT,
}
SHORTEST_REASON = 5


@transaction.atomic
def record_loss(
    *,
    seller_order: SellerOrder,
    kind: AmendmentKind,
    left: Mapping[int, int],
    reason: str,
    actor: User,
    at: datetime.datetime,
) -> AmendmentOutcome:
    """Write down that of a packed part less reaches its buyer, and settle it at once.

    left: line id -> units that are still to be handed over; lines that are not named stay as they are. When nothing
    is left the part ends. Who may write it down is the caller's question. Raises WrongProposal, NotAmendable.
    """
    if len(reason.strip()) < SHORTEST_REASON:
        raise WrongProposal(_("Ghi chuyện gì đã xảy ra với hàng, ít nhất vài chữ."))
    part = _locked(seller_order)
    lines = {line.pk: line for line in Line.objects.filter(seller_order=part, quantity__gt=0)}
    wishes = [Wish(line_id=line_id, quantity=quantity) for line_id, quantity in left.items()]
    found = terms.items(kind=kind, wishes=wishes, lines=lines, substitutes={})
    amendment = Amendment.objects.create(
        seller_order=part,
        kind=kind,
        reason=reason.strip()[:300],
        is_gone=True,
        proposed_by=actor,
        proposed_at=at,
        answer_by=at,
        is_open=False,
    )
    for item in found:
        item.amendment = amendment
    AmendmentItem.objects.bulk_create(found)
    before = SellerOrder.objects.get(pk=part.pk)
    _settle(amendment, part, found, actor, at)
    return write_outcome(amendment, part, Answer.RECORDED, actor, at, before)


def _locked(seller_order: SellerOrder) -> SellerOrder:
    """Lock the run, then the order, and return the fresh part. Raises NotAmendable."""
    list(Run.objects.filter(stops=seller_order.run_stop_id).select_for_update(no_key=True, of=("self",)))
    _order, parts = lock(order_id=seller_order.order_id)
    part = next(part for part in parts if part.pk == seller_order.pk)
    if part.state not in RECORDABLE:
        raise NotAmendable(
            _("Đơn %(number)s %(state)s, không ghi thay đổi này được.")
            % {"number": part.number, "state": part.get_state_display().lower()}
        )
    return part


def _settle(
    amendment: Amendment, part: SellerOrder, items: Sequence[AmendmentItem], actor: User, at: datetime.datetime
) -> None:
    made = changes(amendment, items, Answer.RECORDED, {})
    gone_kind = KINDS[AmendmentKind(amendment.kind)]
    if not leaves_nothing(part, items, made):
        apply(
            part=part,
            changes=made,
            key=f"part-amended:{amendment.pk}",
            reason=amendment.reason,
            at=at,
            gone_kind=gone_kind,
        )
        return
    _write_off(part, made, gone_kind)
    to = SellerOrderState.RETURNED if part.state == SellerOrderState.RETURNING else SellerOrderState.CANCELLED
    end_part(seller_order=part, to=to, actor=actor, at=at, reason=amendment.reason[:200])


def _write_off(part: SellerOrder, made: Sequence[Change], gone_kind: MovementKind) -> None:
    """Take the last units of a part out of stock, so that its end gives nothing back to the shelf."""
    gone: dict[int, int] = {}
    for change in made:
        record_id = change.item.line.stockrecord_id
        if record_id is not None:
            gone[record_id] = gone.get(record_id, 0) + change.gone
    stock.lock(gone)
    stock.consume(gone, kind=gone_kind, reference=part.number)
    lose_of_lines({change.item.line_id: change.gone for change in made})
    Line.objects.filter(pk__in=[change.item.line_id for change in made]).update(num_allocated=0)
