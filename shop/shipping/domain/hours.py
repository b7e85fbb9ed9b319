"""Opening hours by weekday: written in words, read from words, and whether a point is open now."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from shop.accounts.models import User
from shop.audit.trail import record
from shop.shipping.models import Holiday, OpeningSpan, PickUpPoint, RunStop

Span = tuple[datetime.time, datetime.time]
Week = Mapping[int, Sequence[Span]]
SHORT = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
AHEAD_DAYS = 14
CLOCK = r"(\d{1,2})[:hg](\d{2})?"


class WrongHours(Exception):
    """The hours cannot be; a Vietnamese sentence says why."""


@dataclass(frozen=True)
class Standing:
    """Whether a point is open now. until: when that ends; back_at: when it opens next, if within two weeks."""

    is_open: bool
    until: datetime.datetime | None = None
    back_at: datetime.datetime | None = None
    holiday: str = ""


def week_of(point: PickUpPoint) -> dict[int, list[Span]]:
    """Return weekday -> spans of a point; a day that is missing is closed."""
    week: dict[int, list[Span]] = {}
    for span in OpeningSpan.objects.filter(point=point):
        week.setdefault(span.weekday, []).append((span.opens, span.closes))
    return week


def words_of(week: Week) -> str:
    """Return the hours as people write them: "T2–T6 7:00–11:30, 13:30–17:00; T7 7:00–11:00"."""
    days = [(day, tuple(week.get(day, ()))) for day in range(7)]
    if all(spans == days[0][1] for _day, spans in days) and days[0][1]:
        return _("Hằng ngày %(hours)s") % {"hours": _hours(days[0][1])}
    parts = []
    for spans, group in groupby(days, key=lambda row: row[1]):
        numbers = [day for day, _spans in group]
        if spans:
            parts.append(f"{_days(numbers)} {_hours(spans)}")
    return "; ".join(parts)


def read_words(text: str) -> dict[int, list[Span]]:
    """Return the week that hours in words mean, as far as they can be read; the inverse of `words_of`."""
    week: dict[int, list[Span]] = {}
    for part in text.split(";"):
        spans = [
            (_clock(found[0], found[1]), _clock(found[2], found[3]))
            for found in re.findall(rf"{CLOCK}\s*[–-]\s*{CLOCK}", part)
        ]
        for day in _named(part):
            week[day] = [span for span in spans if span[0] < span[1]]
    return {day: spans for day, spans in week.items() if spans}


@transaction.atomic
def set_hours(*, point: PickUpPoint, week: Week, actor: User, at: datetime.datetime) -> PickUpPoint:
    """Write a point's hours anew, and in words where they are shown. Raises WrongHours."""
    for spans in week.values():
        if any(opens >= closes for opens, closes in spans):
            raise WrongHours(_("Giờ đóng phải sau giờ mở."))
        if any(first[1] > second[0] for first, second in pairwise(sorted(spans))):
            raise WrongHours(_("Buổi chiều phải mở sau khi buổi sáng đóng."))
    words = words_of(week)
    if not words:
        raise WrongHours(_("Ghi giờ mở cửa của ít nhất một ngày trong tuần."))
    locked = PickUpPoint.objects.select_for_update(no_key=True).get(pk=point.pk)
    OpeningSpan.objects.filter(point=locked).delete()
    OpeningSpan.objects.bulk_create(
        OpeningSpan(point=locked, weekday=day, opens=opens, closes=closes)
        for day, spans in sorted(week.items())
        for opens, closes in spans
    )
    locked.opening_hours = words[:120]
    locked.save(update_fields=["opening_hours"])
    record(actor=actor, action="point.hours", subject=locked, at=at, details={"what": words})
    return locked


@transaction.atomic
def close_on(*, point: PickUpPoint, day: datetime.date, name: str, actor: User, at: datetime.datetime) -> Holiday:
    """Let a point be closed on a day; again changes nothing. Raises WrongHours while a run stops there that day."""
    if day < timezone.localdate(at):
        raise WrongHours(_("Chọn ngày từ hôm nay trở đi."))
    stop = RunStop.objects.going().filter(point=point, arrives_at__date=day).select_related("run").first()
    if stop is not None:
        told = {"run": stop.run.code}
        raise WrongHours(_("Ngày đó chuyến %(run)s về điểm. Gọi điều phối để dời chuyến trước khi nghỉ.") % told)
    row, is_new = Holiday.objects.get_or_create(
        day=day, point=point, province=None, defaults={"name": name.strip() or _("Điểm nghỉ")}
    )
    if is_new:
        record(actor=actor, action="holiday.added", subject=row, at=at, details={"what": f"{point.name} {day:%d/%m}"})
    return row


@transaction.atomic
def open_again(*, point: PickUpPoint, pk: int, actor: User, at: datetime.datetime) -> None:
    """Take a closed day of a point back; again changes nothing."""
    row = Holiday.objects.filter(pk=pk, point=point).first()
    if row is not None:
        record(actor=actor, action="holiday.removed", subject=row, at=at, details={"what": str(row)})
        row.delete()


def standing_of(point: PickUpPoint, *, at: datetime.datetime) -> Standing | None:
    """Return whether a point is open; None when its hours were never entered by weekday. Two queries."""
    week = week_of(point)
    if not week:
        return None
    today = timezone.localdate(at)
    closed = _closed_days(point, today)
    for opens, closes in _spans_from(week, closed, today):
        if opens <= at < closes:
            return Standing(True, until=closes)
        if opens > at:
            return Standing(False, back_at=opens, holiday=closed.get(today, ""))
    return Standing(False, holiday=closed.get(today, ""))


def _spans_from(
    week: Week, closed: Mapping[datetime.date, str], first: datetime.date
) -> Iterable[tuple[datetime.datetime, datetime.datetime]]:
    for day in (first + datetime.timedelta(days=n) for n in range(AHEAD_DAYS)):
        if day not in closed:
            for opens, closes in week.get(day.weekday(), ()):
                yield _moment(day, opens), _moment(day, closes)


def _closed_days(point: PickUpPoint, first: datetime.date) -> dict[datetime.date, str]:
    last = first + datetime.timedelta(days=AHEAD_DAYS)
    mine = Q(point=point) | Q(point=None, province=None) | Q(province=point.commune.province_id)
    return dict(Holiday.objects.filter(mine, day__gte=first, day__lte=last).values_list("day", "name"))


def _moment(day: datetime.date, time: datetime.time) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, time))


def _hours(spans: Iterable[Span]) -> str:
    return ", ".join(f"{opens:%-H:%M}–{closes:%-H:%M}" for opens, closes in spans)


def _days(numbers: Sequence[int]) -> str:
    if len(numbers) > 2:
        return f"{SHORT[numbers[0]]}–{SHORT[numbers[-1]]}"
    return ", ".join(SHORT[number] for number in numbers)


def _named(text: str) -> list[int]:
    """Return the weekdays a text names: "T2–T6", "T4, T7", "Hằng ngày"."""
    if re.search(r"hằng ngày|hàng ngày|cả tuần", text, re.IGNORECASE):
        return list(range(7))
    days: set[int] = set()
    for first, last in re.findall(r"\b(T[2-7]|CN)\b(?:\s*[–-]\s*(T[2-7]|CN)\b)?", text, re.IGNORECASE):
        begin = SHORT.index(first.upper())
        days.update(range(begin, (SHORT.index(last.upper()) if last else begin) + 1))
    return sorted(days)


def _clock(hour: str, minute: str) -> datetime.time:
    return datetime.time(min(int(hour), 23), min(int(minute or 0), 59))
