"""Import one row through the same acts as the editor's buttons; nothing of a listing is written any other way."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import transaction
from django.db.models import Count, F
from django.db.models.fields.json import KeyTextTransform
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.images.checks import CleanImage
from catalogue.queries import goods_category
from sellers.listings.bulk.cells import ReadRow, read_cells
from sellers.listings.bulk.columns import BY_FIELD, SKU, heading_of
from sellers.listings.bulk.models import ImportJob, ImportPicture, ImportRow, Outcome, RowState, SellerSku
from sellers.listings.bulk.problems import Problem
from sellers.listings.checks import superlatives_in
from sellers.listings.content import DETAILS, TRADE, Content
from sellers.listings.domain import pictures, writing
from sellers.listings.domain.completeness import Missing, completeness
from sellers.listings.domain.risk import BAND_PERCENT, price_at_once
from sellers.listings.domain.states import Act, IllegalMove, allows
from sellers.listings.domain.stock import StockBelowAllocated, StockByLots, change_stock
from sellers.listings.models import Listing
from sellers.models import Partner, StockRecord
from sellers.movements.models import MovementKind
from shop.accounts.models import User

CategoryOf = Callable[[str], str | None]
Twins = dict[tuple[str, str], list[int]]  # (column, value) -> the rows it stands in
# A new good cannot begin without these; the rest may be added in the draft.
NEEDED_TO_BEGIN = ("name", "category")
# What completeness finds that a row must not be imported with, however incomplete it may be.
WRONG_IN_ANY_CASE = frozenset({"gtin", "ocop_stars", "ocop_decision_date", "lot_code", "lot_expires_on"})


# Sentences of completeness that only say that something is lacking.
LACKING = ("Ghi ", "Nhãn ", "Có giấy ")


class RowRefused(Exception):
    """A row cannot be imported as things stand now."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.wrong)
        self.problem = problem


class _Undone(Exception):
    """Raised to undo a rehearsal."""


@dataclass(frozen=True, kw_only=True)
class Written:
    """What became of a row."""

    listing: Listing
    outcome: Outcome


def rehearse_row(
    *, job: ImportJob, row: ImportRow, category_of: CategoryOf, twins: Twins, at: datetime.datetime
) -> None:
    """Import a row, look at what came of it, and undo it; sets the row's state and problems, saves nothing."""
    read = read_cells(row.cells, category_of=category_of)
    problems = [*read.problems, *_twins(row, twins)]
    if not any(problem.is_error for problem in problems):
        problems += _rehearsed(job, read, at)
    problems += _of_pictures(job, read.sku)
    row.problems = [problem.as_json() for problem in problems]
    if any(problem.is_error for problem in problems):
        row.state = RowState.BAD
    else:
        row.state = RowState.INCOMPLETE if problems else RowState.READY


def apply_row(*, job: ImportJob, row: ImportRow, category_of: CategoryOf, at: datetime.datetime) -> None:
    """Import a row for good; a refusal that only shows now is written beside it. Saves everything but the row."""
    read = read_cells(row.cells, category_of=category_of)
    try:
        with transaction.atomic():
            written = _write(job, read, at)
            added = bool(_add_pictures(job, read.sku, written.listing, at))
            added = _trade(job, written.listing, read, at) or added  # last: a price that waits closes the draft
            if job.submits:
                _submit(job, written.listing, at)
    except RowRefused as refusal:
        row.state, row.is_chosen = RowState.BAD, False
        row.problems = [*row.problems, refusal.problem.as_json()]
        return
    changed = Outcome.UPDATED if added and written.outcome == Outcome.UNCHANGED else written.outcome
    row.state, row.outcome, row.listing = RowState.DONE, changed, written.listing


def listing_of(*, seller: Partner, sku: str) -> Listing | None:
    """Return the seller's listing of this code: its own one, or the L-number that an export gives those without."""
    known = SellerSku.objects.filter(seller=seller, sku=sku).select_related("listing").first()
    if known:
        return known.listing
    if sku[:1] == "L" and sku[1:].isdecimal() and len(sku) < 18:
        return Listing.objects.filter(seller=seller, pk=int(sku[1:]), seller_sku=None).first()
    return None


def _rehearsed(job: ImportJob, read: ReadRow, at: datetime.datetime) -> list[Problem]:
    found: list[Problem] = []
    try:
        with transaction.atomic():
            written = _write(job, read, at)
            _trade(job, written.listing, read, at)
            found = _findings(job, written.listing, read, at)
            raise _Undone
    except _Undone:
        return found
    except RowRefused as refusal:
        return [refusal.problem]


