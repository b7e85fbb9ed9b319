"""Import a batch of rows for good: each is planned alone, what the plans want is written together.

Locks in the market's order: one import of a seller at a time, the rows' listings by key, then the stock of all their
packings by key. So neither another import, nor a person who edits one of the goods, nor an order can deadlock with it,
and what they wrote before is what the plans are made from.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.images.checks import CleanImage
from sellers.listings.bulk.cells import read_cells
from sellers.listings.bulk.domain.planning import CategoryOf, Plan, RowRefused, plan_row
from sellers.listings.bulk.domain.saving import save_listings
from sellers.listings.bulk.known import Known, read_known
from sellers.listings.bulk.models import ImportJob, ImportPicture, ImportRow, RowState, SellerSku
from sellers.listings.bulk.problems import Problem
from sellers.listings.bulk.refusals import far_price, nobody_sent
from sellers.listings.domain import pictures
from sellers.listings.domain.completeness import completeness
from sellers.listings.domain.risk import HARMLESS, let_through, propose_price
from sellers.listings.domain.states import Act, IllegalMove, after, allows
from sellers.listings.domain.stock import NewTrade, change_stocks
from sellers.listings.domain.writing import Incomplete
from sellers.listings.models import Listing, ListingState
from sellers.movements.models import MovementKind
from shop.accounts.models import User
from shop.audit import trail

# Any number that nobody else takes an advisory lock of two numbers on.
IMPORT_LOCK = 4_001


def apply_rows(*, job: ImportJob, rows: Sequence[ImportRow], category_of: CategoryOf, at: datetime.datetime) -> None:
    """Import rows and set what became of each; a refusal that only shows now is written beside it.

    Saves everything but the rows. Call inside a transaction.
    """
    _wait_for_other_imports(job)
    known = read_known(job, rows, for_update=True)
    plans = [plan for row in rows if (plan := _planned(row, known, category_of, at))]
    if job.actor is not None:
        _create(plans, job.actor, at)
        _save_edits(plans, job.actor, at)
        _add_pictures(plans, known, job.actor, at)
        _change_trade(plans, job, at)
        if job.submits:
            _submit({plan.listing.pk: plan.listing for plan in plans}.values(), known, job.actor, at)
            _let_through(plans, at)
    for plan in plans:
        plan.row.state, plan.row.outcome, plan.row.listing = RowState.DONE, plan.outcome, plan.listing


def _wait_for_other_imports(job: ImportJob) -> None:
    """Two imports of one seller never make the same good twice: the second sees what the first one made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [IMPORT_LOCK, job.seller_id])


def _planned(row: ImportRow, known: Known, category_of: CategoryOf, at: datetime.datetime) -> Plan | None:
    read = read_cells(row.cells, category_of=category_of)
    found = [problem for problem in read.problems if problem.is_error]
    if known.job.actor is None:
        found.append(nobody_sent())
    if not found:
        try:
            return plan_row(row, read, known, at=at)
        except RowRefused as refusal:
            found.append(refusal.problem)
    _refuse(row, found)
    return None


def _refuse(row: ImportRow, found: Iterable[Problem]) -> None:
    row.state, row.is_chosen = RowState.BAD, False
    row.problems = [*row.problems, *(problem.as_json() for problem in found)]


def _create(plans: Sequence[Plan], actor: User, at: datetime.datetime) -> None:
    new = [plan for plan in plans if plan.is_new]
    for plan in new:
        plan.listing.state = after(ListingState.DRAFT, Act.EDIT)
    Listing.objects.bulk_create([plan.listing for plan in new])
    SellerSku.objects.bulk_create(
        SellerSku(seller=plan.listing.seller, listing=plan.listing, sku=plan.read.sku) for plan in new
    )
    _note([(plan.listing, ListingState.DRAFT) for plan in new], Act.EDIT, actor, at)


def _save_edits(plans: Sequence[Plan], actor: User, at: datetime.datetime) -> None:
    """Save what differs once per listing, however many rows were about it."""
    new = {plan.listing.pk for plan in plans if plan.is_new}
    edited: dict[int, Plan] = {}
    for plan in plans:
        if plan.is_edit:
            edited.setdefault(plan.listing.pk, plan)
    for plan in edited.values():
        plan.listing.updated_at = at
    save_listings([plan.listing for plan in edited.values()])
    old = [(plan.listing, plan.state_before) for key, plan in edited.items() if key not in new]
    _note(old, Act.EDIT, actor, at)


