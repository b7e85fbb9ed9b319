import pytest
from django.utils import timezone

from shop.aftersales.domain.cancel import cancel_order
from shop.communication.models import Message
from shop.fulfilment.domain.custody import (
    NonceTaken,
    UnknownParcel,
    WrongPerson,
    WrongPlace,
    WrongTime,
    bring_back,
    load,
    receive,
    take_back,
)
from shop.fulfilment.domain.returning import send_back
from shop.fulfilment.models import CustodyEvent, Parcel, ParcelState
from shop.fulfilment.queries.holders import holder_of
from shop.ledger.queries import order_balances
from shop.order.domain.codes import reveal
from shop.order.domain.transitions import move
from shop.order.enums import SellerOrderState
from shop.order.models import PickUpCode
from shop.shipping.models import RunSlot
from tests.factories.places import RunStopFactory
from tests.factories.road import a_driver, a_stop, an_operator, carry, frozen, nonce, order_at, pack_up

pytestmark = pytest.mark.django_db


def test_load_puts_a_packed_parcel_on_the_truck_and_the_order_on_its_way() -> None:
    order = order_at(a_stop())
    first, second = pack_up(order, parcels=2)
    run = frozen(first.run_stop.run)
    load(code=first.code, run=run, driver=run.driver, nonce="a", at=run.departs_at)
    part = order.seller_orders.get()
    assert part.state == SellerOrderState.PACKED
    load(code=f" {second.code.lower()} ", run=run, driver=run.driver, nonce="b", at=run.departs_at)
    part.refresh_from_db()
    assert part.state == SellerOrderState.ON_THE_WAY
    assert holder_of(second).name == "Võ Minh Khang"


def test_the_same_scan_again_returns_the_first_answer() -> None:
    box = pack_up(order_at(a_stop()))[0]
    run = frozen(box.run_stop.run)
    first = load(code=box.code, run=run, driver=run.driver, nonce="a", at=run.departs_at)
    again = load(code=box.code, run=run, driver=run.driver, nonce="a", at=timezone.now())
    by_another_nonce = load(code=box.code, run=run, driver=run.driver, nonce="b", at=timezone.now())
    assert [scan.event for scan in (again, by_another_nonce)] == [first.event] * 2
    assert (first.is_repeat, again.is_repeat, by_another_nonce.is_repeat) == (False, True, True)
    assert CustodyEvent.objects.filter(to_state=ParcelState.WITH_DRIVER).count() == 1


def test_a_nonce_of_another_parcel_is_refused() -> None:
    one, two = pack_up(order_at(a_stop()), parcels=2)
    run = frozen(one.run_stop.run)
    load(code=one.code, run=run, driver=run.driver, nonce="a", at=run.departs_at)
    with pytest.raises(NonceTaken):
        load(code=two.code, run=run, driver=run.driver, nonce="a", at=run.departs_at)


def test_load_refuses_another_driver_and_another_run() -> None:
    box = pack_up(order_at(a_stop()))[0]
    run, other = frozen(box.run_stop.run), frozen(a_stop().run)
    with pytest.raises(WrongPerson):
        load(code=box.code, run=run, driver=a_driver(), nonce=nonce(), at=run.departs_at)
    with pytest.raises(WrongPlace, match=run.code):
        load(code=box.code, run=other, driver=other.driver, nonce=nonce(), at=run.departs_at)
    assert not CustodyEvent.objects.exclude(to_state=ParcelState.PACKED).exists()


def test_load_refuses_an_open_run_an_unknown_code_and_a_cancelled_order() -> None:
    order = order_at(a_stop())
    box = pack_up(order)[0]
    run = box.run_stop.run
    with pytest.raises(WrongTime, match="chưa chốt đơn"):
        load(code=box.code, run=run, driver=run.driver, nonce=nonce(), at=timezone.now())
    cancel_order(order=order, actor=None, at=timezone.now())
    run = frozen(run)
    with pytest.raises(WrongTime, match="đã hủy"):
        load(code=box.code, run=run, driver=run.driver, nonce=nonce(), at=run.departs_at)
    for code, sentence in (
        ("K1", "Không có kiện"),
        (f"{box.code[:-1]}{'2' if box.code[-1] != '2' else '3'}", "nhầm một chữ"),
    ):
        with pytest.raises(UnknownParcel, match=sentence):
            load(code=code, run=run, driver=run.driver, nonce=nonce(), at=run.departs_at)


