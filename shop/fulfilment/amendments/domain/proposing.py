"""A seller proposes a change, and may take it back while nobody answered."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from sellers.models import StockRecord
from shop.accounts.models import User
from shop.communication.sending import tell
from shop.fulfilment.amendments.domain import terms
from shop.fulfilment.amendments.domain.refusals import AlreadyOpen, NotAmendable, WrongProposal
from shop.fulfilment.amendments.domain.terms import Wish
from shop.fulfilment.amendments.models import PROPOSED, Amendment, AmendmentItem, AmendmentKind
from shop.order.domain.transitions import lock
from shop.order.enums import SellerOrderState
from shop.order.models import Line, Order, SellerOrder
from shop.shipping.enums import RunState
from shop.shipping.models import Run

AMENDABLE = frozenset({SellerOrderState.PLACED, SellerOrderState.CONFIRMED})
BEFORE_IT_LEAVES = frozenset({RunState.PLANNED, RunState.OPEN, RunState.FROZEN})
SHORTEST_REASON = 5


@transaction.atomic
def propose(
    *,
    seller_order: SellerOrder,
    kind: AmendmentKind,
    wishes: Sequence[Wish],
    reason: str,
    actor: User,
    at: datetime.datetime,
    is_gone: bool = True,
) -> Amendment:
    """Write a proposal and ask the buyer. Nothing of the order changes before the answer.

    is_gone: what is missing is not in the store either, so it is not offered to others again. Whether the actor
    works for the seller is the caller's question. Raises WrongProposal, NotAmendable, AlreadyOpen.
    """
    if len(reason.strip()) < SHORTEST_REASON:
        raise WrongProposal(_("Ghi lý do để khách hiểu, ví dụ: mưa nhiều, nho chín không đủ."))
    if kind not in PROPOSED:
        raise WrongProposal(_("Chọn loại thay đổi trong danh sách."))
    part = lock_amendable(seller_order=seller_order)
    if Amendment.objects.filter(seller_order=part, is_open=True).exists():
        raise AlreadyOpen(_("Đơn này đang có một thay đổi chờ khách trả lời. Rút lại rồi hãy đề nghị khác."))
    found = _items(part, kind, wishes)
    amendment = Amendment.objects.create(
        seller_order=part,
        kind=kind,
        reason=reason.strip(),
        is_gone=is_gone and kind != AmendmentKind.WEIGHT,
        proposed_by=actor,
        proposed_at=at,
        answer_by=terms.answer_by(_with_run(part), at),
    )
    for item in found:
        item.amendment = amendment
    AmendmentItem.objects.bulk_create(found)
    _ask(amendment, part)
    return amendment


def lock_amendable(*, seller_order: SellerOrder) -> SellerOrder:
    """Lock the run, then the order, and return the fresh part if it may still change. Raises NotAmendable."""
    # The run first: whoever freezes it or lets it leave holds it too.
    run = Run.objects.filter(stops=seller_order.run_stop_id).select_for_update(no_key=True, of=("self",)).first()
    _order, parts = lock(order_id=seller_order.order_id)
    part = next(part for part in parts if part.pk == seller_order.pk)
    if part.state not in AMENDABLE:
        raise NotAmendable(_("Đơn %(number)s đã đóng gói, đã gửi hoặc đã hủy.") % {"number": part.number})
    if run is not None and run.state not in BEFORE_IT_LEAVES:
        raise NotAmendable(_("Chuyến %(run)s đã chạy hoặc đã hủy.") % {"run": run.code})
    return part


def link(amendment: Amendment, order: Order) -> str:
    """Return the page on which the buyer answers."""
    return f"/don-hang/{order.number}/thay-doi/{amendment.pk}/?khoa={order.token}"


def _with_run(part: SellerOrder) -> SellerOrder:
    return SellerOrder.objects.select_related("run_stop__run").get(pk=part.pk)


def _items(part: SellerOrder, kind: AmendmentKind, wishes: Sequence[Wish]) -> list[AmendmentItem]:
    lines = {line.pk: line for line in Line.objects.filter(seller_order=part, quantity__gt=0)}
    wanted = [wish.substitute_id for wish in wishes if wish.substitute_id is not None]
    records = StockRecord.objects.filter(pk__in=wanted, partner=part.seller_id, product__is_public=True)
    substitutes = {record.pk: record for record in records.select_related("product")}
    return terms.items(kind=kind, wishes=wishes, lines=lines, substitutes=substitutes)


def _ask(amendment: Amendment, part: SellerOrder) -> None:
    tell(
        key=f"amendment-asked:{amendment.pk}",
        recipient=part.order.buyer_phone,
        template="amendment_asked",
        context={
            "amendment": amendment,
            "order": part.order,
            "seller": part.seller,
            "link": f"{settings.SITE_URL}{link(amendment, part.order)}",
        },
        is_secret=True,
    )
