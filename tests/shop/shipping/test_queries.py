import datetime
from typing import Any

import pytest
from django.utils import timezone

from shop.regions.models import Commune, FormerCommune
from shop.shipping.models import HomeDeliveryRate, RunStop
from shop.shipping.queries import StopOffer, home_rates, stops_with_room
from tests.factories.goods import SellerFactory, stocked_product
from tests.factories.orders import placed_order
from tests.factories.places import CommuneFactory, ProvinceFactory, RunStopFactory

pytestmark = pytest.mark.django_db


def found(**changes: Any) -> list[StopOffer]:
    return stops_with_room(**{"province_code": "56", "now": timezone.now(), **changes})


def stop_in(commune: Commune, **fields: Any) -> RunStop:
    return RunStopFactory(point__commune=commune, **fields)


def former(commune: Commune, district: str) -> None:
    FormerCommune.objects.create(
        province_name="Ninh Thuận", district_name=district, name=commune.name, code=commune.pk, commune=commune
    )


def test_nearest_first_then_soonest() -> None:
    home, near, far = (CommuneFactory() for _ in range(3))
    former(home, "Thuận Nam")
    former(near, "Thuận Nam")
    former(far, "Bác Ái")
    later = timezone.now() + datetime.timedelta(days=9)
    in_home_later = stop_in(home, run__departs_at=later)
    in_far, in_near, in_home = stop_in(far), stop_in(near), stop_in(home)
    offers = found(commune=home)
    assert [offer.stop for offer in offers] == [in_home, in_home_later, in_near, in_far]
    assert [offer.nearness for offer in offers] == [0, 0, 1, 2]


def test_only_stops_that_take_orders_are_offered() -> None:
    now = timezone.now()
    open_stop = RunStopFactory()
    RunStopFactory(run__state="frozen")
    RunStopFactory(run__opens_at=now + datetime.timedelta(hours=1))
    RunStopFactory(run__cut_off_at=now - datetime.timedelta(seconds=1))
    RunStopFactory(point__is_active=False)
    elsewhere = ProvinceFactory(code="01", name="Hà Nội", slug="ha-noi")
    RunStopFactory(point__commune__province=elsewhere)
    assert [offer.stop for offer in found()] == [open_stop]


def test_room_is_what_is_left_in_slots_and_weight() -> None:
    stop = RunStopFactory(capacity_parcels=2, run__capacity_g=3_000)
    placed_order(stocked_product(weight_g=1_000), stop=stop)
    assert [offer.room for offer in found()] == [1]
    assert len(found(slots=1, weight_g=2_000)) == 1
    assert (found(slots=2), found(weight_g=2_001)) == ([], [])


def test_offers_cost_a_fixed_number_of_queries(django_assert_num_queries: Any) -> None:
    for _ in range(5):
        RunStopFactory()
    with django_assert_num_queries(1):
        assert len([offer.stop.point.commune.name for offer in found()]) == 5


def test_rate_of_the_province_comes_before_the_rate_for_everywhere() -> None:
    both, general, none = (SellerFactory() for _ in range(3))
    province = ProvinceFactory()
    HomeDeliveryRate.objects.create(seller=both, province=province, amount_vnd=1)
    HomeDeliveryRate.objects.create(seller=both, amount_vnd=2)
    HomeDeliveryRate.objects.create(seller=general, amount_vnd=3)
    rates = home_rates(seller_ids=[both.pk, general.pk, none.pk], province_code=province.pk)
    assert {seller: int(rate.amount_vnd) for seller, rate in rates.items()} == {both.pk: 1, general.pk: 3}