def _write(job: ImportJob, read: ReadRow, at: datetime.datetime) -> Written:
    """Create or change the draft of a row. Raises RowRefused."""
    listing = listing_of(seller=job.seller, sku=read.sku)
    if listing is None:
        return Written(listing=_create(job, read, at), outcome=Outcome.CREATED)
    changed = _edit(job, listing, read, at)
    return Written(listing=listing, outcome=Outcome.UPDATED if changed else Outcome.UNCHANGED)


def _create(job: ImportJob, read: ReadRow, at: datetime.datetime) -> Listing:
    for name in NEEDED_TO_BEGIN:
        if not read.typed.get(name):
            raise RowRefused(
                Problem(column=BY_FIELD[name].heading, wrong=_("Hàng mới mà ô này trống."), mend=_("Điền ô này."))
            )
    typed = {**writing.default_content(job.seller), **_typed(read, {})}
    listing = writing.start(seller=job.seller, typed=typed, actor=_actor(job), at=at)
    SellerSku.objects.create(seller=job.seller, listing=listing, sku=read.sku)
    return listing


def _edit(job: ImportJob, listing: Listing, read: ReadRow, at: datetime.datetime) -> bool:
    """Save a draft where anything but price and stock of a live good differs. An empty cell keeps what was there."""
    given = _typed(read, listing.content)
    if listing.product_id:
        given = {name: value for name, value in given.items() if name not in TRADE}
    if Content.read({**listing.content, **given}) == Content.read(listing.content):
        return False
    if not allows(listing.state, Act.EDIT):
        raise _waits()
    try:
        saved = writing.save_draft(listing=listing, typed=given, actor=_actor(job), at=at)
    except IllegalMove:
        raise _waits() from None
    listing.content, listing.state = saved.content, saved.state
    return True


