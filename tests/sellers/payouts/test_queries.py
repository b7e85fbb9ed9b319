import datetime

import pytest
from django.utils import timezone

from sellers.commission.models import CommissionRate
from sellers.models import Partner
from sellers.payouts.queries import Owed, owed, owed_to, statement
from shop.aftersales.domain.cancel import cancel_order
from shop.shipping.models import RunStop
from tests.factories.delivered import hand_over
from tests.factories.goods import SellerFactory, stocked_product
from tests.factories.orders import placed_order
from tests.factories.places import RunStopFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller() -> Partner:
    CommissionRate.objects.create(basis_points=1000, valid_from="2026-01-01", basis="QĐ 1")
    return SellerFactory()


@pytest.fixture
def stop() -> RunStop:
    return RunStopFactory()


def test_share_is_pending_then_payable(seller: Partner, stop: RunStop) -> None:
    order = placed_order(stocked_product(seller=seller, price=10_000), stop=stop)
    assert owed(seller) == Owed(pending_vnd=9_000)
    hand_over(order)
    assert (owed(seller), owed(seller).due_vnd) == (Owed(payable_vnd=9_000), 9_000)


def test_seller_who_took_the_cash_owes_the_commission(seller: Partner, stop: RunStop, settings: object) -> None:
    settings.COLLECTS_MONEY = "seller"  # type: ignore[attr-defined]
    order = placed_order(stocked_product(seller=seller, price=10_000), stop=stop)
    hand_over(order)
    assert (owed(seller), owed(seller).due_vnd) == (Owed(payable_vnd=9_000, held_vnd=10_000), -1_000)


def test_cancelled_order_leaves_nothing_owed(seller: Partner, stop: RunStop) -> None:
    order = placed_order(stocked_product(seller=seller), stop=stop)
    cancel_order(order=order, actor=None, at=timezone.now())
    assert (owed(seller), owed(SellerFactory())) == (Owed(), Owed())


def test_statement_lists_this_sellers_events_of_the_period_only(seller: Partner, stop: RunStop) -> None:
    other = SellerFactory()
    order = placed_order(
        stocked_product(seller=seller, price=10_000), stocked_product(seller=other, price=50_000), stop=stop
    )
    hand_over(order)
    now = timezone.now()
    rows = statement(seller, since=now - datetime.timedelta(hours=1), until=now + datetime.timedelta(hours=1))
    part = order.seller_orders.get(seller=seller).number
    assert [(row.kind, row.part_number, row.pending_vnd, row.payable_vnd) for row in rows] == [
        ("order-placed", part, 9_000, 0),
        ("part-delivered", part, -9_000, 9_000),
    ]
    assert {row.order_number for row in rows} == {order.number}
    assert statement(seller, since=now - datetime.timedelta(days=2), until=now - datetime.timedelta(days=1)) == []
    assert set(owed_to([seller.pk, other.pk])) == {seller.pk, other.pk}
