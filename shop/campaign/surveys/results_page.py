"""Results as pages show them: percentages as text, bars as drawings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from shop.campaign.surveys.analysis import analysis_of
from shop.campaign.surveys.domain.comparing import Compared, compare
from shop.campaign.surveys.domain.questionnaire import Kind
from shop.campaign.surveys.domain.results import Analysis, Cross, Line, Results, Table
from shop.campaign.surveys.models import Dimension, Survey
from shop.campaign.surveys.queries import reviewed


@dataclass(frozen=True)
class Bar:
    """One option. share, range: for people; width, low, high: percentages with a point, for a drawing's attributes."""

    text: str
    share: str = ""
    range: str = ""
    count: int | None = None
    width: str = ""
    low: str = ""
    high: str = ""


@dataclass(frozen=True)
class Chart:
    """One table. facts: sentences under it."""

    title: str
    base: int
    bars: list[Bar]
    facts: list[str]
    is_small: bool
    several: bool


def charts(results: Results) -> list[Chart]:
    """Return a chart for each table."""
    return [
        Chart(
            table.title,
            table.base,
            [_bar(line) for line in table.lines],
            facts(table),
            table.is_small,
            table.kind == Kind.SEVERAL,
        )
        for table in results.tables
    ]


def facts(table: Table) -> list[str]:
    """Return what a table says beside its shares."""
    found = []
    if table.average:
        value, interval = table.average
        found.append(
            _("Trung bình %(value)s (khoảng tin cậy 95%%: %(low)s – %(high)s) %(unit)s")
            % {
                "value": number(value),
                "low": number(interval.low),
                "high": number(interval.high),
                "unit": table.unit,
            }
        )
    if table.middle:
        low, middle, high = (f"{value:,.0f}".replace(",", ".") for value in table.middle)
        found.append(
            _("Một nửa từ %(middle)s trở xuống; một nửa ở giữa nằm từ %(low)s đến %(high)s.")
            % {"middle": middle, "low": low, "high": high}
        )
    return found


def percent(share: float) -> str:
    """Write 0.523 as "52,3%"."""
    return f"{100 * share:.1f}%".replace(".", ",")


def number(value: float) -> str:
    """Write 3.456 as "3,46", and 1234.5 as "1.234"."""
    text = f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.2f}"
    return text.replace(",", " ").replace(".", ",").replace(" ", ".")


def page_of(survey: Survey) -> dict[str, Any]:
    """Return what both the desk and the public see of the results."""
    analysis = analysis_of(survey)
    results = analysis.results()
    compared = compare(results.tables, analysis_of(survey.earlier).results().tables) if survey.earlier else []
    return {
        "survey": survey,
        "answered": results.answered,
        "n_eff": number(results.n_eff),
        "charts": charts(results),
        "weighted_by": [str(Dimension(name).label) for name in results.raked.dimensions],
        "is_settled": results.raked.is_settled,
        "most_weight": number(max(results.raked.weights, default=1.0)),
        "least": survey.min_cell,
        "reviewed": reviewed(survey),
        "compared": [(one.title, changes(one)) for one in compared],
    }


def changes(compared: Compared) -> list[dict[str, Any]]:
    """Return the rows of one comparison."""
    return [
        {
            "text": change.text,
            "before": percent(change.before),
            "now": percent(change.now),
            "points": f"{change.points:+.1f}".replace(".", ",").replace("-", "−"),
            "low": f"{100 * change.gap.low:+.1f}".replace(".", ",").replace("-", "−"),
            "high": f"{100 * change.gap.high:+.1f}".replace(".", ",").replace("-", "−"),
            "is_clear": change.is_clear,
        }
        for change in compared.changes
    ]


@dataclass(frozen=True)
class CrossRow:
    """One row of a cross-table: text, cells "(12) 34,5%" or hidden "", sum."""

    text: str
    cells: list[tuple[int, str] | None]
    total: int | None


def cross_rows(cross: Cross) -> list[CrossRow]:
    """Return the rows of a cross-table as pages show them."""
    return [
        CrossRow(text, [None if cell is None else (cell[0], percent(cell[1])) for cell in cells], total)
        for text, cells, total in zip(cross.rows, cross.cells, cross.row_sums, strict=True)
    ]


def crossable(analysis: Analysis) -> list[tuple[str, str]]:
    """Return (key, title) of questions that sort people into categories."""
    questions: Sequence[Any] = list(analysis.questionnaire.questions())
    return [(one.key, one.title) for one in questions if analysis.categories(one)]


def _bar(line: Line) -> Bar:
    if line.share is None or line.interval is None:
        return Bar(line.text)
    low, high = line.interval.low, line.interval.high
    return Bar(
        text=line.text,
        share=percent(line.share),
        range=f"{percent(low)} – {percent(high)}",
        count=line.count,
        width=f"{100 * line.share:.2f}%",
        low=f"{100 * low:.2f}%",
        high=f"{100 * high:.2f}%",
    )
