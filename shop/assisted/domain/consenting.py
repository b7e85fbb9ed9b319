"""The buyer agrees by a code that only the buyer's phone gets, for exactly this order; then it is placed."""

from __future__ import annotations

import datetime
import hashlib
import hmac
import secrets
import uuid

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from shop.accounts.code_sign_in import account_of
from shop.accounts.models import User
from shop.assisted.domain.gathering import locked
from shop.assisted.models import AssistedOrder, ConsentCode, Way
from shop.assisted.offer import Offer, offer_of
from shop.audit.trail import record
from shop.checkout.domain.details import CheckoutDetails
from shop.checkout.domain.place import place_order
from shop.checkout.terms import TERMS_VERSION
from shop.communication.reading_out import read_out
from shop.communication.sending import tell
from shop.fulfilment.domain.refusal import Refused
from shop.order.models import Order

DIGITS = 6
LIVES = datetime.timedelta(minutes=10)
TRIES = 5
NEXT_AFTER = datetime.timedelta(seconds=60)
PER_PHONE = ((3, datetime.timedelta(minutes=15)), (6, datetime.timedelta(days=1)))


class NotReady(Refused):
    """Goods, run or price still have to be settled."""


class TooManyCodes(Refused):
    """This phone got enough codes for now."""


class WrongCode(Refused):
    """The code is wrong, old, or for an order that was changed since."""


@transaction.atomic
def ask(*, assisted: AssistedOrder, operator: User, way: Way, at: datetime.datetime) -> ConsentCode:
    """Send the buyer a code that names who orders what for how much. Raises NotReady, TooManyCodes, NotYours, Ended."""
    mine = locked(assisted, operator)
    offer = offer_of(mine, at=at)
    if offer.problem:
        raise NotReady(offer.problem)
    _slow_down(mine, at)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    sent = ConsentCode.objects.create(assisted=mine, phone=mine.buyer_phone, digest=_digest(mine.pk, code), sent_at=at)
    mine.way, mine.agreed_print, mine.total_vnd, mine.consented_at = way, offer.fingerprint, offer.total_vnd, None
    mine.save(update_fields=["way", "agreed_print", "total_vnd", "consented_at"])
    _send(mine, offer, sent, code)
    record(actor=operator, action="assisted.asked", subject=mine, at=at, details={"way": way, "total": offer.total_vnd})
    return sent


def agree(*, assisted: AssistedOrder, operator: User, code: str, at: datetime.datetime) -> Order:
    """Take the buyer's code and place the order in the buyer's own account; the same again returns the first order.

    A wrong try is kept even though it is refused, so call it outside a transaction. Raises WrongCode, NotReady,
    NotYours, and the checkout's problems.
    """
    placed = AssistedOrder.objects.filter(pk=assisted.pk).exclude(order=None).select_related("order").first()
    if placed and placed.order:
        return placed.order
    _try(assisted, operator, code, at)
    return _place(assisted, operator, at)


@transaction.atomic
def _try(assisted: AssistedOrder, operator: User, code: str, at: datetime.datetime) -> None:
    mine = locked(assisted, operator)
    sent = mine.codes.select_for_update().first()
    if sent is None or at > sent.sent_at + LIVES or sent.tries >= TRIES:
        raise WrongCode(_("Mã đã hết hạn hoặc gõ sai quá nhiều. Gửi mã mới cho bà con."))
    if offer_of(mine, at=at).fingerprint != mine.agreed_print:
        raise WrongCode(_("Đơn đã đổi sau khi gửi mã. Gửi mã mới để bà con đồng ý với đơn này."))
    if not hmac.compare_digest(sent.digest, _digest(mine.pk, "".join(code.split()))):
        ConsentCode.objects.filter(pk=sent.pk).update(tries=sent.tries + 1)
        mine.consented_at = None
    else:
        mine.consented_at = at
    mine.save(update_fields=["consented_at"])


@transaction.atomic
def _place(assisted: AssistedOrder, operator: User, at: datetime.datetime) -> Order:
    mine = locked(assisted, operator)
    if mine.consented_at is None:
        raise WrongCode(_("Mã không đúng. Nhờ bà con đọc lại từng số trong tin nhắn mới nhất."))
    offer = offer_of(mine, at=at)
    if offer.fingerprint != mine.agreed_print:
        raise WrongCode(_("Đơn đã đổi sau khi gửi mã. Gửi mã mới để bà con đồng ý với đơn này."))
    buyer = account_of(mine.buyer_phone)
    if not buyer.full_name:
        buyer.full_name = mine.buyer_name
        buyer.save(update_fields=["full_name"])
    order = place_order(
        basket=mine.basket,
        details=CheckoutDetails(
            buyer_phone=mine.buyer_phone,
            buyer_name=mine.buyer_name,
            expected_total_vnd=int(mine.total_vnd),
            expected_schedule=offer.schedule.fingerprint,
            run_stop_id=mine.run_stop_id,
            terms_version=TERMS_VERSION,
        ),
        idempotency_key=uuid.uuid5(uuid.NAMESPACE_URL, f"assisted:{mine.pk}"),
        now=at,
        user=buyer,
    )
    mine.order = order
    mine.save(update_fields=["order"])
    details = {"buyer": buyer.pk, "way": mine.way, "consented_at": at.isoformat(), "assisted": mine.pk}
    record(actor=operator, action="order.placed_for", subject=order, at=at, details=details)
    return order


def _slow_down(mine: AssistedOrder, at: datetime.datetime) -> None:
    sent = ConsentCode.objects.filter(phone=mine.buyer_phone, sent_at__lte=at)
    if sent.filter(sent_at__gt=at - NEXT_AFTER).exists():
        raise TooManyCodes(_("Vừa gửi mã xong. Chờ một phút rồi gửi lại."))
    for most, window in PER_PHONE:
        if sent.filter(sent_at__gt=at - window).count() >= most:
            raise TooManyCodes(_("Số này đã nhận nhiều mã. Chờ một lúc rồi gửi lại, hoặc đặt vào ngày mai."))


def _send(mine: AssistedOrder, offer: Offer, sent: ConsentCode, code: str) -> None:
    context = {"assisted": mine, "offer": offer, "code": code, "spoken": ", ".join(code), "stop": mine.run_stop}
    key, phone = f"assisted-consent:{sent.pk}", mine.buyer_phone
    if mine.way == Way.VOICE:
        read_out(key=key, phone=phone, template="assisted_consent_spoken", context=context)
    else:
        tell(key=key, recipient=phone, template="assisted_consent", context=context, is_secret=True)


def _digest(assisted_id: int, code: str) -> str:
    said = f"assisted-consent:{assisted_id}:{code}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), said, hashlib.sha256).hexdigest()
