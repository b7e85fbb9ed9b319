"""Try rows: what each would do, what it would lack, and what the law forbids. Nothing is written."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F
from django.db.models.fields.json import KeyTextTransform
from django.utils import timezone
from django.utils.translation import gettext as _

from sellers.listings.bulk.cells import read_cells
from sellers.listings.bulk.columns import BY_FIELD, PACKING_CELLS, SKU, STEP_FIELDS, heading_of
from sellers.listings.bulk.domain.planning import CategoryOf, Plan, RowRefused, plan_row, virtual_parent
from sellers.listings.bulk.known import Known, read_known
from sellers.listings.bulk.models import ImportJob, ImportRow, RowState
from sellers.listings.bulk.problems import Problem
from sellers.listings.bulk.refusals import nobody_sent
from sellers.listings.checks import superlatives_in
from sellers.listings.content import PACKINGS
from sellers.listings.domain.completeness import Missing, completeness

Twins = dict[tuple[str, str], list[int]]  # (column, value) -> the rows it stands in
# What completeness finds that a row must not be imported with, however incomplete it may be.
WRONG_IN_ANY_CASE = frozenset(
    {"gtin", "ocop_stars", "ocop_decision_date", "lot_code", "lot_expires_on", "preorder_closes_on", *STEP_FIELDS}
)
# Sentences of completeness that only say that something is lacking.
LACKING = ("Ghi ", "Nhãn ", "Có giấy ")


def rehearse_rows(
    *, job: ImportJob, rows: Sequence[ImportRow], category_of: CategoryOf, twins: Twins, at: datetime.datetime
) -> None:
    """Set state and problems of rows by what importing them would do; saves nothing."""
    known = read_known(job, rows)
    for row in rows:
        _rehearse(row, known, category_of, twins, at)


def _rehearse(row: ImportRow, known: Known, category_of: CategoryOf, twins: Twins, at: datetime.datetime) -> None:
    read = read_cells(row.cells, category_of=category_of)
    problems = [*read.problems, *_twins(row, twins)]
    if known.job.actor is None:
        problems.append(nobody_sent())
    if not any(problem.is_error for problem in problems):
        if read.parent_sku and read.parent_sku not in known.listings:
            virtual_parent(read.parent_sku, known, category_of, at=at)
        try:
            problems += _findings(plan_row(row, read, known, at=at), known, at)
        except RowRefused as refusal:
            problems.append(refusal.problem)
    problems += _of_pictures(known, read.sku)
    row.problems = [problem.as_json() for problem in problems]
    if any(problem.is_error for problem in problems):
        row.state = RowState.BAD
    else:
        row.state = RowState.INCOMPLETE if problems else RowState.READY


def _findings(plan: Plan, known: Known, at: datetime.datetime) -> list[Problem]:
    """Return what the listing would still lack, and words the law forbids."""
    missing = completeness(plan.listing, today=timezone.localdate(at), facts=known).missing
    if plan.packing is not None:
        own = f"{PACKINGS}.{plan.packing}."
        return [*_beside_packing(plan), *(_as_problem(item) for item in missing if item.field.startswith(own))]
    sent = [picture for picture in known.pictures.get(plan.read.sku, []) if not picture.problem]
    lacking = [item for item in missing if not item.field.startswith(f"{PACKINGS}.")]
    found = [_as_problem(item) for item in lacking if not (item.field == "pictures" and sent)]
    for name in ("name", "description"):
        for word in superlatives_in(str(plan.read.typed.get(name) or "")):
            found.append(
                Problem(
                    column=BY_FIELD[name].heading,
                    wrong=_("Có chữ “%s”, luật quảng cáo không cho dùng khi không có giấy chứng minh.") % word,
                    mend=_("Bỏ chữ này hoặc nộp giấy chứng minh."),
                    is_error=False,
                )
            )
    return found


def _beside_packing(plan: Plan) -> list[Problem]:
    """Tell which cells of a packing's row are not read."""
    unread = [name for name in plan.row.cells if name not in PACKING_CELLS and name != SKU]
    if not unread:
        return []
    listed = ", ".join(heading_of(name) for name in unread[:4])
    return [
        Problem(
            column=heading_of(unread[0]),
            wrong=_("Dòng của quy cách không đọc ô này (%s).") % listed,
            mend=_("Ghi những điều này ở dòng của món chính."),
            is_error=False,
        )
    ]


def _as_problem(item: Missing) -> Problem:
    is_error = item.field in WRONG_IN_ANY_CASE and not item.sentence.startswith(LACKING)
    others = {"pictures": _("Ảnh"), "certificate_document": _("Giấy OCOP")}
    name = item.field.rsplit(".", 1)[-1] if item.field.startswith(f"{PACKINGS}.") else item.field
    heading = heading_of("packing_name" if item.field.endswith(".name") else name) or others.get(item.field, "")
    wrong = _("Giá trị này chưa đúng.") if is_error else _("Còn thiếu để gửi duyệt.")
    return Problem(column=heading, wrong=wrong, mend=item.sentence, is_error=is_error)


def twins_of(job: ImportJob) -> Twins:
    """Return the codes of goods and lots that stand in more than one row of the file. Two queries."""
    found: Twins = {}
    named = {SKU: F("sku"), "lot_code": KeyTextTransform("lot_code", "cells")}
    for name, value in named.items():
        rows = job.rows.order_by().annotate(value=value).exclude(value=None).exclude(value="")
        counted = rows.values("value").annotate(count=Count("pk"), rows=ArrayAgg("number", order_by="number"))
        shared = counted.filter(count__gt=1)
        found |= {(name, text): numbers for text, numbers in shared.values_list("value", "rows")}
    return found


def _twins(row: ImportRow, twins: Twins) -> list[Problem]:
    """Return what another row of the same file takes: the code of the good or of its lot."""
    found = []
    for name in (SKU, "lot_code"):
        value = row.cells.get(name, "")
        others = [number for number in twins.get((name, value), []) if number != row.number]
        if others:
            listed = ", ".join(map(str, others[:3]))
            found.append(
                Problem(
                    column=BY_FIELD[name].heading,
                    wrong=_("“%(value)s” có cả ở dòng %(rows)s.") % {"value": value, "rows": listed},
                    mend=_("Mỗi mã chỉ đứng ở một dòng: xóa dòng thừa hoặc đổi mã."),
                )
            )
    return found


def _of_pictures(known: Known, sku: str) -> list[Problem]:
    refused = [picture for picture in known.pictures.get(sku, []) if picture.problem]
    return [
        Problem(column=_("Ảnh"), wrong=_("Ảnh %s bị bỏ.") % picture.name, mend=picture.problem, is_error=False)
        for picture in refused
    ]
