"""Apply an answered change: lines, stock, run slot, part, order, ledger and payment, in the caller's transaction."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F
from django.utils.translation import gettext as _

from sellers import stock
from sellers.commission.domain.fees import Fees
from sellers.commission.domain.rates import commission_vnd
from sellers.movements.models import MovementKind
from shop.fulfilment.amendments.domain.changes import Change
from shop.fulfilment.amendments.domain.refusals import NoRoom, SubstituteGone
from shop.order.domain.bookkeeping import post_amended
from shop.order.domain.revenue import bearers_of
from shop.order.domain.split import Item
from shop.order.domain.voucher_use import follow_use
from shop.order.lots.domain.allocating import lose_of_lines
from shop.order.models import Line, Order, SellerOrder
from shop.order.utils import OrderCreator
from shop.payment.domain.reducing import ask_less
from shop.shipping.domain.room import RunFull, require_room
from shop.shipping.models import RunSlot, RunStop
from shop.vouchers.domain.amounts import Bearers, borne_again
from shop.vouchers.enums import CommissionBase


@dataclass(frozen=True)
class Amounts:
    """A part in whole VND and gram."""

    goods_vnd: int
    discount_vnd: int
    borne: Bearers
    commission_vnd: int
    fees: Fees
    weight_g: int


def apply(
    *,
    part: SellerOrder,
    changes: Sequence[Change],
    key: str,
    reason: str,
    at: datetime.datetime,
    gone_kind: MovementKind = MovementKind.SHORT,
) -> SellerOrder:
    """Change a part whose run, order and parts are locked; the caller has seen that something of it is left.

    gone_kind: what the history of stock says of units that are gone; they leave the lots they were packed from.
    The buyer never pays more than before. Raises SubstituteGone, NoRoom.
    """
    before = SellerOrder.objects.get(pk=part.pk)
    after = _amounts(before, changes)
    _check_room(before, after.weight_g - before.weight_g)
    _write_part(part, after)
    less_vnd = before.total_vnd - part.total_vnd
    _write_order(part.order, before, after)
    follow_use(order=part.order, at=at)
    ask_less(seller_order=part, amount_vnd=less_vnd, reason=reason, at=at)
    _move_stock(changes, part.number, gone_kind)
    _write_lines(part, changes)
    RunSlot.objects.filter(seller_order=part, released_at=None).update(weight_g=part.weight_g)
    post_amended(order=part.order, before=before, after=part, key=key, at=at)
    return part


def _amounts(part: SellerOrder, changes: Sequence[Change]) -> Amounts:
    """Return the new amounts: commission by the rate and base frozen on the part, each good's discount in proportion to
    what is left of it and borne as before, fees as they were, and never more than what is left for the seller."""
    before = sum(int(change.item.price_before_vnd) for change in changes)
    after = sum(change.amount_vnd + change.substitute_vnd for change in changes)
    goods = int(part.goods_vnd) - before + after
    weight = part.weight_g + sum(_weight_after(change) - change.item.weight_before_g for change in changes)
    discount = int(part.discount_vnd) - sum(int(change.item.line.discount_vnd) - _kept(change) for change in changes)
    borne = borne_again(bearers_of(part), discount)
    revenue = goods - borne.seller_vnd
    base = goods if part.commission_base == CommissionBase.GROSS else revenue
    by_rate = commission_vnd(amount_vnd=base, basis_points=part.commission_basis_points)
    commission = min(int(part.commission_vnd), by_rate, revenue)
    fees = Fees(int(part.run_fee_vnd), int(part.point_fee_vnd)).within(revenue - commission)
    return Amounts(goods, discount, borne, commission, fees, max(1, weight))


def _kept(change: Change) -> int:
    """Return what is left of a line's discount, on what is left of it and what takes its place."""
    return _share(change, change.amount_vnd + change.substitute_vnd)