def _typed(read: ReadRow, before: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a row says of a listing, its details under the codes of its category's kind."""
    category = goods_category(str(read.typed.get("category") or before.get("category") or "")) if read.details else None
    details = read.details_for(category.code) if category else {}
    return {**read.typed, DETAILS: {**before.get(DETAILS, {}), **details}} if details else {**read.typed}


def _trade(job: ImportJob, listing: Listing, read: ReadRow, at: datetime.datetime) -> bool:
    """Change price and stock of a live good at once; a price far from the approved one waits, as in the editor."""
    if listing.product_id is None or not TRADE & read.typed.keys():
        return False
    record = StockRecord.objects.filter(product=listing.product_id, partner=listing.seller_id).first()
    if record is None:
        return False
    price, stock = read.typed.get("price_vnd"), read.typed.get("stock")
    price = int(record.price) if price in (None, "") else price
    stock = record.num_in_stock or 0 if stock in (None, "") else stock
    before = (int(record.price), record.num_in_stock)
    if (price, stock) == before:
        return False
    asked = listing.proposed_price_vnd
    try:
        at_once = price_at_once(listing=listing, record=record, price_vnd=price, actor=_actor(job), at=at)
        listing.refresh_from_db(fields=["state", "proposed_price_vnd"])
        change_stock(
            stockrecord=record,
            price_vnd=at_once,
            stock=stock,
            actor=_actor(job),
            at=at,
            reason=_reason(job),
            kind=MovementKind.IMPORT,
        )
    except (IllegalMove, writing.Incomplete):
        raise RowRefused(_price_waits()) from None
    except StockByLots:
        raise RowRefused(
            Problem(
                column=BY_FIELD["stock"].heading,
                wrong=_("Hàng này đếm theo lô, tồn kho là số trong các lô."),
                mend=_("Để trống ô này, thêm hoặc sửa lô ở trang Lô hàng."),
            )
        ) from None
    except StockBelowAllocated as refusal:
        raise RowRefused(
            Problem(
                column=BY_FIELD["stock"].heading,
                wrong=_("Đơn đã đặt đang giữ %(held)s, tồn kho không thể thấp hơn.") % {"held": refusal.allocated},
                mend=_("Ghi tồn kho từ %(held)s trở lên.") % {"held": refusal.allocated},
            )
        ) from None
    return (at_once, stock) != before or listing.proposed_price_vnd != asked


def _add_pictures(job: ImportJob, sku: str, listing: Listing, at: datetime.datetime) -> int:
    """Add the pictures the listing does not have yet; return how many."""
    waiting = [picture for picture in job.pictures.filter(sku=sku, problem="") if picture.file] if sku else []
    if not waiting or not allows(listing.state, Act.EDIT):
        return 0
    known = set(listing.pictures.values_list("perceptual_hash", flat=True))
    new = [picture for picture in waiting if picture.perceptual_hash not in known]
    for picture in new[: pictures.MOST - len(known)]:
        pictures.add_picture(listing=listing, clean=_clean(picture), actor=_actor(job), at=at)
    return len(new)


def _clean(picture: ImportPicture) -> CleanImage:
    with picture.file.open("rb") as file:
        content = file.read()
    return CleanImage(
        content=content,
        name=str(picture.file.name).rsplit("/", 1)[-1],
        width=picture.width,
        height=picture.height,
        perceptual_hash=picture.perceptual_hash,
    )


def _submit(job: ImportJob, listing: Listing, at: datetime.datetime) -> None:
    """Hand a complete draft to the reviewers; what is not complete stays a draft."""
    listing.refresh_from_db()
    if allows(listing.state, Act.SUBMIT):
        try:
            writing.submit(listing=listing, actor=_actor(job), at=at)
        except writing.Incomplete:
            return


def _findings(job: ImportJob, listing: Listing, read: ReadRow, at: datetime.datetime) -> list[Problem]:
    """Return what the listing would still lack, and words the law forbids."""
    has_pictures = job.pictures.filter(sku=read.sku, problem="").exists()
    missing = completeness(listing, today=timezone.localdate(at)).missing
    found = [_as_problem(item) for item in missing if not (item.field == "pictures" and has_pictures)]
    for name in ("name", "description"):
        for word in superlatives_in(str(read.typed.get(name) or "")):
            found.append(
                Problem(
                    column=BY_FIELD[name].heading,
                    wrong=_("Có chữ “%s”, luật quảng cáo không cho dùng khi không có giấy chứng minh.") % word,
                    mend=_("Bỏ chữ này hoặc nộp giấy chứng minh."),
                    is_error=False,
                )
            )
    return found


def _as_problem(item: Missing) -> Problem:
    is_error = item.field in WRONG_IN_ANY_CASE and not item.sentence.startswith(LACKING)
    others = {"pictures": _("Ảnh"), "certificate_document": _("Giấy OCOP")}
    heading = heading_of(item.field) or others.get(item.field, "")
    wrong = _("Giá trị này chưa đúng.") if is_error else _("Còn thiếu để gửi duyệt.")
    return Problem(column=heading, wrong=wrong, mend=item.sentence, is_error=is_error)


def twins_of(job: ImportJob) -> Twins:
    """Return the codes of goods and lots that stand in more than one row of the file. Two queries."""
    found: Twins = {}
    named = {SKU: F("sku"), "lot_code": KeyTextTransform("lot_code", "cells")}
    for name, value in named.items():
        rows = job.rows.order_by().annotate(value=value).exclude(value=None).exclude(value="")
        counted = rows.values("value").annotate(count=Count("pk"), rows=ArrayAgg("number", ordering="number"))
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


def _of_pictures(job: ImportJob, sku: str) -> list[Problem]:
    refused = job.pictures.filter(sku=sku).exclude(problem="") if sku else ImportPicture.objects.none()
    return [
        Problem(column=_("Ảnh"), wrong=_("Ảnh %s bị bỏ.") % picture.name, mend=picture.problem, is_error=False)
        for picture in refused
    ]


def _price_waits() -> Problem:
    return Problem(
        column=BY_FIELD["price_vnd"].heading,
        wrong=_(
            "Giá đổi quá %(percent)s%% so với giá đã duyệt nên phải được duyệt, mà tin đang chờ xem hoặc còn thiếu."
        )
        % {"percent": BAND_PERCENT},
        mend=_("Ghi giá gần giá đã duyệt, hoặc bổ sung tin cho đủ (đang chờ xem thì chờ xong) rồi nhập lại."),
    )


def _waits() -> RowRefused:
    return RowRefused(
        Problem(
            column=BY_FIELD[SKU].heading,
            wrong=_("Tin này đang chờ người duyệt xem nên chưa sửa được."),
            mend=_("Rút tin lại trong trang Sản phẩm, hoặc chờ duyệt xong rồi nhập lại."),
        )
    )


def _reason(job: ImportJob) -> str:
    return _("Nhập tệp %s") % job.original_name[-100:]


def _actor(job: ImportJob) -> User:
    """Return who sent the file. Raises RowRefused when the account is gone."""
    if job.actor is None:
        raise RowRefused(
            Problem(column="", wrong=_("Tài khoản gửi tệp không còn."), mend=_("Đăng nhập lại và gửi tệp mới."))
        )
    return job.actor
