"""The seller answers: all of it, a part, or no with a reason. The buyer takes an offer or turns to the market."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from shop.accounts.models import User
from shop.aftersales.returns.domain import telling
from shop.aftersales.returns.domain.granting import grant, send_for
from shop.aftersales.returns.domain.refusals import NotYourTurn, WrongAnswer
from shop.aftersales.returns.domain.transitions import lock_request, move, not_now
from shop.aftersales.returns.enums import ReturnState, ReturnWay
from shop.aftersales.returns.models import ReturnRequest
from shop.audit.trail import record
from shop.money.formatting import vnd


@transaction.atomic
def accept(*, request: ReturnRequest, way: ReturnWay, words: str, actor: User, at: datetime.datetime) -> ReturnRequest:
    """Give all that was asked: at once when the buyer keeps the goods, otherwise when they are back.

    Raises NotYourTurn, WrongAnswer (the way does not fit the order).
    """
    locked = _asked(request)
    _note(locked, words, at)
    record(actor=actor, action="return.accepted", subject=locked, at=at, reason=words, details={"way": str(way)})
    if way == ReturnWay.KEEP:
        return grant(request=locked, amount_vnd=int(locked.asked_vnd), actor=actor, at=at)
    return send_for(request=locked, way=way, actor=actor, at=at)


@transaction.atomic
def offer(*, request: ReturnRequest, amount_vnd: int, words: str, actor: User, at: datetime.datetime) -> ReturnRequest:
    """Offer a part of the money while the buyer keeps the goods. Raises NotYourTurn, WrongAnswer."""
    locked = _asked(request)
    if not 0 < amount_vnd < locked.asked_vnd:
        told = {"most": vnd(locked.asked_vnd)}
        raise WrongAnswer(_("Số tiền đề nghị phải lớn hơn 0 và nhỏ hơn %(most)s. Trả đủ thì chọn “Đồng ý”.") % told)
    _require(words, _("Ghi vì sao chỉ hoàn một phần. Khách đọc được nguyên văn."))
    locked.offered_vnd = amount_vnd
    return _answered(locked, ReturnState.OFFERED, words, actor, at)


@transaction.atomic
def refuse(*, request: ReturnRequest, words: str, actor: User, at: datetime.datetime) -> ReturnRequest:
    """Refuse with a reason; the buyer may turn to the market. Raises NotYourTurn, WrongAnswer."""
    locked = _asked(request)
    _require(words, _("Ghi lý do từ chối. Khách và chợ đọc được nguyên văn."))
    return _answered(locked, ReturnState.REFUSED, words, actor, at)


@transaction.atomic
def take_offer(*, request: ReturnRequest, actor: User | None, at: datetime.datetime) -> ReturnRequest:
    """Let the buyer take the offered part. Raises NotYourTurn."""
    locked = lock_request(request)
    if locked.state != ReturnState.OFFERED:
        raise NotYourTurn(not_now(locked))
    record(actor=actor, action="return.offer_taken", subject=locked, at=at)
    return grant(request=locked, amount_vnd=int(locked.offered_vnd), actor=actor, at=at)


@transaction.atomic
def escalate(*, request: ReturnRequest, actor: User | None, at: datetime.datetime, reason: str = "") -> ReturnRequest:
    """Hand the request to the market: the buyer is not content, or the seller did not answer. Raises NotYourTurn."""
    locked = lock_request(request)
    move(request=locked, to=ReturnState.ESCALATED, actor=actor, at=at, reason=reason)
    record(actor=actor, action="return.escalated", subject=locked, at=at, reason=reason)
    telling.both(locked)
    return locked


def _asked(request: ReturnRequest) -> ReturnRequest:
    locked = lock_request(request)
    if locked.state != ReturnState.ASKED:
        raise NotYourTurn(not_now(locked))
    return locked


def _note(request: ReturnRequest, words: str, at: datetime.datetime) -> None:
    request.seller_words, request.answered_at = words.strip()[:2000], at


def _answered(request: ReturnRequest, to: ReturnState, words: str, actor: User, at: datetime.datetime) -> ReturnRequest:
    _note(request, words, at)
    request.appeal_by = at + datetime.timedelta(days=settings.RETURN_APPEAL_DAYS)
    move(request=request, to=to, actor=actor, at=at, reason=words.strip())
    details = {"offered_vnd": int(request.offered_vnd)} if request.offered_vnd else {}
    record(actor=actor, action=f"return.{to.value}", subject=request, at=at, reason=words, details=details)
    telling.buyer_news(request)
    return request


def _require(words: str, sentence: str) -> None:
    if not words.strip():
        raise WrongAnswer(sentence)