def _share(change: Change, amount_vnd: int) -> int:
    before, discount = int(change.item.price_before_vnd), int(change.item.line.discount_vnd)
    return min(discount, discount * amount_vnd // before) if before else 0


def _weight_after(change: Change) -> int:
    extra = change.substitute.product.weight_g * change.substitute_quantity if change.substitute else 0
    return int(change.weight_g + extra)


def _check_room(part: SellerOrder, more_g: int) -> None:
    if more_g <= 0 or part.run_stop_id is None:
        return
    stop = RunStop.objects.select_related("run").get(pk=part.run_stop_id)
    try:
        require_room(stop=stop, slots=0, weight_g=more_g)
    except RunFull:
        raise NoRoom(_("Xe không chở thêm được phần nặng hơn. Hãy chọn cách khác.")) from None


def _write_part(part: SellerOrder, after: Amounts) -> None:
    part.goods_vnd, part.discount_vnd = after.goods_vnd, after.discount_vnd
    part.platform_discount_vnd, part.sponsor_discount_vnd = after.borne.platform_vnd, after.borne.sponsor_vnd
    part.commission_vnd, part.weight_g = after.commission_vnd, after.weight_g
    part.run_fee_vnd, part.point_fee_vnd = after.fees.run_vnd, after.fees.point_vnd
    part.save(
        update_fields=[
            "goods_vnd",
            "discount_vnd",
            "platform_discount_vnd",
            "sponsor_discount_vnd",
            "commission_vnd",
            "run_fee_vnd",
            "point_fee_vnd",
            "weight_g",
        ]
    )


def _write_order(order: Order, before: SellerOrder, after: Amounts) -> None:
    order.goods_vnd += after.goods_vnd - int(before.goods_vnd)
    order.discount_vnd += after.discount_vnd - int(before.discount_vnd)
    order.total_vnd = order.goods_vnd + order.delivery_vnd - order.discount_vnd
    order.total_incl_tax = order.total_excl_tax = order.total_vnd
    order.save(update_fields=["goods_vnd", "discount_vnd", "total_vnd", "total_incl_tax", "total_excl_tax"])


def _move_stock(changes: Sequence[Change], number: str, gone_kind: MovementKind) -> None:
    """Give back, write off and hold, with every record locked by primary key first."""
    released: dict[int, int] = {}
    gone: dict[int, int] = {}
    held: dict[int, int] = {}
    for change in changes:
        record_id = change.item.line.stockrecord_id
        if record_id is not None:
            _add(released, record_id, change.released)
            _add(gone, record_id, change.gone)
        if change.substitute is not None:
            _add(held, change.substitute.pk, change.substitute_quantity)
    stock.lock({*released, *gone, *held})
    stock.release(released, reference=number)
    stock.consume(gone, kind=gone_kind, reference=number)
    lose_of_lines({change.item.line_id: change.gone for change in changes if change.gone})
    try:
        stock.hold(held, reference=number)
    except stock.NotEnoughStock:
        raise SubstituteGone(_("Món thay vừa hết hàng. Hãy chọn lấy phần còn lại, hoặc bỏ món này.")) from None


def _add(quantities: dict[int, int], record_id: int, quantity: int) -> None:
    if quantity:
        quantities[record_id] = quantities.get(record_id, 0) + quantity


def _write_lines(part: SellerOrder, changes: Sequence[Change]) -> None:
    """Write what is left of each line and add the substitutes; a line of nothing stays, with quantity zero."""
    for change in changes:
        line = change.item.line
        moved = change.released + change.gone
        Line.objects.filter(pk=line.pk).update(
            quantity=change.quantity,
            num_allocated=F("num_allocated") - moved if line.stockrecord_id else F("num_allocated"),
            line_price_incl_tax=change.amount_vnd,
            line_price_excl_tax=change.amount_vnd,
            discount_vnd=_share(change, change.amount_vnd),
            **({"weight_g": max(1, change.weight_g // change.quantity)} if change.quantity else {}),
        )
    Line.objects.bulk_create(_substitute_line(part, change) for change in changes if change.substitute)


def _substitute_line(part: SellerOrder, change: Change) -> Line:
    assert change.substitute is not None
    line = OrderCreator().line(
        part.order, part, Item(change.substitute, change.substitute_quantity), part.commission_basis_points
    )
    each = change.substitute_vnd // change.substitute_quantity
    line.unit_price_incl_tax = line.unit_price_excl_tax = each
    line.line_price_incl_tax = line.line_price_excl_tax = change.substitute_vnd
    line.discount_vnd = _kept(change) - _share(change, change.amount_vnd)
    line.line_price_before_discounts_incl_tax = line.line_price_before_discounts_excl_tax = change.substitute_vnd
    return line
