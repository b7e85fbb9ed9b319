"""Every change of stock is in its history, with who and why; sellers are told once of what runs out."""

from __future__ import annotations

import datetime

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from sellers.listings.domain.low_stock import warn_low_stock
from sellers.listings.domain.stock import StockBelowAllocated, adjust, change_stock, set_low_mark
from sellers.models import StockRecord
from sellers.movements.models import StockMovement
from sellers.movements.queries import unequal
from shop.aftersales.domain.cancel import cancel_order
from shop.backoffice.invariants import stock as stock_invariant
from shop.communication.models import Message
from tests.factories.goods import StockFactory, stocked_product
from tests.factories.listings import published, seller_user
from tests.factories.orders import placed_order

pytestmark = pytest.mark.django_db


def movements(record: StockRecord) -> list[tuple[str, int, int, str]]:
    rows = StockMovement.objects.filter(stockrecord=record).order_by("pk")
    return list(rows.values_list("kind", "on_hand_change", "held_change", "reference"))


def test_orders_edits_and_cancels_are_in_the_history_and_add_up():
    listing = published(stock="50")
    record, user, now = StockRecord.objects.get(product=listing.product), seller_user(listing.seller), timezone.now()
    order = placed_order((listing.product, 3))
    adjust(stockrecord=record, change=-5, kind="damaged", actor=user, at=now, note="Vỡ khi bốc hàng")
    cancel_order(order=order, actor=None, at=now)
    change_stock(stockrecord=record, price_vnd=9_000, stock=60, actor=user, at=now)

    part = order.seller_orders.get()
    assert movements(record) == [
        ("first", 50, 0, ""),
        ("order", 0, 3, order.number),
        ("damaged", -5, 0, ""),
        ("released", 0, -3, part.number),
        ("edit", 15, 0, ""),
    ]
    damaged = StockMovement.objects.get(kind="damaged")
    assert (damaged.actor, damaged.note, damaged.on_hand_after, damaged.held_after) == (user, "Vỡ khi bốc hàng", 45, 3)
    assert list(unequal()) == []


def test_whoever_writes_past_the_domain_is_still_in_the_history():
    record = StockFactory(num_in_stock=10)
    StockRecord.objects.filter(pk=record.pk).update(num_in_stock=4)
    assert movements(record) == [("first", 10, 0, ""), ("other", -6, 0, "")]


def test_a_forged_history_is_refused_and_a_lost_row_is_found():
    record = StockFactory(num_in_stock=10)
    with pytest.raises(DatabaseError), transaction.atomic():
        StockMovement.objects.update(on_hand_change=99)
    StockMovement.objects.filter(stockrecord=record).delete()
    assert any("movements sum to (0, 0)" in line for line in stock_invariant.broken())


def test_an_adjustment_keeps_what_orders_hold():
    product = stocked_product(stock=5)
    placed_order((product, 4))
    record = StockRecord.objects.get(product=product)
    with pytest.raises(StockBelowAllocated):
        adjust(stockrecord=record, change=-2, kind="counted", actor=None, at=timezone.now())


def test_a_seller_is_told_once_until_there_is_enough_again():
    product = stocked_product(stock=12)
    record, now = StockRecord.objects.get(product=product), timezone.now()
    assert warn_low_stock(at=now) == 0
    set_low_mark(stockrecord=record, mark=12)
    assert warn_low_stock(at=now) == 1
    assert warn_low_stock(at=now) == 0
    adjust(stockrecord=record, change=5, kind="restock", actor=None, at=now)
    assert warn_low_stock(at=now) == 0
    adjust(stockrecord=record, change=-6, kind="sold_outside", actor=None, at=now)
    assert warn_low_stock(at=now + datetime.timedelta(hours=1)) == 1
    told = Message.objects.filter(template="low_stock")
    assert told.count() == 2 and "chỉ còn" in told[0].body
