from typing import Any

import pytest
from django.utils import timezone

from shop.order.domain import codes
from shop.order.models import PickUpCode
from tests.factories.orders import placed_order
from tests.factories.places import PointFactory, RunStopFactory

pytestmark = pytest.mark.django_db


def test_code_is_six_digits_and_not_readable_in_the_database() -> None:
    code = placed_order().pick_up_codes.get()
    digits = codes.reveal(code)
    assert (len(digits), digits.isdigit()) == (6, True)
    assert digits not in code.sealed + code.digest


def test_code_is_found_at_its_point_only_however_it_is_typed() -> None:
    stop = RunStopFactory()
    code = placed_order(stop=stop).pick_up_codes.get()
    digits = codes.reveal(code)
    for typed in (digits, f" {digits[:3]} {digits[3:]} ", codes.qr_text(code)):
        assert codes.find(point=stop.point, typed=typed) == code
    assert codes.find(point=PointFactory(), typed=digits) is None
    assert codes.find(point=stop.point, typed=f"CP-26-000000:{digits}") is None


def test_two_orders_at_one_stop_never_share_a_code(monkeypatch: Any) -> None:
    stop = RunStopFactory()
    drawn = iter(["111111", *["111111"] * 7, *["111111"] * 7, "222222"])
    monkeypatch.setattr(codes, "_random_digits", lambda: next(drawn))
    first, second = placed_order(stop=stop), placed_order(stop=stop)
    assert [codes.reveal(order.pick_up_codes.get()) for order in (first, second)] == ["111111", "222222"]


def test_alive_code_wins_over_a_used_one_of_another_run_at_the_point() -> None:
    stop = RunStopFactory()
    used = placed_order(stop=stop).pick_up_codes.get()
    codes.close(order=used.order, run_stop_id=stop.pk, at=timezone.now())
    other = placed_order(stop=RunStopFactory(point=stop.point)).pick_up_codes.get()
    PickUpCode.objects.filter(pk=other.pk).update(digest=used.digest)
    assert codes.find(point=stop.point, typed=codes.reveal(used)) == other


def test_closing_again_keeps_the_first_time() -> None:
    code = placed_order().pick_up_codes.get()
    first = timezone.now()
    codes.close(order=code.order, run_stop_id=code.run_stop_id, at=first)
    codes.close(order=code.order, run_stop_id=code.run_stop_id, at=timezone.now())
    code.refresh_from_db()
    assert code.used_at == first


def test_another_secret_opens_nothing(settings: Any) -> None:
    code = placed_order().pick_up_codes.get()
    digits = codes.reveal(code)
    settings.SECRET_KEY = "another"
    assert codes.find(point=code.run_stop.point, typed=digits) is None
    with pytest.raises(codes.InvalidToken):
        codes.reveal(code)
