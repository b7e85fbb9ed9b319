"""Suspend and close sellers: with a reason, with the notice the law asks for, closing by two people.

Source: Decree 248/2026/NĐ-CP, Art. 18.2 (medium confidence): at least five days' notice with a reason, or within 24
hours when a competent authority asks for it; its paper is kept.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from sellers.documents.domain.storing import store_document
from sellers.documents.models import DocumentKind
from sellers.enums import SellerState
from sellers.models import Partner
from sellers.standing.domain.transitions import MOVES, IllegalMove, move
from sellers.standing.models import OPEN_MEASURES, Measure, MeasureKind, MeasureState
from sellers.standing.notices import tell_seller
from shop.accounts.models import User
from shop.accounts.queries import seller_ids
from shop.audit.trail import record

SHORTEST_REASON = 10
NOTICE = datetime.timedelta(days=5)
TARGETS = {MeasureKind.SUSPEND: SellerState.SUSPENDED, MeasureKind.CLOSE: SellerState.CLOSED}
ACTIONS = {MeasureKind.SUSPEND: "seller.suspended", MeasureKind.CLOSE: "seller.closed"}


class MeasureRefused(Exception):
    """The measure cannot be taken so; the message is a sentence for the person who tried."""


@dataclass(frozen=True, kw_only=True)
class AuthorityRequest:
    """A competent authority's request: who, when, and its paper."""

    authority: str
    paper: UploadedFile
    asked_at: datetime.datetime


def propose(
    *,
    seller_id: int,
    kind: MeasureKind,
    reason: str,
    by: User,
    at: datetime.datetime,
    request: AuthorityRequest | None = None,
) -> Measure:
    """Begin a suspension or a closing. A suspension is announced at once; a closing waits for a second person.

    With an authority's request there is no notice period: a suspension takes effect now.
    Raises MeasureRefused, DocumentRefused.
    """
    _need_reason(reason)
    with transaction.atomic():
        seller = _locked(seller_id, by)
        if TARGETS[kind] not in MOVES[SellerState(seller.state)]:
            raise MeasureRefused(_("Gian hàng không còn ở trạng thái làm được việc này. Tải lại trang để xem."))
        if Measure.objects.filter(seller=seller, state__in=OPEN_MEASURES).exists():
            raise MeasureRefused(_("Đang có một quyết định chưa xong với gian hàng này. Hủy hoặc chờ nó trước."))
        measure = Measure(
            seller=seller, kind=kind, state=MeasureState.PROPOSED, reason=reason, proposed_by=by, proposed_at=at
        )
        if request:
            _keep_request(measure, request, by, at)
        measure.save()
        record(
            actor=by, action=f"{kind.value}.proposed", subject=seller, at=at, reason=reason, details=_details(measure)
        )
        if kind == MeasureKind.SUSPEND:
            _schedule(measure, by=by, at=at)
    return measure


def confirm(*, measure_id: int, by: User, at: datetime.datetime) -> Measure:
    """Agree to a closing as the second person. Raises MeasureRefused."""
    with transaction.atomic():
        measure = _open(measure_id, by, MeasureState.PROPOSED)
        if measure.proposed_by_id == by.pk:
            raise MeasureRefused(_("Người đề nghị không tự xác nhận được. Cần một người khác xem."))
        measure.confirmed_by, measure.confirmed_at = by, at
        record(actor=by, action="close.confirmed", subject=measure.seller, at=at, details=_details(measure))
        _schedule(measure, by=by, at=at)
    return measure


def cancel(*, measure_id: int, reason: str, by: User, at: datetime.datetime) -> Measure:
    """Drop a measure that has not taken effect; the seller is told when it had been announced."""
    _need_reason(reason)
    with transaction.atomic():
        measure = _open(measure_id, by, *OPEN_MEASURES)
        announced = measure.state == MeasureState.SCHEDULED
        _end(measure, MeasureState.CANCELLED, by=by, at=at, reason=reason)
        action = f"{measure.kind}.cancelled"
        record(actor=by, action=action, subject=measure.seller, at=at, reason=reason, details=_details(measure))
        if announced:
            tell_seller(measure.seller, "measure_cancelled", at=at, measure=measure, reason=reason)
    return measure


def execute_due(*, at: datetime.datetime) -> int:
    """Carry out what was announced and is due; return how many. Safe to run twice and side by side."""
    due = Measure.objects.filter(state=MeasureState.SCHEDULED, effective_at__lte=at).values_list("pk", "seller_id")
    return sum(_execute_one(measure_id, seller_id, at) for measure_id, seller_id in list(due))


def reopen(*, seller_id: int, reason: str, by: User, at: datetime.datetime) -> Partner:
    """Let a suspended seller sell again. Raises MeasureRefused."""
    _need_reason(reason)
    with transaction.atomic():
        seller = _locked(seller_id, by)
        try:
            move(seller=seller, to=SellerState.APPROVED, action="seller.reopened", by=by, at=at, reason=reason)
        except IllegalMove:
            raise MeasureRefused(_("Gian hàng này không đang tạm ngừng. Tải lại trang để xem.")) from None
        tell_seller(seller, "seller_reopened", at=at, reason=reason)
    return seller


