"""Orders paid by transfer before they travel: one waits, others are paid, short, expired, late, or sent back.

The money comes through the demo bank, so through the signed message and the matching that a real bank's would take.
"""

from __future__ import annotations

import datetime

from shop.accounts.models import User
from shop.aftersales.domain.cancel import cancel_order
from shop.aftersales.domain.expiry import expire
from shop.aftersales.domain.late_payment import settle_late
from shop.demo.bank import transfer
from shop.demo.orders import Placing, Story
from shop.demo.tables import rows
from shop.payment.domain.refunding import finish_refund
from shop.payment.domain.sending import send
from shop.payment.models import Payment, Refund
from shop.payment.providers import provider
from shop.shipping.models import Run

MINUTE = datetime.timedelta(minutes=1)
HOUR = datetime.timedelta(hours=1)
ENDED_AGO, STARTED_AGO = 3 * HOUR, 4 * MINUTE
FINANCE = "ke-toan"
SENT_BACK = "FT-MINH-HOA-01"


def pay_ahead(*, placing: Placing, stories: list[Story]) -> list[Story]:
    """Place every order of data/prepaid.csv and bring it to its story; nothing where transfers are not set up.

    stories: the orders of the demo market, one of which is on the run whose orders are closed.
    """
    if not provider("vietqr").is_ready():
        return []
    closed = {story.row["run"]: story.run for story in stories if story.run is not None}
    made = [_story(row, placing, closed) for row in rows("prepaid")]
    _transfer_without_number(made, placing.now)
    return made


def _story(row: dict[str, str], placing: Placing, closed: dict[str, Run]) -> Story:
    run = placing.run(row["run"], closed)
    placed_at = _placed_at(row["story"], run, placing.now)
    story = placing.place(row | {"payment": "vietqr"}, run, placed_at)
    PLAYED[row["story"]](story.order.payments.get(), placing.now, placing.people)
    return story


def _placed_at(story: str, run: Run, now: datetime.datetime) -> datetime.datetime:
    """Return a moment at which the run took orders: those that still wait were placed just now."""
    latest = min(now, run.cut_off_at - HOUR)
    ago = STARTED_AGO if story in {"waiting", "partly_paid"} else ENDED_AGO
    return max(run.opens_at, latest - ago)


def _wait(payment: Payment, now: datetime.datetime, people: dict[str, User]) -> None:
    """Nothing came yet."""


def _pay(payment: Payment, now: datetime.datetime, people: dict[str, User]) -> None:
    at = min(now, payment.created_at + 6 * MINUTE)
    transfer(amount_vnd=payment.missing_vnd, content=f"{payment.reference} mua hang", at=at)


def _pay_a_part(payment: Payment, now: datetime.datetime, people: dict[str, User]) -> None:
    transfer(amount_vnd=payment.missing_vnd // 2000 * 1000, content=payment.reference, at=now - MINUTE)


def _expire(payment: Payment, now: datetime.datetime, people: dict[str, User]) -> None:
    until = payment.order.pay_until
    if until is not None and until < now:
        expire(order_id=payment.order_id, at=until + MINUTE)


def _pay_late(payment: Payment, now: datetime.datetime, people: dict[str, User]) -> None:
    """The money comes two hours after the orders of the run are closed, and finance sends it back."""
    _expire(payment, now, people)
    at = min(now, payment.order.cancel_until + 2 * HOUR)
    _pay_at(payment, at)
    settle_late(order_id=payment.order_id, at=at)
    for refund in _sent(payment, at):
        finish_refund(refund=refund, at=min(now, at + HOUR), external_id=SENT_BACK, actor=people[FINANCE])


def _cancel_paid(payment: Payment, now: datetime.datetime, people: dict[str, User]) -> None:
    """The buyer paid and changed the mind: the refund waits for somebody who transfers it."""
    _pay(payment, now, people)
    at = min(now, payment.created_at + 20 * MINUTE)
    cancel_order(order=payment.order, actor=payment.order.user, at=at, reason=payment.order.note)
    _sent(payment, at)


PLAYED = {
    "waiting": _wait,
    "paid": _pay,
    "partly_paid": _pay_a_part,
    "expired": _expire,
    "late": _pay_late,
    "cancelled": _cancel_paid,
}


def _pay_at(payment: Payment, at: datetime.datetime) -> None:
    transfer(amount_vnd=int(payment.amount_vnd), content=payment.reference, at=at)


def _sent(payment: Payment, at: datetime.datetime) -> list[Refund]:
    """Try the refunds of an attempt, as the job does; of a transfer they then wait for a person."""
    refunds = list(Refund.objects.filter(receipt__payment=payment).order_by("pk"))
    for refund in refunds:
        send(refund_id=refund.pk, at=at)
    return refunds


def _transfer_without_number(stories: list[Story], now: datetime.datetime) -> None:
    """Somebody transferred what the waiting order costs and wrote only the own name."""
    order = next(story.order for story in stories if story.row["story"] == "waiting")
    transfer(amount_vnd=int(order.total_vnd), content=f"{order.buyer_name} chuyen tien mua hang", at=now - MINUTE)
