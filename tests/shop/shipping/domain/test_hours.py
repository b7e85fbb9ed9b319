"""Hours by weekday with a lunch break and closed days: in words, and whether a point is open."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from shop.accounts.enums import Role
from shop.shipping.domain.hours import (
    WrongHours,
    close_on,
    open_again,
    read_words,
    set_hours,
    standing_of,
    week_of,
    words_of,
)
from shop.shipping.models import Holiday
from tests.factories.people import GrantFactory, UserFactory
from tests.factories.places import PointFactory, RunStopFactory
from tests.factories.road import an_operator
from tests.sign_in import sign_in

MORNING = (datetime.time(7), datetime.time(11, 30))
AFTERNOON = (datetime.time(13, 30), datetime.time(17))
WEEK = {**{day: [MORNING, AFTERNOON] for day in range(5)}, 5: [MORNING]}
WORDS = "T2–T6 7:00–11:30, 13:30–17:00; T7 7:00–11:30"


def at(day: int, hour: int, minute: int = 0) -> datetime.datetime:
    """Return a time of the week that begins on Monday 4 January 2027."""
    return timezone.make_aware(datetime.datetime(2027, 1, 4 + day, hour, minute))


@pytest.mark.parametrize(
    "words", [WORDS, "Hằng ngày 6:00–10:00", "T4 7:30–11:00; T7 7:30–11:00", "T2–T7 7:00–18:00", "T7, CN 8:00–12:00"]
)
def test_hours_are_written_as_they_are_read(words: str) -> None:
    assert words_of(read_words(words)) == words


def test_what_cannot_be_read_is_no_hours() -> None:
    assert read_words("gọi trước khi tới") == {}
    assert read_words("T4, T7 7:30–11:00") == read_words("T4 7:30–11:00; T7 7:30–11:00")


@pytest.mark.django_db
def test_a_point_is_open_but_for_lunch_sunday_and_holidays() -> None:
    point = PointFactory()
    assert standing_of(point, at=at(0, 8)) is None
    set_hours(point=point, week=WEEK, actor=UserFactory(), at=timezone.now())
    point.refresh_from_db()
    assert (point.opening_hours, week_of(point)) == (WORDS, WEEK)
    assert standing_of(point, at=at(0, 8)).until == at(0, 11, 30)
    lunch = standing_of(point, at=at(0, 12))
    assert (lunch.is_open, lunch.back_at) == (False, at(0, 13, 30))
    assert standing_of(point, at=at(6, 9)).back_at == at(7, 7)
    Holiday.objects.create(day=at(7, 7).date(), name="Lễ")
    assert standing_of(point, at=at(6, 9)).back_at == at(8, 7)
    assert standing_of(point, at=at(7, 9)).holiday == "Lễ"


@pytest.mark.django_db
def test_hours_that_cannot_be_are_refused() -> None:
    point, actor = PointFactory(), UserFactory()
    for week, why in [({}, "ít nhất một ngày"), ({0: [AFTERNOON[::-1]]}, "sau giờ mở"), ({0: [MORNING] * 2}, "chiều")]:
        with pytest.raises(WrongHours, match=why):
            set_hours(point=point, week=week, actor=actor, at=timezone.now())


@pytest.mark.django_db
def test_a_point_does_not_close_on_a_day_a_run_comes() -> None:
    stop, actor = RunStopFactory(), UserFactory()
    day = timezone.localdate(stop.arrives_at)
    with pytest.raises(WrongHours, match=stop.run.code):
        close_on(point=stop.point, day=day, name="", actor=actor, at=timezone.now())
    row = close_on(
        point=stop.point, day=day + datetime.timedelta(days=1), name="Đám cưới", actor=actor, at=timezone.now()
    )
    open_again(point=PointFactory(), pk=row.pk, actor=actor, at=timezone.now())
    assert Holiday.objects.count() == 1
    open_again(point=stop.point, pk=row.pk, actor=actor, at=timezone.now())
    assert Holiday.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["counter:hours", "backoffice:point_hours"])
def test_operator_and_office_edit_hours_and_buyers_read_them(client, who: str) -> None:
    point = PointFactory()
    user = an_operator(point) if who.startswith("counter") else GrantFactory(role=Role.ADMINISTRATOR).user
    page, editor = reverse(who, args=[point.pk]), sign_in(user)
    assert 'value="18:00"' in editor.get(page).content.decode()  # read from the words that stood there
    half = editor.post(page, {"viec": "gio", "sang_mo_0": "07:00"})
    assert (half.status_code, "cả giờ mở và giờ đóng" in half.content.decode()) == (422, True)
    everyday = {f"sang_{edge}_{day}": hour for day in range(7) for edge, hour in (("mo", "00:00"), ("dong", "23:59"))}
    assert editor.post(page, {"viec": "gio", **everyday}).status_code == 302
    shown = client.get(point.get_absolute_url()).content.decode()
    assert "Hằng ngày 0:00–23:59" in shown and "Đang mở, tới 23:59" in shown
    day = f"{timezone.localdate() + datetime.timedelta(days=3):%Y-%m-%d}"
    assert "Giỗ tổ" in editor.post(page, {"viec": "nghi", "day": day, "name": "Giỗ tổ"}, follow=True).content.decode()
    assert "Giỗ tổ" in client.get(point.get_absolute_url() + "?x=1").content.decode()
