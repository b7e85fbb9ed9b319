"""Messages that can wait are not sent at night."""

import datetime
from zoneinfo import ZoneInfo

import pytest

from shop.communication.quiet_hours import due_at

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def at(hour: int, minute: int = 0, day: int = 10) -> datetime.datetime:
    return datetime.datetime(2026, 11, day, hour, minute, tzinfo=VIETNAM)


@pytest.fixture(autouse=True)
def night(settings) -> None:
    settings.QUIET_HOURS = (datetime.time(21), datetime.time(6, 30))


@pytest.mark.parametrize(
    ("written", "goes_out"),
    [(at(20, 59), None), (at(21), at(6, 30, day=11)), (at(2), at(6, 30)), (at(6, 30), None), (at(12), None)],
)
def test_waits_for_the_morning(written, goes_out):
    assert due_at(at=written, is_urgent=False) == goes_out


def test_urgent_news_never_waits():
    assert due_at(at=at(23), is_urgent=True) is None


def test_hours_within_a_day_and_no_hours(settings):
    settings.QUIET_HOURS = (datetime.time(12), datetime.time(13))
    assert due_at(at=at(12, 10), is_urgent=False) == at(13)
    settings.QUIET_HOURS = (datetime.time(0), datetime.time(0))
    assert due_at(at=at(0), is_urgent=False) is None
