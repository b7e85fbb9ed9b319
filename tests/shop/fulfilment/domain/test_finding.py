import datetime

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from shop.accounts.models import User
from shop.fulfilment.domain.custody import WrongPerson
from shop.fulfilment.domain.finding import (
    WINDOW,
    WRONG_TRIES,
    CodeRefused,
    Found,
    NotFound,
    TooManyTries,
    find,
    try_code,
)
from shop.fulfilment.domain.handover import hand_over
from shop.fulfilment.models import CodeAttempt
from shop.order.domain import codes
from shop.order.models import Order, PickUpCode
from shop.shipping.models import RunStop
from tests.factories.road import a_stop, an_operator, carry, nonce, order_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting() -> tuple[Order, RunStop, User, str]:
    """An order whose parcel waits at the point, its stop, the operator, and the digits."""
    stop = a_stop()
    order = order_at(stop)
    carry(order)
    return order, stop, an_operator(stop.point), codes.reveal(PickUpCode.objects.get(order=order))


def look(stop: RunStop, operator: User, text: str, at: datetime.datetime | None = None) -> list[Found]:
    return find(point=stop.point, operator=operator, text=text, at=at or timezone.now())


def wrong(digits: str) -> str:
    return f"{(int(digits) + 1) % 10**6:06d}"


@pytest.mark.parametrize("shape", ["{}", " {} ", "{0[0]}{0[1]}{0[2]} {0[3]}{0[4]}{0[5]}"])
def test_six_digits_find_and_prove_an_order(waiting, shape: str) -> None:
    order, stop, operator, digits = waiting
    assert look(stop, operator, shape.format(digits)) == [Found(order, stop, "code", is_proven=True)]
    assert CodeAttempt.objects.values_list("outcome", "order").get() == ("found", order.pk)


def test_a_qr_finds_and_proves_an_order(waiting) -> None:
    order, stop, operator, digits = waiting
    assert look(stop, operator, f"{order.number}:{digits}") == [Found(order, stop, "qr", is_proven=True)]


@pytest.mark.parametrize("by", ["parcel", "phone"])
def test_a_parcel_or_a_phone_finds_but_proves_nothing(waiting, by: str) -> None:
    order, stop, operator, _digits = waiting
    text = {"parcel": order.seller_orders.get().parcels.get().code.lower(), "phone": "0912 345 678"}[by]
    assert look(stop, operator, text) == [Found(order, stop, by, is_proven=False)]
    assert not CodeAttempt.objects.exists()


def test_another_points_order_is_not_found_by_parcel_or_phone(waiting) -> None:
    order, _stop, _operator, _digits = waiting
    elsewhere = a_stop()
    operator = an_operator(elsewhere.point)
    for text in (order.seller_orders.get().parcels.get().code, "0912 345 678", "Nguyễn Thị Lan"):
        with pytest.raises(NotFound):
            look(elsewhere, operator, text)


def test_a_wrong_code_is_refused_and_kept_without_its_digits(waiting) -> None:
    _order, stop, operator, digits = waiting
    with pytest.raises(CodeRefused):
        look(stop, operator, wrong(digits))
    attempt = CodeAttempt.objects.get()
    assert (attempt.outcome, attempt.order, attempt.point) == ("unknown", None, stop.point)
    assert wrong(digits) not in attempt.typed_digest
    with pytest.raises(DatabaseError), transaction.atomic():
        CodeAttempt.objects.all().delete()


def test_a_used_code_is_refused_and_kept(waiting) -> None:
    order, stop, operator, digits = waiting
    hand_over(
        order=order,
        run_stop=stop,
        operator=operator,
        cash_vnd=order.total_vnd,
        nonce=nonce(),
        found_by="code",
        at=timezone.now(),
    )
    with pytest.raises(CodeRefused, match="đã dùng"):
        look(stop, operator, digits)
    assert CodeAttempt.objects.values_list("outcome", "order").get() == ("used", order.pk)


def test_a_qr_of_another_point_is_refused_and_says_where(waiting) -> None:
    order, stop, _operator, digits = waiting
    elsewhere = a_stop()
    with pytest.raises(CodeRefused, match=stop.point.name):
        look(elsewhere, an_operator(elsewhere.point), f"{order.number}:{digits}")
    assert CodeAttempt.objects.get().outcome == "wrong_stop"


def test_another_orders_code_does_not_prove_this_one(waiting) -> None:
    order, stop, operator, _digits = waiting
    other = order_at(a_stop(point=stop.point))
    digits = codes.reveal(PickUpCode.objects.get(order=other))
    with pytest.raises(CodeRefused):
        try_code(point=stop.point, operator=operator, typed=digits, order=order, at=timezone.now())


def test_too_many_wrong_codes_slow_a_point_down_for_ten_minutes(waiting) -> None:
    _order, stop, operator, digits = waiting
    now = timezone.now()
    for _ in range(WRONG_TRIES):
        with pytest.raises(CodeRefused):
            look(stop, operator, wrong(digits), at=now)
    with pytest.raises(TooManyTries):
        look(stop, operator, digits, at=now + datetime.timedelta(minutes=1))
    assert look(stop, operator, digits, at=now + WINDOW)


def test_wrong_codes_at_one_point_do_not_slow_another(waiting) -> None:
    _order, stop, operator, digits = waiting
    elsewhere = a_stop()
    someone = an_operator(elsewhere.point)
    for _ in range(WRONG_TRIES):
        with pytest.raises(CodeRefused):
            look(elsewhere, someone, wrong(digits))
    assert look(stop, operator, digits)


def test_somebody_of_another_point_finds_nothing(waiting) -> None:
    _order, stop, _operator, digits = waiting
    with pytest.raises(WrongPerson):
        look(stop, an_operator(a_stop().point), digits)
    assert not CodeAttempt.objects.exists()
