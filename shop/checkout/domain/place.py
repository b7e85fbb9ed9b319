"""Place an order: one transaction from basket to message.

Locks, in the one order that everybody keeps (see order/domain/transitions.py): basket; run stops and runs; stock
records by primary key; the voucher. The rows of the new order are nobody else's yet.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from psycopg.errors import UniqueViolation

from sellers import stock
from sellers.commission.domain.fees import Fees, fees
from sellers.commission.domain.frozen import Commission, commissions
from shop.accounts.models import User
from shop.basket.models import Basket
from shop.checkout.domain import adding, checking, delivery
from shop.checkout.domain.announcing import announce
from shop.checkout.domain.details import CheckoutDetails
from shop.checkout.domain.discounting import Reserved, commission_bases, discounted
from shop.checkout.domain.problems import (
    CashLimitExceeded,
    CheckoutProblem,
    CommuneUnknown,
    CutOffPassed,
    EmptyBasket,
    HomeDeliveryUnavailable,
    NoLaterRun,
    NothingToAddTo,
    OutOfStock,
    PaymentNotOffered,
    PointHoldsTooMuch,
    PrepaymentAsked,
    PriceChanged,
    RunFull,
    ScheduleChanged,
    SellerNotSelling,
    StopUnknown,
    TotalChanged,
    VoucherUnusable,
)
from shop.crashing import crash_point
from shop.fulfilment.cash.holding import full_points
from shop.fulfilment.collecting.queries import must_prepay
from shop.order.domain import codes
from shop.order.domain.bookkeeping import post_placed
from shop.order.domain.split import Group, Item, Part, split
from shop.order.models import Order
from shop.order.utils import OrderCreator
from shop.payment.providers import can_prepay, provider
from shop.shipping.enums import DeliveryKind
from shop.shipping.methods import PerSeller, price
from shop.shipping.models import RunSlot
from shop.vouchers.domain.amounts import Bearers
from shop.vouchers.domain.using import write_use
from shop.vouchers.enums import CommissionBase

ATTEMPTS = 3


def place_order(
    *,
    basket: Basket,
    details: CheckoutDetails,
    idempotency_key: uuid.UUID,
    now: datetime.datetime,
    user: User | None = None,
) -> Order:
    """Write the order with everything it holds, or raise a CheckoutProblem and write nothing.

    The same key, or the same basket, sent again returns the first order with no further effect.
    """
    for attempt in range(ATTEMPTS):
        try:
            order = _place(basket, details, idempotency_key, now, user)
        except IntegrityError as error:
            # Another request took the same random number, or the same key with another basket, a moment before.
            if not isinstance(error.__cause__, UniqueViolation) or attempt == ATTEMPTS - 1:
                raise
        else:
            crash_point("order.committed")
            return order
    raise AssertionError("unreachable")


@transaction.atomic
def _place(
    basket: Basket, details: CheckoutDetails, key: uuid.UUID, now: datetime.datetime, user: User | None
) -> Order:
    rows = Basket.objects.select_for_update(of=("self",), no_key=True).select_related("entered_voucher")
    locked = rows.get(pk=basket.pk)
    placed = Order.objects.filter(Q(idempotency_key=key) | Q(basket=locked)).first()
    if placed is not None:
        return placed
    lines = list(locked.lines.filter(quantity__gt=0).select_related("stockrecord", "product").order_by("pk"))
    if not lines:
        raise EmptyBasket
    today = timezone.localdate(now)
    if details.delivery_kind == DeliveryKind.HOME:
        checking.require_no_preorder(lines=lines, on=today)
    # Room is asked before anything else is locked, so that a crowd at a full run passes quickly.
    to = delivery.destination(details=details, lines=lines, now=now)
    addition = _addition(details, to)
    records = stock.lock(line.stockrecord_id for line in lines)
    bought, reserved = discounted(
        basket=locked,
        items=checking.items(lines=lines, records=records, on=today),
        phone=details.buyer_phone,
        user=user,
        at=now,
    )
    groups = _groups(bought, to)
    sellers = {seller_id: group[0].record.partner for (seller_id, _), group in groups.items()}
    charged = addition.charged if addition else ()
    charges = delivery.charges(to=to, sellers=sellers, groups=groups, now=now, charged=charged)
    parts = _parts(groups, charges, reserved, now)
    _require_voucher_as_seen(details, parts, reserved)
    _require_payable(details, parts, linked_vnd=addition.cash_vnd if addition else 0)
    _require_prepayment_if_asked(details, parts, now)
    _require_room_for_cash(details, to)
    order = _write(locked, details, key, now, user, to, charges, parts, addition, reserved)
    _count_use(order, reserved, user, now)
    _finish(order, to, now)
    Basket.objects.filter(pk=locked.pk).update(status=Basket.SUBMITTED, date_submitted=now)
    crash_point("order.written")
    return order


def _addition(details: CheckoutDetails, to: delivery.Destination) -> adding.Addition | None:
    if details.added_to_id is None:
        return None
    if not to.stops:
        raise NothingToAddTo
    return adding.join(added_to_id=details.added_to_id, phone=details.buyer_phone, stops=to.stops)


def _groups(items: Sequence[Item], to: delivery.Destination) -> dict[Group, tuple[Item, ...]]:
    """Return the items by seller and run, the soonest run first."""
    position = {stop.pk: number for number, stop in enumerate(to.stops)}
    groups = split(items, to.by_product)
    return dict(sorted(groups.items(), key=lambda entry: position.get(entry[0][1] or 0, 0)))


def _parts(
    groups: Mapping[Group, tuple[Item, ...]], charges: delivery.Charges, reserved: Reserved, now: datetime.datetime
) -> list[Part]:
    """Return one part per seller and run with delivery, discount and commission as they stand today."""
    today = timezone.localdate(now)
    bearers = {key: reserved.bearers(group) for key, group in groups.items()}
    kept = _commissions(groups, bearers, today)
    charged = fees(seller_ids={seller_id for seller_id, stop in groups if stop}, on=today)
    return [
        replace(
            _part(key, group, bearers[key], kept[key], charged.get(key[0], Fees()) if key[1] else Fees()),
            delivery_vnd=charges.by_group[key],
            sponsor_id=reserved.voucher.sponsor_id if reserved.voucher else None,
        )
        for key, group in groups.items()
    ]


def _part(key: Group, group: tuple[Item, ...], bearers: Bearers, kept: Commission, charged: Fees) -> Part:
    """Neither commission nor fees ever leave the seller less than nothing."""
    revenue_vnd = sum(item.amount_vnd for item in group) - bearers.seller_vnd
    commission_vnd = min(kept.amount_vnd, revenue_vnd)
    charged = charged.within(revenue_vnd - commission_vnd)
    return Part(
        seller=group[0].record.partner,
        items=group,
        run_stop_id=key[1],
        borne=bearers,
        commission_vnd=commission_vnd,
        commission_base=CommissionBase(settings.COMMISSION_BASE),
        commission_basis_points=kept.basis_points,
        run_fee_vnd=charged.run_vnd,
        point_fee_vnd=charged.point_vnd,
        rate_by_product=kept.by_product,
    )


def _commissions(
    groups: Mapping[Group, tuple[Item, ...]], bearers: Mapping[Group, Bearers], on: datetime.date
) -> dict[Group, Commission]:
    """Return the commission of each group, run by run: on one run a seller has one part."""
    base = CommissionBase(settings.COMMISSION_BASE)
    kept: dict[Group, Commission] = {}
    for run_stop_id in dict.fromkeys(stop for _, stop in groups):
        sold = {
            seller_id: commission_bases(group, bearers[seller_id, stop], base)
            for (seller_id, stop), group in groups.items()
            if stop == run_stop_id
        }
        found = commissions(sold=sold, on=on)
        kept.update({(seller_id, run_stop_id): commission for seller_id, commission in found.items()})
    return kept


def _total(parts: Sequence[Part]) -> int:
    return sum(part.goods_vnd + part.delivery_vnd - part.discount_vnd for part in parts)


def _require_voucher_as_seen(details: CheckoutDetails, parts: Sequence[Part], reserved: Reserved) -> None:
    """A voucher that cannot be used any more is told, unless the buyer agreed to the price without it."""
    if reserved.refusal and _total(parts) != details.expected_total_vnd:
        raise VoucherUnusable(reserved.refusal.message)


def _require_payable(details: CheckoutDetails, parts: Sequence[Part], *, linked_vnd: int) -> None:
    """linked_vnd: cash that the orders added to bring to the same counter."""
    total_vnd, way = _total(parts), provider(details.payment_method)
    if total_vnd != details.expected_total_vnd:
        raise TotalChanged(was_vnd=details.expected_total_vnd, now_vnd=total_vnd)
    counted_vnd = total_vnd if way.is_prepaid else total_vnd + linked_vnd
    if way.is_ready() and way.is_offered(counted_vnd, [part.seller for part in parts]):
        return
    raise PaymentNotOffered if way.is_prepaid else CashLimitExceeded(settings.CASH_LIMIT_VND, linked_vnd=linked_vnd)


def _require_prepayment_if_asked(details: CheckoutDetails, parts: Sequence[Part], now: datetime.datetime) -> None:
    """Who often did not come pays in advance, where the order can be paid in advance at all."""
    if provider(details.payment_method).is_prepaid:
        return
    asked = must_prepay(details.buyer_phone, at=now)
    if asked and can_prepay(_total(parts), [part.seller for part in parts]):
        raise PrepaymentAsked(times=asked.times, months=asked.months)


def _require_room_for_cash(details: CheckoutDetails, to: delivery.Destination) -> None:
    """Cash is paid where the goods are collected, and that drawer must not hold too much already."""
    if not provider(details.payment_method).is_prepaid and full_points(stop.point_id for stop in to.stops):
        raise PointHoldsTooMuch


def _pay_until(details: CheckoutDetails, charges: delivery.Charges, now: datetime.datetime) -> datetime.datetime | None:
    """Return until when to pay: some minutes, and never after the run's orders are closed."""
    if not provider(details.payment_method).is_prepaid:
        return None
    return min(now + datetime.timedelta(minutes=settings.PAY_WITHIN_MINUTES), charges.cancel_until)


