"""Results as files: a workbook and CSV. Small cells are hidden in them as on the pages."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Callable, Iterator, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook

from shop.accounts.models import User
from shop.audit.trail import record
from shop.campaign.surveys.analysis import analysis_of
from shop.campaign.surveys.domain.comparing import compare
from shop.campaign.surveys.domain.results import Analysis, Results
from shop.campaign.surveys.models import Survey

Cell = str | int | float
Row = Sequence[Cell]
ROLES = ("sex", "age", "commune")


def as_csv(survey: Survey) -> bytes:
    """Return the tables, a line for each option, as CSV that spreadsheets open with Vietnamese letters."""
    text = io.StringIO()
    csv.writer(text).writerows([_safe(cell) for cell in row] for row in _tables(analysis_of(survey).results()))
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def as_xlsx(survey: Survey) -> bytes:
    """Return a workbook: how it was asked, tables, cross-tables by sex, age and commune, the round before."""
    analysis = analysis_of(survey)
    results = analysis.results()
    book = Workbook(write_only=True)
    for title, rows in (
        (_("Cách làm"), _method(survey, results)),
        (_("Kết quả"), _tables(results)),
        (_("Bảng chéo"), _crosses(analysis)),
        (_("So với đợt trước"), _compared(survey, results)),
    ):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append([_safe(cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


FILES: dict[str, tuple[Callable[[Survey], bytes], str]] = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@transaction.atomic
def export(*, survey: Survey, kind: str, by: User, at: datetime.datetime) -> bytes:
    """Return the results as a file; who took it stands in the trail."""
    content = FILES[kind][0](survey)
    record(actor=by, action="survey.exported", subject=survey, at=at, details={"kind": kind})
    return content


def _method(survey: Survey, results: Results) -> Iterator[Row]:
    yield [survey.title]
    yield [survey.organiser]
    yield [
        _("Từ"),
        f"{timezone.localtime(survey.opens_at):%d/%m/%Y}",
        _("đến"),
        f"{timezone.localtime(survey.closes_at):%d/%m/%Y}",
    ]
    yield [_("Số phiếu được tính"), results.answered]
    yield [_("Cỡ mẫu hiệu dụng (Kish)"), round(results.n_eff, 1)]
    yield [_("Hiệu chỉnh theo"), ", ".join(results.raked.dimensions) or _("không")]
    yield [_("Số đếm dưới mức này được ẩn"), survey.min_cell]
    yield [_("Khoảng tin cậy 95%: Wilson, z = 1,96, với cỡ mẫu hiệu dụng; coi như mẫu ngẫu nhiên.")]
    if survey.is_demo:
        yield [_("Dữ liệu minh hoạ")]


def _tables(results: Results) -> Iterator[Row]:
    yield [
        _("Câu hỏi"),
        _("Số người trả lời"),
        _("Lựa chọn"),
        _("Số phiếu"),
        _("Tỷ lệ (%)"),
        _("Tỷ lệ đã hiệu chỉnh (%)"),
        _("Thấp (95%)"),
        _("Cao (95%)"),
    ]
    hidden = _("ẩn")
    for table in results.tables:
        if table.is_small:
            yield [table.title, hidden]
        for line in table.lines:
            start: list[Cell] = [table.title, table.base, line.text]
            if line.share is None or line.interval is None or line.plain is None or line.count is None:
                yield [*start, hidden, hidden, hidden, hidden, hidden]
            else:
                shares = (line.plain, line.share, line.interval.low, line.interval.high)
                yield [*start, line.count, *(round(100 * share, 1) for share in shares)]
        if table.average:
            value, interval = table.average
            numbers = [round(each, 3) for each in (value, interval.low, interval.high)]
            yield [table.title, table.base, _("Trung bình"), "", "", *numbers]


def _crosses(analysis: Analysis) -> Iterator[Row]:
    by = [one for role in ROLES if (one := analysis.questionnaire.with_role(role))]
    hidden = _("ẩn")
    for question in analysis.questionnaire.questions():
        if question.role or not analysis.categories(question):
            continue
        for other in by:
            cross = analysis.cross(question, other)
            yield [_("%(one)s theo %(other)s (số phiếu)") % {"one": question.title, "other": other.title}]
            yield ["", *cross.columns, _("Cộng")]
            for text, cells, total in zip(cross.rows, cross.cells, cross.row_sums, strict=True):
                counts = [hidden if cell is None else cell[0] for cell in cells]
                yield [text, *counts, hidden if total is None else total]
            yield [_("Cộng"), *(hidden if total is None else total for total in cross.column_sums)]
            yield []


def _compared(survey: Survey, results: Results) -> Iterator[Row]:
    if survey.earlier is None:
        yield [_("Không có đợt trước.")]
        return
    yield [survey.earlier.title]
    yield [_("Câu hỏi"), _("Lựa chọn"), _("Đợt trước (%)"), _("Đợt này (%)"), _("Thay đổi"), _("Thấp"), _("Cao")]
    for one in compare(results.tables, analysis_of(survey.earlier).results().tables):
        for change in one.changes:
            shares = (change.before, change.now, change.now - change.before, change.gap.low, change.gap.high)
            yield [one.title, change.text, *(round(100 * share, 1) for share in shares)]


def _safe(cell: Cell) -> Cell:
    """Keep what people typed from being read as a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell
