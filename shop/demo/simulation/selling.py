"""Before the run leaves: orders are placed, some cancelled, some parts turn out short, everything is packed."""

from __future__ import annotations

import datetime
import uuid
from random import Random

from sellers.models import StockRecord
from shop.aftersales.domain.cancel import cancel_order
from shop.basket.models import Basket, Line
from shop.checkout.domain.details import CheckoutDetails
from shop.checkout.domain.place import place_order
from shop.demo.simulation.world import HOUR, World
from shop.fulfilment.amendments.domain.answering import answer, end_overdue
from shop.fulfilment.amendments.domain.proposing import propose
from shop.fulfilment.amendments.domain.terms import Wish
from shop.fulfilment.amendments.models import Amendment, AmendmentKind, Answer
from shop.fulfilment.domain.packing import PACKABLE, pack
from shop.order.enums import SellerOrderState
from shop.order.models import Order, SellerOrder

MINUTE = datetime.timedelta(minutes=1)
ANSWERS = (Answer.ACCEPTED, Answer.CANCELLED_LINE, Answer.REFUSED, None)  # None: the buyer says nothing


def place_orders(world: World) -> list[Order]:
    """Buyers order in the days before the cut-off; a few cancel again."""
    records = {record.product_id: record for record in StockRecord.objects.select_related("product")}
    orders = [_place(world, records, number) for number in range(world.scale.orders)]
    return [order for order in orders if not _cancel(world, order)]


def _place(world: World, records: dict[int, StockRecord], number: int) -> Order:
    draw = world.random
    stop = world.stops[number % len(world.stops)]
    basket, total = _basket(draw, world, records)
    return place_order(
        basket=basket,
        details=CheckoutDetails(
            buyer_phone=f"+8493{number:07d}",
            buyer_name=f"Khách mô phỏng {number}",
            run_stop_id=stop.pk,
            expected_total_vnd=total,
        ),
        idempotency_key=uuid.UUID(int=draw.getrandbits(128), version=4),
        now=world.run.cut_off_at - draw.randrange(60, 9 * 24 * 60) * MINUTE,
    )


def _basket(draw: Random, world: World, records: dict[int, StockRecord]) -> tuple[Basket, int]:
    """Return a basket of one or two sellers' goods, and what it comes to."""
    chosen = draw.sample(world.goods, draw.choice((1, 1, 2, 3)))
    sellers = sorted({records[product.pk].partner_id for product in chosen})[:2]
    kept = [records[product.pk] for product in chosen if records[product.pk].partner_id in sellers]
    basket = Basket.objects.create()
    lines = Line.objects.bulk_create(
        Line(
            basket=basket,
            product=record.product,
            stockrecord=record,
            line_reference=f"{record.product_id}",
            quantity=draw.randint(1, 2),
            price_incl_tax=record.price,
            price_excl_tax=record.price,
        )
        for record in kept
    )
    return basket, sum(int(line.price_incl_tax) * line.quantity for line in lines)


def _cancel(world: World, order: Order) -> bool:
    if world.random.random() >= world.scale.cancelled:
        return False
    cancel_order(order=order, actor=None, at=world.run.cut_off_at - HOUR, reason="Khách đổi ý (mô phỏng)")
    return True


def change_short_parts(world: World) -> int:
    """Some sellers have less than was ordered: they propose, and buyers answer or say nothing. Return how many."""
    parts = SellerOrder.objects.filter(state=SellerOrderState.PLACED).prefetch_related("lines").order_by("pk")
    short = [part for part in parts if world.random.random() < world.scale.short]
    at = world.run.cut_off_at + HOUR
    for part in short:
        amendment = _propose(world, part, at)
        choice = world.random.choice(ANSWERS)
        if choice:
            answer(amendment=amendment, choice=choice, actor=None, at=at + 10 * MINUTE)
    end_overdue(at=at + 24 * HOUR)
    return len(short)


def _propose(world: World, part: SellerOrder, at: datetime.datetime) -> Amendment:
    line = next(iter(part.lines.all()))
    return propose(
        seller_order=part,
        kind=AmendmentKind.SHORTAGE,
        wishes=[Wish(line_id=line.pk, quantity=line.quantity - 1)],
        reason="Không đủ hàng (mô phỏng)",
        actor=world.packers[part.seller_id],
        at=at,
    )


def pack_all(world: World) -> int:
    """Every seller packs every part that stands; return the number of parcels."""
    parts = list(SellerOrder.objects.filter(state__in=PACKABLE).order_by("pk"))
    boxes = _boxes(len(parts), world)
    for part, count in zip(parts, boxes, strict=True):
        weights = [max(1, part.weight_g // count)] * count
        pack(
            seller_order=part,
            parcels=weights,
            actor=world.packers[part.seller_id],
            at=world.run.departs_at - 2 * HOUR,
        )
    return sum(boxes)


def _boxes(parts: int, world: World) -> list[int]:
    """Return how many boxes each part is packed into, so that they come to the scale's parcels, if that many fit."""
    wanted = max(parts, min(world.scale.parcels, 6 * parts))
    boxes = [wanted // parts] * parts
    for number in world.random.sample(range(parts), wanted - sum(boxes)):
        boxes[number] += 1
    return boxes
