"""What a seller sold, by week or month, good and province. Cancelled and returned parts count apart."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Count, DateField, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncMonth, TruncWeek
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook

from shop.order.enums import SellerOrderState as State
from shop.order.models import Line, SellerOrder

OVER = (State.RETURNING, State.RETURNED, State.CANCELLED)
PERIODS = {"tuan": (8, TruncWeek), "thang": (12, TruncMonth)}
BEST = 8


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One column or row of a chart. percent: of the greatest, in steps of 5."""

    label: str
    amount_vnd: int
    count: int
    percent: int


@dataclass(frozen=True, kw_only=True)
class Sales:
    """One seller's figures since `since`; returned and cancelled: numbers of orders."""

    since: datetime.date
    bars: list[Bar]
    goods: list[Bar]
    provinces: list[Bar]
    orders: int
    sold_vnd: int
    returned: int
    cancelled: int

    @property
    def return_percent(self) -> int:
        """Returned of all that was sent, rounded."""
        sent = self.orders + self.returned
        return round(100 * self.returned / sent) if sent else 0


def sales(seller_id: int, *, period: str, today: datetime.date) -> Sales:
    """Return the figures of the last eight weeks or twelve months. A fixed number of queries."""
    starts = starts_of(period, today)
    parts = SellerOrder.objects.filter(seller=seller_id, created_at__date__gte=starts[0]).order_by()
    sold = parts.exclude(state__in=OVER)
    ended = parts.aggregate(
        returned=Count("pk", filter=Q(state__in=[State.RETURNING, State.RETURNED])),
        cancelled=Count("pk", filter=Q(state=State.CANCELLED)),
    )
    truncated = PERIODS[period][1]("created_at", output_field=DateField())
    rows = sold.annotate(start=truncated).values_list("start").annotate(Sum("goods_vnd"), Count("pk"))
    found = {start: (int(amount), count) for start, amount, count in rows}
    by_start = [(_label(period, start), *found.get(start, (0, 0))) for start in starts]
    return Sales(
        since=starts[0],
        bars=_bars(by_start),
        goods=_bars(_best_goods(sold)),
        provinces=_bars(_provinces(sold)),
        orders=sum(count for _label_, _amount, count in by_start),
        sold_vnd=sum(amount for _label_, amount, _count in by_start),
        **ended,
    )


def starts_of(period: str, today: datetime.date) -> list[datetime.date]:
    """Return the first days of the last eight weeks (Mondays) or twelve months, the present one last."""
    if period == "thang":
        months = [today.year * 12 + today.month - 1 - back for back in reversed(range(PERIODS[period][0]))]
        return [datetime.date(month // 12, month % 12 + 1, 1) for month in months]
    monday = today - datetime.timedelta(days=today.weekday())
    return [monday - datetime.timedelta(weeks=back) for back in reversed(range(PERIODS[period][0]))]


def lines_sold(seller_id: int, *, since: datetime.date) -> QuerySet[Line]:
    """Return the lines ordered since a day, oldest first, for files."""
    lines = Line.objects.filter(seller_order__seller=seller_id, seller_order__created_at__date__gte=since)
    lines = lines.filter(quantity__gt=0).select_related(
        "seller_order__order__commune__province", "seller_order__run_stop__point__commune__province"
    )
    return lines.order_by("seller_order__created_at", "pk")


def as_csv(lines: Iterable[Line]) -> bytes:
    """Write lines as CSV that spreadsheets open with Vietnamese letters."""
    text = io.StringIO()
    csv.writer(text).writerows([_heads(), *(_row(line) for line in lines)])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def as_xlsx(lines: Iterable[Line]) -> bytes:
    """Write lines as a workbook of one sheet."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Doanh thu"))
    for row in [_heads(), *(_row(line) for line in lines)]:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


FILES: dict[str, tuple[Callable[[Iterable[Line]], bytes], str]] = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def _heads() -> list[str]:
    return [_("Ngày"), _("Đơn"), _("Sản phẩm"), _("Số lượng"), _("Đơn vị"), _("Tiền"), _("Tỉnh"), _("Trạng thái")]


def _row(line: Line) -> list[str | int]:
    part = line.seller_order
    commune = part.run_stop.point.commune if part.run_stop else part.order.commune
    return [
        f"{timezone.localtime(part.created_at):%d/%m/%Y}",
        part.number,
        _plain(line.title),
        line.quantity,
        _plain(line.unit),
        int(line.line_price_incl_tax),
        commune.province.name if commune else "",
        str(part.get_state_display()),
    ]


def _plain(text: str) -> str:
    """Keep a spreadsheet from reading a title as a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t"} else text


def _best_goods(sold: QuerySet[SellerOrder]) -> list[tuple[str, int, int]]:
    lines = Line.objects.filter(seller_order__in=sold.values("pk"), quantity__gt=0).order_by()
    rows = lines.values_list("title").annotate(amount=Sum("line_price_incl_tax"), n=Sum("quantity"))
    return [(title, int(amount), count) for title, amount, count in rows.order_by("-amount", "title")[:BEST]]


def _provinces(sold: QuerySet[SellerOrder]) -> list[tuple[str, int, int]]:
    name = Coalesce(F("run_stop__point__commune__province__name"), F("order__commune__province__name"))
    rows = sold.annotate(province=name).values_list("province").annotate(amount=Sum("goods_vnd"), n=Count("pk"))
    return [(title or "–", int(amount), count) for title, amount, count in rows.order_by("-amount", "province")[:BEST]]


def _bars(rows: list[tuple[str, int, int]]) -> list[Bar]:
    best = max((amount for _label_, amount, _count in rows), default=0) or 1
    return [
        Bar(label=label, amount_vnd=amount, count=count, percent=round(20 * amount / best) * 5)
        for label, amount, count in rows
    ]


def _label(period: str, start: datetime.date) -> str:
    return f"{start.month}/{start:%y}" if period == "thang" else f"{start.day}/{start.month}"
