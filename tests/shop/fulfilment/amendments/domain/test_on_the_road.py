"""Goods break on the truck or at a hub: who holds them writes it down, money and parcels follow."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from sellers.models import StockRecord
from shop.accounts.models import User
from shop.communication.models import Message
from shop.fulfilment.amendments.domain import on_the_road
from shop.fulfilment.amendments.domain.on_the_road import held_parcel, take_damage
from shop.fulfilment.amendments.domain.recording import record_loss
from shop.fulfilment.amendments.domain.refusals import NotAmendable, WrongProposal
from shop.fulfilment.amendments.models import AmendmentOutcome
from shop.fulfilment.domain.custody import UnknownParcel, WrongPerson, WrongTime, bring_back, receive
from shop.fulfilment.domain.hub import take_in
from shop.fulfilment.domain.trip import StillOnBoard, arrive, close, depart
from shop.fulfilment.models import Parcel, ParcelState
from shop.fulfilment.queries.driving import at_hub, carried_back, to_take_back
from shop.fulfilment.queries.holders import holder_of
from shop.ledger.enums import AccountKind
from shop.ledger.queries import balance
from shop.order.enums import SellerOrderState as State
from tests.factories.goods import stocked_product
from tests.factories.hubs import hub_with_operator
from tests.factories.orders import placed_order
from tests.factories.road import a_driver, a_stop, an_operator, carry, nonce, pack_up
from tests.promises import broken
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def box() -> Parcel:
    """A parcel of four jars on the truck of its run."""
    return carry(placed_order((stocked_product(price=50_000), 4), stop=a_stop()), to_point=False)[0]


def damage(box: Parcel, actor: User, *, whole: int, reason: str = "Thùng rơi, vỡ hũ") -> AmendmentOutcome:
    line = box.seller_order.lines.get()
    return take_damage(parcel=box, left={line.pk: whole}, reason=reason, actor=actor, at=timezone.now())


def test_a_driver_writes_broken_goods_down_and_the_rest_travels_on(box) -> None:
    driver, before = box.run_stop.run.driver, StockRecord.objects.get().num_in_stock

    done = damage(held_parcel(code=box.code.lower(), actor=driver), driver, whole=3)

    order = box.seller_order.order
    order.refresh_from_db()
    assert (order.total_vnd, balance(AccountKind.BUYER_DUE, order.number)) == (150_000, 150_000)
    assert StockRecord.objects.get().num_in_stock == before - 1
    assert (done.by, done.amendment.reason) == (driver, f"Trên xe, chuyến {box.run_stop.run.code}: Thùng rơi, vỡ hũ")
    assert Message.objects.filter(key__startswith="amendment-recorded:").count() >= 1
    operator = an_operator(box.run_stop.point)
    receive(code=box.code, point=box.run_stop.point, operator=operator, nonce=nonce(), at=timezone.now())
    box.seller_order.refresh_from_db()
    assert box.seller_order.state == State.AT_POINT
    assert broken() == []


def test_only_who_holds_the_parcel_now_writes_it_down(box) -> None:
    driver, operator = box.run_stop.run.driver, an_operator(box.run_stop.point)
    for stranger in (a_driver(), operator):
        with pytest.raises(WrongPerson):
            held_parcel(code=box.code, actor=stranger)
        with pytest.raises(WrongPerson), transaction.atomic():
            damage(box, stranger, whole=3)
    with pytest.raises(UnknownParcel):
        held_parcel(code="K-2222-2", actor=driver)
    with pytest.raises(WrongProposal), transaction.atomic():
        damage(box, driver, whole=3, reason=" ")
    receive(code=box.code, point=box.run_stop.point, operator=operator, nonce=nonce(), at=timezone.now())
    box.refresh_from_db()
    with pytest.raises(NotAmendable):
        held_parcel(code=box.code, actor=driver)


def test_a_parcel_the_point_scanned_in_meanwhile_is_not_the_drivers_any_more(box, monkeypatch) -> None:
    stop, driver = box.run_stop, box.run_stop.run.driver
    operator = an_operator(stop.point)

    def scanned_meanwhile(**said: Any) -> AmendmentOutcome:
        receive(code=box.code, point=stop.point, operator=operator, nonce=nonce(), at=timezone.now())
        return record_loss(**said)

    monkeypatch.setattr(on_the_road, "record_loss", scanned_meanwhile)
    with pytest.raises(NotAmendable), transaction.atomic():
        damage(box, driver, whole=3)
    assert not AmendmentOutcome.objects.exists()


def test_when_all_of_it_broke_the_driver_carries_it_back(box) -> None:
    stop, driver = box.run_stop, box.run_stop.run.driver
    depart(run=stop.run, driver=driver, at=stop.run.departs_at)
    arrive(run_stop=stop, driver=driver, at=stop.arrives_at)
    with pytest.raises(StillOnBoard):
        close(run=stop.run, driver=driver, at=stop.arrives_at)

    damage(box, driver, whole=0)

    box.refresh_from_db()
    assert (box.state, box.seller_order.__class__.objects.get().state) == (ParcelState.RETURNING, State.CANCELLED)
    assert (holder_of(box).person, list(carried_back(driver)), list(to_take_back(stop.run))) == (driver, [box], [])
    with pytest.raises(WrongTime), transaction.atomic():
        receive(code=box.code, point=stop.point, operator=an_operator(stop.point), nonce=nonce(), at=timezone.now())
    close(run=stop.run, driver=driver, at=stop.arrives_at)
    bring_back(code=box.code, actor=driver, nonce=nonce(), at=timezone.now())
    box.refresh_from_db()
    assert (box.state, StockRecord.objects.get().num_allocated) == (ParcelState.RETURNED, 0)
    assert broken() == []


def test_a_hub_writes_down_what_broke_there_on_its_page() -> None:
    box = pack_up(placed_order((stocked_product(price=50_000), 4), stop=a_stop()))[0]
    hub, keeper = hub_with_operator(box.run_stop.run)
    take_in(code=box.code, hub=hub, operator=keeper, nonce="in", at=timezone.now())
    client, page = sign_in(keeper), reverse("counter:report_damage")
    assert page in client.get(reverse("counter:hub_scan", args=[hub.pk, "nhan"])).content.decode()
    wrong = client.get(page, {"ma": "K-2222-2"})
    assert (wrong.status_code, "Không có kiện" in wrong.content.decode()) == (422, True)
    asked = f"{page}?ma={box.code}"
    line = box.seller_order.lines.get()
    assert line.title in client.get(asked).content.decode()
    bad = client.post(asked, {f"units_{line.pk}": "5", "reason": "Ướt"})
    assert (bad.status_code, "Nhiều nhất là số khách đặt" in bad.content.decode()) == (422, True)

    told = client.post(asked, {f"units_{line.pk}": "0", "reason": "Ướt hết vì dột"}, follow=True).content.decode()

    assert "trả về nhà bán" in told
    assert AmendmentOutcome.objects.get().amendment.reason == f"Ở điểm gom {hub.name}: Ướt hết vì dột"
    assert list(at_hub(hub)) == [box]
    bring_back(code=box.code, actor=keeper, nonce=nonce(), at=timezone.now())
    assert broken() == []


def test_the_driver_finds_the_page_on_the_run(box) -> None:
    client, page = sign_in(box.run_stop.run.driver), reverse("driver:report_damage")
    assert page in client.get(reverse("driver:run", args=[box.run_stop.run_id])).content.decode()
    line = box.seller_order.lines.get()
    sent = {f"units_{line.pk}": "3", "reason": "Vỡ một hũ"}
    told = client.post(f"{page}?ma={box.code}", sent, follow=True).content.decode()
    assert "Đơn bớt 50.000" in told