def _add_pictures(plans: Sequence[Plan], known: Known, actor: User, at: datetime.datetime) -> None:
    """Add the pictures of the file that the listings do not have yet."""
    for plan in plans:
        waiting = [picture for picture in known.pictures.get(plan.read.sku, []) if picture.file and not picture.problem]
        if plan.packing is not None or not waiting or not allows(plan.listing.state, Act.EDIT):
            continue
        have = set(plan.listing.pictures.values_list("perceptual_hash", flat=True))
        new = [picture for picture in waiting if picture.perceptual_hash not in have]
        for picture in new[: pictures.MOST - len(have)]:
            pictures.add_picture(listing=plan.listing, clean=_clean(picture), actor=actor, at=at)
        if new:
            plan.gained_pictures = True
            known.with_pictures.add(plan.listing.pk)
            plan.listing.refresh_from_db(fields=["state"])


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


def _change_trade(plans: Sequence[Plan], job: ImportJob, at: datetime.datetime) -> None:
    """Change prices and stock of live goods, and send prices that a person must see."""
    wanted = [plan.trade for plan in plans if plan.trade and plan.trade.changes]
    change_stocks(
        [
            NewTrade(record=trade.record, price_vnd=trade.price_vnd, stock=trade.stock, steps=trade.steps)
            for trade in wanted
        ],
        actor=job.actor,
        at=at,
        reason=_("Nhập tệp %s") % job.original_name[-100:],
        kind=MovementKind.IMPORT,
    )
    if job.actor:
        _propose([plan for plan in plans if plan.trade and plan.trade.proposed_vnd], job.actor, at)


def _propose(plans: Sequence[Plan], actor: User, at: datetime.datetime) -> None:
    """Send the far prices of each good and of its packings to a person together."""
    for pk in {plan.listing.pk: None for plan in plans}:
        rows = [plan for plan in plans if plan.listing.pk == pk]
        asked = {plan.packing or 0: plan.trade.proposed_vnd for plan in rows if plan.trade and plan.trade.proposed_vnd}
        own, listing = asked.pop(0, None), rows[0].listing
        try:
            propose_price(listing=listing, price_vnd=own, packings=asked, actor=actor, at=at)
        except (IllegalMove, Incomplete):
            for plan in rows:
                plan.row.problems = [*plan.row.problems, far_price().as_json()]
        listing.refresh_from_db(fields=["state", "proposed_price_vnd", "proposed_packings", "submitted_at"])


def _submit(listings: Iterable[Listing], known: Known, actor: User, at: datetime.datetime) -> None:
    """Hand complete drafts to the reviewers; what is not complete stays a draft."""
    today = timezone.localdate(at)
    whole = [
        listing
        for listing in listings
        if allows(listing.state, Act.SUBMIT) and completeness(listing, today=today, facts=known).is_complete
    ]
    before = [(listing, listing.state) for listing in whole]
    for listing in whole:
        listing.state = after(listing.state, Act.SUBMIT)
        listing.submitted_at, listing.submitted_by, listing.updated_at = at, actor, at
    Listing.objects.bulk_update(whole, ["state", "submitted_at", "submitted_by", "updated_at"])
    _note(before, Act.SUBMIT, actor, at)


def _let_through(plans: Sequence[Plan], at: datetime.datetime) -> None:
    """Publish at once what a person need not see, as the editor does; only edits of a few facts are asked about."""
    changed: dict[int, set[str]] = {}
    for plan in plans:
        changed.setdefault(plan.listing.pk, set()).update(plan.changed)
    for listing in {plan.listing.pk: plan.listing for plan in plans}.values():
        names = changed[listing.pk]
        if listing.product_id and listing.state == ListingState.SUBMITTED and names and names <= HARMLESS:
            let_through(listing=listing, at=at)


def _note(moved: Sequence[tuple[Listing, str]], act: Act, actor: User, at: datetime.datetime) -> None:
    """Append to the trail of each listing what record.move does for one."""
    trail.record_many(
        actor=actor,
        action=f"listing.{act}",
        at=at,
        subjects=[(listing, {"from": str(before), "to": str(listing.state)}) for listing, before in moved],
    )