def test_receive_needs_the_driver_first() -> None:
    box = pack_up(order_at(a_stop()))[0]
    point = box.run_stop.point
    with pytest.raises(WrongTime, match="chưa được quét lên xe"):
        receive(code=box.code, point=point, operator=an_operator(point), nonce=nonce(), at=timezone.now())


def test_receive_refuses_another_point_and_another_operator() -> None:
    box = carry(order_at(a_stop()), to_point=False)[0]
    elsewhere = RunStopFactory().point
    with pytest.raises(WrongPlace, match=box.run_stop.point.name):
        receive(code=box.code, point=elsewhere, operator=an_operator(elsewhere), nonce=nonce(), at=timezone.now())
    with pytest.raises(WrongPerson):
        receive(
            code=box.code,
            point=box.run_stop.point,
            operator=an_operator(elsewhere),
            nonce=nonce(),
            at=timezone.now(),
        )
    box.refresh_from_db()
    assert box.state == ParcelState.WITH_DRIVER


def test_the_buyer_is_told_once_when_everything_is_at_the_point() -> None:
    order = order_at(a_stop(), sellers=2)
    first, second = carry(order, to_point=False)
    point = first.run_stop.point
    operator = an_operator(point)
    messages = Message.objects.filter(template="ready_to_collect")
    receive(code=first.code, point=point, operator=operator, nonce="a", at=timezone.now())
    assert not messages.exists()
    for _ in range(2):
        receive(code=second.code, point=point, operator=operator, nonce="b", at=timezone.now())
    message = messages.get()
    code = PickUpCode.objects.get(order=order)
    assert (message.recipient, message.is_secret) == (order.buyer_phone, True)
    assert all(text in message.body for text in (order.number, point.name, reveal(code)))
    order.refresh_from_db()
    assert order.status == SellerOrderState.AT_POINT


def test_a_missing_parcel_is_with_its_last_holder() -> None:
    order = order_at(a_stop())
    box = pack_up(order)[0]
    seller = order.seller_orders.get().seller
    assert (holder_of(box).kind, holder_of(box).name) == ("seller", seller.name)
    run = frozen(box.run_stop.run)
    load(code=box.code, run=run, driver=run.driver, nonce=nonce(), at=run.departs_at)
    assert (holder_of(box).kind, holder_of(box).since) == ("driver", run.departs_at)
    point = box.run_stop.point
    receive(code=box.code, point=point, operator=an_operator(point), nonce=nonce(), at=timezone.now())
    assert (holder_of(box).kind, holder_of(box).name) == ("point", point.name)


def sent_back() -> Parcel:
    order = order_at(a_stop())
    box = carry(order)[0]
    part = order.seller_orders.get()
    for _ in range(2):
        send_back(seller_order=part, actor=None, at=timezone.now(), reason="quá hạn")
    move(seller_order=part, to=SellerOrderState.RETURNING, actor=None, at=timezone.now())
    box.refresh_from_db()
    return box


def test_what_nobody_collects_travels_back_and_its_stock_returns() -> None:
    box = sent_back()
    part = box.seller_order
    stock = part.lines.get().stockrecord
    run = box.run_stop.run
    assert holder_of(box).kind == "point"
    take_back(code=box.code, run=run, driver=run.driver, nonce="t", at=timezone.now())
    assert holder_of(box).kind == "driver"
    for _ in range(2):
        bring_back(code=box.code, actor=run.driver, nonce="b", at=timezone.now())
    part.refresh_from_db()
    stock.refresh_from_db()
    assert (part.state, stock.num_allocated, holder_of(box).kind) == (SellerOrderState.RETURNED, 0, "seller")
    assert set(order_balances(part.order.number).values()) == {0}
    assert RunSlot.objects.get(seller_order=part).released_at


def test_a_returning_parcel_is_brought_back_only_by_who_holds_it() -> None:
    box = sent_back()
    with pytest.raises(WrongPerson):
        bring_back(code=box.code, actor=a_driver(), nonce=nonce(), at=timezone.now())
    with pytest.raises(WrongPerson):
        take_back(code=box.code, run=box.run_stop.run, driver=a_driver(), nonce=nonce(), at=timezone.now())
    other = a_stop().run
    with pytest.raises(WrongPlace):
        take_back(code=box.code, run=other, driver=other.driver, nonce=nonce(), at=timezone.now())


def test_a_parcel_that_waits_for_its_buyer_is_not_taken_back() -> None:
    box = carry(order_at(a_stop()))[0]
    run = box.run_stop.run
    with pytest.raises(WrongTime):
        take_back(code=box.code, run=run, driver=run.driver, nonce=nonce(), at=timezone.now())