def close_own(*, seller_id: int, reason: str, by: User, at: datetime.datetime) -> Partner:
    """Close a shop by its owner's wish, at once: goods leave the shelf, placed orders go on. Raises MeasureRefused."""
    with transaction.atomic():
        seller = Partner.objects.select_for_update(of=("self",)).get(pk=seller_id)
        try:
            move(seller=seller, to=SellerState.CLOSED, action="seller.closed_by_owner", by=by, at=at, reason=reason)
        except IllegalMove:
            raise MeasureRefused(_("Gian hàng này đã đóng.")) from None
        for measure in Measure.objects.select_for_update().filter(seller=seller, state__in=OPEN_MEASURES):
            _end(measure, MeasureState.CANCELLED, by=by, at=at, reason=_("Chủ gian hàng tự đóng."))
        tell_seller(seller, "seller_closed_by_owner", at=at)
    return seller


def _schedule(measure: Measure, *, by: User, at: datetime.datetime) -> None:
    measure.state = MeasureState.SCHEDULED
    measure.effective_at = at if measure.authority else at + NOTICE
    measure.save()
    if measure.authority:
        _carry_out(measure, measure.seller, by=by, at=at)
    else:
        tell_seller(measure.seller, "measure_announced", at=at, measure=measure)


def _execute_one(measure_id: int, seller_id: int, at: datetime.datetime) -> bool:
    with transaction.atomic():
        seller = Partner.objects.select_for_update(of=("self",)).get(pk=seller_id)
        measure = Measure.objects.select_for_update(of=("self",)).get(pk=measure_id)
        if measure.state != MeasureState.SCHEDULED:
            return False
        _carry_out(measure, seller, by=None, at=at)
    return True


def _carry_out(measure: Measure, seller: Partner, *, by: User | None, at: datetime.datetime) -> None:
    kind = MeasureKind(measure.kind)
    try:
        move(seller=seller, to=TARGETS[kind], action=ACTIONS[kind], by=by, at=at, reason=measure.reason)
    except IllegalMove:  # it stands there already
        _end(measure, MeasureState.CANCELLED, by=by, at=at, reason=_("Gian hàng đã ở trạng thái này."))
        return
    _end(measure, MeasureState.DONE, by=by, at=at, reason="")
    tell_seller(seller, ACTIONS[kind].replace(".", "_"), at=at, reason=measure.reason)


def _end(measure: Measure, state: MeasureState, *, by: User | None, at: datetime.datetime, reason: str) -> None:
    measure.state, measure.ended_by, measure.ended_at, measure.end_reason = state, by, at, reason
    measure.save()


def _keep_request(measure: Measure, request: AuthorityRequest, by: User, at: datetime.datetime) -> None:
    if not request.authority.strip():
        raise MeasureRefused(_("Hãy ghi tên cơ quan yêu cầu."))
    if request.asked_at > at:
        raise MeasureRefused(_("Giờ cơ quan yêu cầu không thể ở sau bây giờ. Hãy xem lại."))
    measure.authority, measure.authority_asked_at = request.authority.strip(), request.asked_at
    measure.authority_paper = store_document(
        upload=request.paper, kind=DocumentKind.AUTHORITY_REQUEST, by=by, seller=measure.seller
    )


def _locked(seller_id: int, by: User) -> Partner:
    _not_ones_own(seller_id, by)
    return Partner.objects.select_for_update(of=("self",)).get(pk=seller_id)


def _open(measure_id: int, by: User, *states: MeasureState) -> Measure:
    """Lock the seller, then the measure. Raises MeasureRefused when it is not in one of the states any more."""
    seller_id = Measure.objects.values_list("seller_id", flat=True).get(pk=measure_id)
    seller = _locked(seller_id, by)
    measure = Measure.objects.select_for_update(of=("self",)).get(pk=measure_id)
    if measure.state not in states:
        raise MeasureRefused(_("Quyết định này đã được người khác xử lý. Tải lại trang để xem."))
    measure.seller = seller
    return measure


def _not_ones_own(seller_id: int, by: User) -> None:
    if seller_id in seller_ids(by):
        raise MeasureRefused(_("Bạn làm cho gian hàng này nên không quyết định về nó được."))


def _need_reason(reason: str) -> None:
    if len(reason.strip()) < SHORTEST_REASON:
        raise MeasureRefused(_("Hãy ghi lý do ít nhất 10 ký tự: người bán đọc nguyên văn."))


def _details(measure: Measure) -> dict[str, object]:
    return {"measure": measure.pk, "authority": measure.authority, "paper": measure.authority_paper_id}
