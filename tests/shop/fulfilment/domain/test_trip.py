import pytest
from django.utils import timezone

from shop.fulfilment.domain.custody import WrongPerson, WrongTime
from shop.fulfilment.domain.trip import StillOnBoard, arrive, close, depart
from shop.shipping.enums import RunState
from tests.factories.places import RunStopFactory
from tests.factories.road import a_driver, a_stop, carry, frozen, order_at

pytestmark = pytest.mark.django_db


def test_a_run_departs_arrives_at_each_stop_and_closes() -> None:
    first = a_stop()
    second = RunStopFactory(run=first.run)
    run, at = frozen(first.run), first.run.departs_at
    states = [depart(run=run, driver=run.driver, at=at).state for _ in range(2)]
    states += [arrive(run_stop=stop, driver=run.driver, at=at).state for stop in (first, first, second)]
    states += [close(run=run, driver=run.driver, at=at).state for _ in range(2)]
    assert states == [
        *[RunState.DEPARTED] * 4,
        RunState.ARRIVED,
        *[RunState.CLOSED] * 2,
    ]


def test_acts_out_of_order_are_refused() -> None:
    stop = a_stop()
    run, at = stop.run, timezone.now()
    with pytest.raises(WrongTime, match="chưa chốt đơn"):
        depart(run=run, driver=run.driver, at=at)
    frozen(run)
    with pytest.raises(WrongTime, match="xuất phát"):
        arrive(run_stop=stop, driver=run.driver, at=at)
    with pytest.raises(WrongTime):
        close(run=run, driver=run.driver, at=at)


def test_another_driver_moves_nothing() -> None:
    stop = a_stop()
    run = frozen(stop.run)
    for act in (
        lambda who: depart(run=run, driver=who, at=timezone.now()),
        lambda who: arrive(run_stop=stop, driver=who, at=timezone.now()),
        lambda who: close(run=run, driver=who, at=timezone.now()),
    ):
        with pytest.raises(WrongPerson):
            act(a_driver())


def test_a_run_with_a_parcel_on_board_does_not_close() -> None:
    stop = a_stop()
    carry(order_at(stop), to_point=False)
    run, at = stop.run, timezone.now()
    depart(run=run, driver=run.driver, at=at)
    arrive(run_stop=stop, driver=run.driver, at=at)
    with pytest.raises(StillOnBoard, match="1 kiện"):
        close(run=run, driver=run.driver, at=at)
