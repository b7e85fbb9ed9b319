"""Two people press at the same moment; real connections, one winner."""

import uuid
from functools import partial

import pytest
from django.db import transaction
from django.utils import timezone

from catalogue.models import Product
from sellers import stock
from sellers.listings.domain import moderation
from sellers.listings.domain.states import IllegalMove
from sellers.listings.domain.stock import change_stock
from sellers.listings.models import Listing, ListingState
from sellers.models import StockRecord
from sellers.prices import PriceStep
from shop.basket.domain.lines import add
from shop.basket.models import Basket
from shop.checkout.domain.place import place_order
from shop.checkout.domain.problems import PriceChanged
from shop.fulfilment.domain.packing import NotPackable, pack
from shop.fulfilment.models import Parcel
from shop.order.models import Order
from tests.concurrency import barrier
from tests.factories.goods import stocked_product
from tests.factories.listings import reviewer, submitted
from tests.factories.orders import checkout_details, placed_order
from tests.factories.people import UserFactory
from tests.factories.places import RunStopFactory

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
at_once = partial(barrier.verdicts, refusals=(IllegalMove, NotPackable, PriceChanged))


def test_of_two_decisions_one_counts() -> None:
    listing, first, second = submitted(), reviewer(), reviewer()
    seen, now = listing.submitted_at, timezone.now()

    outcomes = at_once(
        lambda: moderation.approve(listing=listing, seen=seen, reviewer=first, at=now),
        lambda: moderation.reject(listing=listing, seen=seen, reason="Trùng tin.", reviewer=second, at=now),
    )

    assert outcomes == ["IllegalMove", "done"]
    is_published = Listing.objects.get().state == ListingState.PUBLISHED
    assert Product.objects.filter(is_public=True).exists() == is_published


def test_two_packers_make_one_set_of_parcels() -> None:
    part, actor, now = placed_order().seller_orders.get(), UserFactory(), timezone.now()

    outcomes = at_once(*[lambda: pack(seller_order=part, parcels=[500, 600], actor=actor, at=now)] * 3)

    assert outcomes == ["NotPackable", "NotPackable", "done"]
    assert Parcel.objects.count() == 2


def test_an_order_pays_the_wholesale_price_it_saw_or_none_at_all() -> None:
    product, stop = stocked_product(price=100_000, stock=900), RunStopFactory(capacity_parcels=900)
    record = StockRecord.objects.get()
    for _round in range(6):
        now, steps = timezone.now(), [PriceStep(10, 90_000)]
        change_stock(stockrecord=record, price_vnd=100_000, stock=900, actor=None, at=now, steps=steps)
        basket = Basket()
        add(basket=basket, product=product, quantity=10)
        details = checkout_details(basket, stop=stop)
        key = uuid.uuid4()

        outcomes = at_once(
            lambda d=details, b=basket, k=key: place_order(basket=b, details=d, idempotency_key=k, now=timezone.now()),
            lambda: change_stock(
                stockrecord=record, price_vnd=100_000, stock=900, actor=None, at=timezone.now(), steps=[]
            ),
        )

        placed = Order.objects.filter(idempotency_key=key).first()
        assert outcomes == (["done", "done"] if placed else ["PriceChanged", "done"])
        assert placed is None or placed.lines.get().unit_price_incl_tax == 90_000


def test_orders_of_two_packings_keep_the_goods_card_right() -> None:
    good = stocked_product(stock=40)
    child = stocked_product(parent=good, structure="child", packing_no=1, stock=40)
    records = StockRecord.objects.order_by("pk")

    def hold(pk: int) -> None:
        with transaction.atomic():
            stock.lock([pk])
            stock.hold({pk: 3})

    outcomes = at_once(*[lambda pk=record.pk: hold(pk) for record in records for _time in range(3)])

    good.refresh_from_db()
    child.refresh_from_db()
    assert outcomes == ["done"] * 6
    assert (good.available, child.available) == (62, 31)
