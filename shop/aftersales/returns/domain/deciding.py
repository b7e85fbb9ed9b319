"""The market decides between buyer and seller, with both sides' words before it."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sellers.payouts.domain.holds import release
from shop.accounts.models import User
from shop.aftersales.returns.domain import telling
from shop.aftersales.returns.domain.granting import grant, send_for
from shop.aftersales.returns.domain.refusals import NotYourTurn, OwnCase, WrongAnswer
from shop.aftersales.returns.domain.transitions import lock_request, move, not_now
from shop.aftersales.returns.enums import ReturnState, ReturnWay
from shop.aftersales.returns.models import ReturnRequest
from shop.audit.trail import record
from shop.money.formatting import vnd


@transaction.atomic
def decide_for_buyer(
    *, request: ReturnRequest, amount_vnd: int, way: ReturnWay, words: str, actor: User, at: datetime.datetime
) -> ReturnRequest:
    """Grant all or a part. way: how the goods come back first, or that the buyer keeps them.

    Goods that are on their way or back already are not sent for again. Raises NotYourTurn, OwnCase, WrongAnswer.
    """
    locked = _escalated(request, words, actor)
    if not 0 < amount_vnd <= locked.asked_vnd:
        told = {"most": vnd(locked.asked_vnd)}
        raise WrongAnswer(_("Số tiền hoàn phải lớn hơn 0 và không quá %(most)s.") % told)
    _note(locked, words, actor, at, amount_vnd)
    if way == ReturnWay.KEEP or locked.parcel_id is not None:
        return grant(request=locked, amount_vnd=amount_vnd, actor=actor, at=at)
    locked.granted_vnd = amount_vnd
    return send_for(request=locked, way=way, actor=actor, at=at)


@transaction.atomic
def decide_for_seller(*, request: ReturnRequest, words: str, actor: User, at: datetime.datetime) -> ReturnRequest:
    """Close the request without money; what was held is paid out. Raises NotYourTurn, OwnCase, WrongAnswer."""
    locked = _escalated(request, words, actor)
    _note(locked, words, actor, at, 0)
    move(request=locked, to=ReturnState.CLOSED, actor=actor, at=at, reason=words.strip())
    release(source=locked.hold_source, at=at)
    telling.both(locked)
    return locked


def _escalated(request: ReturnRequest, words: str, actor: User) -> ReturnRequest:
    locked = lock_request(request)
    if locked.state != ReturnState.ESCALATED:
        raise NotYourTurn(not_now(locked))
    if actor.grants.filter(seller=locked.seller_order.seller_id).exists():
        raise OwnCase(_("Bạn làm cho gian hàng này nên không phân xử được. Nhờ người khác."))
    if not words.strip():
        raise WrongAnswer(_("Ghi kết luận. Khách và nhà bán đọc được nguyên văn."))
    return locked


def _note(request: ReturnRequest, words: str, actor: User, at: datetime.datetime, amount_vnd: int) -> None:
    request.office_words = words.strip()[:2000]
    request.decided_at, request.decided_by = at, actor
    details = {"granted_vnd": amount_vnd}
    record(actor=actor, action="return.decided", subject=request, at=at, reason=request.office_words, details=details)