def _write(
    basket: Basket,
    details: CheckoutDetails,
    key: uuid.UUID,
    now: datetime.datetime,
    user: User | None,
    to: delivery.Destination,
    charges: delivery.Charges,
    parts: Sequence[Part],
    addition: adding.Addition | None,
    reserved: Reserved,
) -> Order:
    goods = sum(part.goods_vnd for part in parts)
    delivery_vnd = sum(part.delivery_vnd for part in parts)
    return OrderCreator().place_order(
        basket,
        price(_total(parts)),
        PerSeller(to.kind, charges.by_group),
        price(delivery_vnd),
        parts=parts,
        placed_at=now,
        user=user,
        idempotency_key=key,
        buyer_name=details.buyer_name,
        buyer_phone=details.buyer_phone,
        delivery_kind=to.kind,
        commune=to.commune,
        address_line=details.address_line,
        note=details.note,
        payment_method=details.payment_method,
        collector=settings.COLLECTS_MONEY,
        goods_vnd=goods,
        delivery_vnd=delivery_vnd,
        discount_vnd=sum(part.discount_vnd for part in parts),
        total_vnd=_total(parts),
        voucher_code=reserved.voucher.code if reserved.voucher else "",
        wants_invoice=details.wants_invoice,
        invoice_tax_code=details.invoice_tax_code,
        cancel_until=charges.cancel_until,
        pay_until=_pay_until(details, charges, now),
        terms_version=details.terms_version,
        added_to=addition.first if addition else None,
    )


