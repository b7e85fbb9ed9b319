import datetime
import threading

import pytest
from django.db import connection
from django.utils import timezone

from shop.accounts.models import User
from shop.fulfilment.domain.custody import NonceTaken, WrongPerson
from shop.fulfilment.domain.handover import AlreadyHandedOver, NotReady, WrongCash, hand_over
from shop.fulfilment.domain.refusal import Refused
from shop.fulfilment.models import HandOver, Parcel, ParcelState
from shop.ledger.enums import AccountKind
from shop.ledger.queries import balance, balances, order_balances
from shop.order.enums import SellerOrderState
from shop.order.models import Order, PickUpCode
from shop.payment.domain.giving_back import end_part
from shop.payment.models import PaymentState
from shop.shipping.models import RunStop
from tests.factories.road import a_stop, an_operator, carry, carry_part, nonce, order_at


def ready_order(**details: object) -> tuple[Order, RunStop, User]:
    """Return an order of two sellers whose parcels wait at the point, the stop, and its operator."""
    stop = a_stop()
    order = order_at(stop, sellers=2, **details)
    carry(order)
    return order, stop, an_operator(stop.point)


def give(order: Order, stop: RunStop, operator: User, **changes: object) -> HandOver:
    defaults = {"cash_vnd": order.total_vnd, "nonce": nonce(), "found_by": "code", "at": timezone.now()}
    return hand_over(order=order, run_stop=stop, operator=operator, **{**defaults, **changes})


@pytest.mark.django_db
def test_hand_over_gives_everything_and_takes_the_cash_in_one_step() -> None:
    order, stop, operator = ready_order()
    done = give(order, stop, operator, found_by="qr")
    order.refresh_from_db()
    shares = {str(part.seller_id): -part.seller_share_vnd for part in order.seller_orders.all()}
    assert (done.cash_vnd, done.found_by, order.status) == (196_000, "qr", SellerOrderState.DELIVERED)
    assert set(Parcel.objects.values_list("state", flat=True)) == {ParcelState.HANDED_OVER}
    assert balance(AccountKind.CASH_DRAWER, str(stop.point_id)) == 196_000
    assert balance(AccountKind.BUYER_DUE, order.number) == 0
    assert balances(AccountKind.SELLER_PAYABLE) == shares
    assert set(balances(AccountKind.SELLER_PENDING).values()) == {0}
    assert sum(order_balances(order.number).values()) == 0
    assert order.payments.get().state == PaymentState.SUCCEEDED
    assert PickUpCode.objects.get(order=order).used_at == done.at


@pytest.mark.django_db
def test_the_same_hand_over_again_returns_the_first() -> None:
    order, stop, operator = ready_order()
    first = give(order, stop, operator, nonce="once")
    assert give(order, stop, operator, nonce="once") == first
    assert balance(AccountKind.CASH_DRAWER, str(stop.point_id)) == order.total_vnd


@pytest.mark.django_db
def test_an_order_is_handed_over_once() -> None:
    order, stop, operator = ready_order()
    give(order, stop, operator)
    with pytest.raises(AlreadyHandedOver, match="Tà Yên Thị Hoa"):
        give(order, stop, an_operator(stop.point, full_name="Lê Thị Mai"))
    assert HandOver.objects.count() == 1


@pytest.mark.django_db
def test_a_nonce_of_another_order_is_refused() -> None:
    order, stop, operator = ready_order()
    give(order, stop, operator, nonce="once")
    other, there, someone = ready_order()
    with pytest.raises(NonceTaken):
        give(other, there, someone, nonce="once")


@pytest.mark.django_db
@pytest.mark.parametrize("off_by", [-1000, 1000])
def test_cash_that_is_not_what_is_due_is_refused(off_by: int) -> None:
    order, stop, operator = ready_order()
    with pytest.raises(WrongCash, match=r"196\.000"):
        give(order, stop, operator, cash_vnd=order.total_vnd + off_by)
    assert not HandOver.objects.exists()
    assert set(Parcel.objects.values_list("state", flat=True)) == {ParcelState.AT_POINT}


@pytest.mark.django_db
def test_somebody_of_another_point_hands_nothing_over() -> None:
    order, stop, _operator = ready_order()
    with pytest.raises(WrongPerson):
        give(order, stop, an_operator(a_stop().point))


@pytest.mark.django_db
def test_an_order_with_a_parcel_on_the_road_is_not_handed_over() -> None:
    stop = a_stop()
    order = order_at(stop, sellers=2)
    boxes = carry(order, to_point=False)
    with pytest.raises(NotReady, match=boxes[0].code):
        give(order, stop, an_operator(stop.point))


@pytest.mark.django_db
def test_an_order_with_an_unpacked_part_is_not_handed_over() -> None:
    stop = a_stop()
    order = order_at(stop, sellers=2)
    carry_part(order.seller_orders.order_by("pk").first())
    with pytest.raises(NotReady):
        give(order, stop, an_operator(stop.point))


@pytest.mark.django_db
def test_a_cancelled_part_is_neither_waited_for_nor_paid() -> None:
    stop = a_stop()
    order = order_at(stop, sellers=2)
    lost = order.seller_orders.order_by("pk").first()
    end_part(seller_order=lost, to=SellerOrderState.CANCELLED, actor=None, at=timezone.now())
    carry_part(order.seller_orders.order_by("pk").last())
    done = give(order, stop, an_operator(stop.point), cash_vnd=98_000)
    assert done.cash_vnd == 98_000
    assert sum(order_balances(order.number).values()) == 0


@pytest.mark.django_db(transaction=True)
def test_two_operators_at_once_hand_over_once() -> None:
    order, stop, first = ready_order()
    people = [first, an_operator(stop.point, full_name="Lê Thị Mai")]
    barrier, answers = threading.Barrier(len(people)), []

    def act(operator: User) -> None:
        barrier.wait(timeout=20)
        try:
            answers.append(give(order, stop, operator))
        except Refused as refusal:
            answers.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=(operator,)) for operator in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(type(answer).__name__ for answer in answers) == ["AlreadyHandedOver", "HandOver"]
    assert balance(AccountKind.CASH_DRAWER, str(stop.point_id)) == order.total_vnd


@pytest.mark.django_db
def test_goods_leave_the_stock_when_they_are_handed_over() -> None:
    order, stop, operator = ready_order()
    stock = order.lines.first().stockrecord
    give(order, stop, operator, at=timezone.now() + datetime.timedelta(days=3))
    stock.refresh_from_db()
    assert (stock.num_in_stock, stock.num_allocated) == (49, 0)
