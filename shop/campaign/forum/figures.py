"""How many topics each body answered in time: what the public page, the desk and the spreadsheet show."""

from __future__ import annotations

import datetime
import io
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _
from openpyxl import Workbook

from shop.campaign.forum.models import Asking


@dataclass(frozen=True, kw_only=True)
class Row:
    """One body's figures. percent: answered in time of all that were due, None while nothing was."""

    body_id: int
    name: str
    asked: int
    in_time: int
    late: int
    overdue: int
    waiting: int

    @property
    def percent(self) -> int | None:
        due = self.in_time + self.late + self.overdue
        return round(100 * self.in_time / due) if due else None


def figures(
    *, today: datetime.date, since: datetime.date | None = None, provinces: list[str] | None = None
) -> list[Row]:
    """Return the figures of bodies asked since a day, those asked most first. provinces None: all.

    Asked and then passed on or closed without an answer counts as overdue when its day had passed.
    """
    rows = Asking.objects.annotate(answered_on=TruncDate("answered_at"), ended_on=TruncDate("ended_at"))
    if since:
        rows = rows.filter(asked_at__date__gte=since)
    if provinces is not None:
        rows = rows.filter(topic__province__in=provinces)
    return _grouped(rows, today)


def since_of(period: str, today: datetime.date) -> datetime.date | None:
    """Return the first day of a period as addresses name it: "nam" this year, "quy" this quarter, else None."""
    if period == "nam":
        return today.replace(month=1, day=1)
    return today.replace(month=3 * ((today.month - 1) // 3) + 1, day=1) if period == "quy" else None


def _grouped(rows: QuerySet[Asking], today: datetime.date) -> list[Row]:
    unanswered = Q(answered_at=None)
    found = (
        rows.values("body_id", name=F("body__name"))
        .annotate(
            asked=Count("pk"),
            in_time=Count("pk", filter=Q(answered_on__lte=F("due_on"))),
            late=Count("pk", filter=Q(answered_on__gt=F("due_on"))),
            overdue=Count(
                "pk",
                filter=unanswered & (Q(ended_at=None, due_on__lt=today) | Q(ended_on__gt=F("due_on"))),
            ),
            waiting=Count("pk", filter=unanswered & Q(ended_at=None, due_on__gte=today)),
        )
        .order_by("-asked", "name")
    )
    return [Row(**row) for row in found]


def as_xlsx(rows: list[Row]) -> bytes:
    """Return the figures as a spreadsheet; names that look like formulas stay words."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Trả lời đúng hạn"))
    sheet.append(
        [_("Nơi trả lời"), _("Được hỏi"), _("Đúng hạn"), _("Trễ"), _("Quá hạn"), _("Đang chờ"), _("Tỷ lệ đúng hạn (%)")]
    )
    for row in rows:
        name = f"'{row.name}" if row.name[:1] in "=+-@\t" else row.name
        sheet.append([name, row.asked, row.in_time, row.late, row.overdue, row.waiting, row.percent])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
