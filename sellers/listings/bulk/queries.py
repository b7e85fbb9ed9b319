"""Questions about imports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from sellers.listings.bulk.models import IMPORTABLE, ImportJob, ImportRow, ImportState, Outcome, RowState


@dataclass(frozen=True, kw_only=True)
class Progress:
    """Counts of rows; percent of the present step."""

    total: int
    waiting: int
    ready: int
    incomplete: int
    bad: int
    done: int
    chosen: int
    created: int
    updated: int
    unchanged: int
    percent: int


def imports_of(seller_ids: Iterable[int]) -> QuerySet[ImportJob]:
    """Return the imports of these sellers, the latest first."""
    return ImportJob.objects.filter(seller__in=list(seller_ids)).select_related("seller", "actor")


def progress(job: ImportJob) -> Progress:
    """Count the rows of an import. One query."""
    counts = job.rows.aggregate(
        total=Count("pk"),
        waiting=Count("pk", filter=Q(state=RowState.WAITING)),
        ready=Count("pk", filter=Q(state=RowState.READY)),
        incomplete=Count("pk", filter=Q(state=RowState.INCOMPLETE)),
        bad=Count("pk", filter=Q(state=RowState.BAD)),
        done=Count("pk", filter=Q(state=RowState.DONE)),
        chosen=Count("pk", filter=Q(state__in=IMPORTABLE, is_chosen=True)),
        created=Count("pk", filter=Q(outcome=Outcome.CREATED)),
        updated=Count("pk", filter=Q(outcome=Outcome.UPDATED)),
        unchanged=Count("pk", filter=Q(outcome=Outcome.UNCHANGED)),
    )
    return Progress(**counts, percent=_percent(job, counts))


def _percent(job: ImportJob, counts: dict[str, int]) -> int:
    if job.state == ImportState.CHECKING:
        return 100 * (counts["total"] - counts["waiting"]) // max(1, counts["total"])
    if job.state == ImportState.APPLYING:
        return 100 * counts["done"] // max(1, counts["done"] + counts["chosen"])
    return 0 if job.state == ImportState.READING else 100


def report_rows(job: ImportJob) -> Iterator[list[object]]:
    """Yield the table of an import: one line per problem, or one for a row without any; headings first."""
    yield [_("Dòng"), _("Mã hàng"), _("Tên sản phẩm"), _("Kết quả"), _("Cột"), _("Sai gì"), _("Làm gì")]
    for row in job.rows.order_by("number").iterator(chunk_size=500):
        yield from report_lines(row)
    for picture in job.pictures.filter(sku="").exclude(problem="").iterator(chunk_size=500):
        yield ["", "", "", _("ảnh bị bỏ"), _("Ảnh"), picture.name, picture.problem]


def report_lines(row: ImportRow) -> Iterator[list[object]]:
    """Yield the lines of one row."""
    result = row.get_outcome_display() if row.outcome else row.get_state_display()
    head = [row.number, row.sku, row.cells.get("name", ""), result]
    if not row.problems:
        yield [*head, "", "", ""]
    for problem in row.problems:
        yield [*head, problem["column"], problem["wrong"], problem["mend"]]
