"""A seller on holiday: goods stay visible, runs within the days do not take them, and it ends by itself."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from sellers.models import Partner
from shop.checkout.domain.problems import NoLaterRun, SellersAway
from shop.order.models import SellerOrder
from shop.shipping.enums import DeliveryKind
from shop.shipping.holidays.domain import NoHoliday, come_back, go_on_holiday
from shop.shipping.holidays.models import Holiday
from shop.shipping.models import HomeDeliveryRate
from tests.factories.goods import stocked_product
from tests.factories.listings import seller_user
from tests.factories.orders import placed_order
from tests.factories.people import UserFactory
from tests.factories.places import CommuneFactory, RunFactory, RunStopFactory
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


def days_off(seller: Partner, first: int, last: int) -> Holiday:
    today = timezone.localdate()
    return go_on_holiday(
        seller=seller,
        starts_on=today + datetime.timedelta(days=first),
        ends_on=today + datetime.timedelta(days=last),
        message="Nhà có việc",
        actor=UserFactory(),
        at=timezone.now(),
        today=today,
    )


def a_stop(days: int, **fields: object):
    """A stop of a run that leaves in some days."""
    leaves = timezone.now() + datetime.timedelta(days=days)
    return RunStopFactory(run=RunFactory(cut_off_at=leaves - datetime.timedelta(hours=20), departs_at=leaves), **fields)


def test_runs_within_the_days_take_nothing_and_others_do() -> None:
    good = stocked_product()
    seller = good.stockrecords.get().partner
    days_off(seller, 2, 4)
    with pytest.raises(NoLaterRun):
        placed_order(good, stop=a_stop(3))
    assert placed_order(good, stop=a_stop(6)).seller_orders.exists()


def test_goods_of_who_is_away_go_on_the_run_after() -> None:
    away, here = stocked_product(), stocked_product()
    days_off(away.stockrecords.get().partner, 2, 4)
    first = a_stop(3)
    later = a_stop(6, point=first.point)
    placed_order(away, here, stop=first)
    stops = {part.lines.get().product_id: part.run_stop_id for part in SellerOrder.objects.all()}
    assert stops == {here.pk: first.pk, away.pk: later.pk}


def test_home_delivery_waits_for_the_return() -> None:
    good, commune = stocked_product(), CommuneFactory()
    seller = good.stockrecords.get().partner
    HomeDeliveryRate.objects.create(seller=seller, amount_vnd=0)
    home = {"delivery_kind": DeliveryKind.HOME, "commune_code": commune.pk, "address_line": "Thôn 1"}
    holiday = days_off(seller, 0, 3)
    with pytest.raises(SellersAway):
        placed_order(good, **home)
    come_back(holiday=holiday, actor=UserFactory(), at=timezone.now(), today=timezone.localdate())
    assert placed_order(good, **home)


def test_days_are_checked() -> None:
    seller = stocked_product().stockrecords.get().partner
    days_off(seller, 2, 4)
    for first, last in ((-1, 3), (3, 8), (9, 8), (10, 90)):
        with pytest.raises(NoHoliday):
            days_off(seller, first, last)


def test_page_warns_of_open_orders_and_public_pages_say_when(settings) -> None:
    settings.PAGE_CACHE_SECONDS = 0
    good = stocked_product()
    part = placed_order(good, stop=a_stop(3)).seller_orders.get()
    client = sign_in(seller_user(part.seller))
    today = timezone.localdate()
    data = {"starts_on": today, "ends_on": today + datetime.timedelta(days=5), "message": "Giỗ ông"}
    warned = client.post("/kenh-nguoi-ban/nghi-ban/", data)
    assert warned.status_code == 422
    assert part.number in warned.content.decode()
    assert not Holiday.objects.exists()
    client.post("/kenh-nguoi-ban/nghi-ban/", {**data, "van_gui": "on"})
    for address in (good.get_absolute_url(), part.seller.get_absolute_url()):
        assert "Giỗ ông" in Client().get(address).content.decode()
    Holiday.objects.update(starts_on=today - datetime.timedelta(days=9), ends_on=today - datetime.timedelta(days=1))
    assert "Giỗ ông" not in Client().get(good.get_absolute_url()).content.decode()
