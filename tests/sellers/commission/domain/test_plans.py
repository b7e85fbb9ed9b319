import datetime
from typing import Any

import pytest
from django.utils import timezone

from sellers.commission.domain.plans import InThePast, Taken, end_rate, set_rate
from sellers.commission.models import CommissionRate
from shop.audit.models import AuditEvent
from tests.factories.goods import SellerFactory, stocked_product
from tests.factories.orders import placed_order
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 26)
DAY = datetime.timedelta(days=1)


def put(basis_points: int, valid_from: datetime.date = TODAY, **more: Any) -> CommissionRate:
    return set_rate(
        **{"seller": None, "category": None, "basis": "QĐ 2", "by": UserFactory(), "at": timezone.now(), **more},
        basis_points=basis_points,
        valid_from=valid_from,
        today=TODAY,
    )


def test_a_new_rate_ends_the_one_before_it_and_both_are_in_the_trail() -> None:
    old = put(300)
    other = put(100, seller=SellerFactory())
    new = put(250, TODAY + 10 * DAY)
    for rate in (old, other):
        rate.refresh_from_db()
    assert (old.valid_to, other.valid_to, new.valid_to) == (TODAY + 9 * DAY, None, None)
    assert list(AuditEvent.objects.values_list("action", "reason")) == [("commission.set", "QĐ 2")] * 3


def test_the_past_stays_as_it_was() -> None:
    with pytest.raises(InThePast):
        put(300, TODAY - DAY)
    put(300, TODAY + 5 * DAY)
    with pytest.raises(Taken):
        put(250, TODAY + DAY)


def test_a_rate_that_began_ends_and_one_to_come_is_removed() -> None:
    begun, coming = put(300), put(200, TODAY + DAY, seller=SellerFactory())
    for rate in (begun, coming):
        end_rate(rate=rate, by=UserFactory(), at=timezone.now(), today=TODAY)
    assert list(CommissionRate.objects.values_list("pk", "valid_to")) == [(begun.pk, TODAY)]
    with pytest.raises(InThePast):
        end_rate(rate=begun, by=UserFactory(), at=timezone.now(), today=TODAY)


def test_an_order_keeps_the_rate_of_its_day_line_by_line() -> None:
    today = timezone.localdate()
    CommissionRate.objects.create(basis_points=300, valid_from=today, basis="QĐ 1")
    seller = SellerFactory()
    order = placed_order(stocked_product(seller=seller, price=10_000), stocked_product(seller=seller, price=5_000))
    CommissionRate.objects.update(basis_points=900)
    part = order.seller_orders.get()
    assert (part.commission_vnd, part.commission_basis_points) == (450, 300)
    assert {line.commission_basis_points for line in part.lines.all()} == {300}