def _count_use(order: Order, reserved: Reserved, user: User | None, now: datetime.datetime) -> None:
    if reserved.voucher:
        amount_vnd, phone = int(order.discount_vnd), order.buyer_phone
        write_use(voucher=reserved.voucher, order_id=order.pk, phone=phone, user=user, amount_vnd=amount_vnd, at=now)


def _finish(order: Order, to: delivery.Destination, now: datetime.datetime) -> None:
    """Take the slots, give out a code per stop, start the payment, book it and tell the buyer."""
    seller_orders = list(order.seller_orders.all())
    RunSlot.objects.bulk_create(
        RunSlot(run_stop_id=part.run_stop_id, seller_order=part, weight_g=part.weight_g, taken_at=now)
        for part in seller_orders
        if part.run_stop_id is not None
    )
    given = [codes.issue(order=order, run_stop=stop, at=now) for stop in to.stops]
    provider(order.payment_method).begin(order=order, at=now)
    post_placed(order=order, seller_orders=seller_orders)
    announce(order=order, codes_given=given)


__all__ = [
    "CashLimitExceeded",
    "CheckoutDetails",
    "CheckoutProblem",
    "CommuneUnknown",
    "CutOffPassed",
    "EmptyBasket",
    "HomeDeliveryUnavailable",
    "NoLaterRun",
    "NothingToAddTo",
    "OutOfStock",
    "PaymentNotOffered",
    "PointHoldsTooMuch",
    "PrepaymentAsked",
    "PriceChanged",
    "RunFull",
    "ScheduleChanged",
    "SellerNotSelling",
    "StopUnknown",
    "TotalChanged",
    "VoucherUnusable",
    "place_order",
]
