"""Orders paid by card, and what banks said about some later: asked for, lost, decided, refunded, settled by the bank.

No card network is behind them. What a network would tell is handed to the functions that take its verified messages,
under identifiers that say minh-hoa; they are skipped where somebody set up keys of a real one. Placing such an order
needs keys to be there, so invented ones are, for that moment.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings

from shop.accounts.models import User
from shop.aftersales.disputes.domain.deciding import decide
from shop.aftersales.disputes.domain.settling import settle_by_bank
from shop.demo.orders import Placing, Story, placed_at
from shop.demo.tables import rows
from shop.payment.domain.notices import take_notice
from shop.payment.domain.sending import note_answer
from shop.payment.models import Dispute, Refund
from shop.payment.providers import provider
from shop.payment.providers.base import DisputeMoved, Fact, MoneyCame, Notice, RefundAnswer
from shop.shipping.models import Run

CARD, FINANCE = "stripe", "ke-toan"
KEYS: dict[str, Any] = {"STRIPE_SECRET_KEY": "sk_minh_hoa", "STRIPE_WEBHOOK_SECRET": "whsec_minh_hoa"}
MINUTE, HOUR = datetime.timedelta(minutes=1), datetime.timedelta(hours=1)
ASKED_AGO, LOST_AGO, DECIDED_AGO = 20 * HOUR, 3 * HOUR, HOUR
WHY = {"asked": "product_not_received", "lost": "product_unacceptable", "decided": "fraudulent"}
REFUSED = "charge_disputed (minh hoạ)"
DECISION = "Có mã nhận hàng và người giao tại điểm: nhà bán giao đúng (minh hoạ)"


@contextmanager
def demo_keys(**more: Any) -> Iterator[None]:
    """Let cards be set up with invented keys for as long as something is written that asks whether they are."""
    before = {name: getattr(settings, name) for name in {**KEYS, **more}}
    try:
        for name, value in {**KEYS, **more}.items():
            setattr(settings, name, value)
        yield
    finally:
        for name, value in before.items():
            setattr(settings, name, value)


def pay_by_card(*, placing: Placing, stories: list[Story]) -> list[Story]:
    """Place every order of data/cards.csv and pay it; nothing where cards are set up, or could not be.

    stories: the orders of the demo market, from which the runs of days gone by are known.
    """
    if provider(CARD).is_ready():
        return []
    past = {story.row["run"]: story.run for story in stories if story.run is not None}
    with demo_keys():
        return [_paid(row, placing, past) for row in rows("cards")] if provider(CARD).is_ready() else []


def contest(*, stories: list[Story], people: dict[str, User], now: datetime.datetime) -> None:
    """Let banks and finance do to each card order what its row tells, once the orders came to their endings."""
    for story in stories:
        told, name = story.row["story"], story.row["key"]
        if told in {"refunded", "by_bank", "to_close"}:
            _answer_refund(story, now)
        if told in {"asked", "lost", "decided", "by_bank", "to_close"}:
            _dispute(story, "needs_response", now - ASKED_AGO)
        if told in {"lost", "decided", "by_bank", "to_close"}:
            _dispute(story, "lost", now - LOST_AGO)
        if told == "decided":
            dispute = Dispute.objects.get(external_id=_code("dp", name))
            decide(dispute=dispute, seller_bears=False, reason=DECISION, by=people[FINANCE], at=now - DECIDED_AGO)
        if told == "by_bank":
            settle_by_bank(refund=_refund(story), by=people[FINANCE], at=now - DECIDED_AGO)


def _paid(row: dict[str, str], placing: Placing, past: dict[str, Run]) -> Story:
    run = placing.run(row["run"], past)
    story = placing.place(row | {"payment": CARD}, run, placed_at(row, run, placing.now))
    payment = story.order.payments.get()
    money = MoneyCame(
        external_id=_code("pi", row["key"]),
        amount_vnd=int(payment.amount_vnd),
        paid_at=story.order.date_placed + 2 * MINUTE,
        reference=payment.reference,
        payer="Thẻ minh hoạ •••• 0000",
    )
    _tell(_code("evt", row["key"]), "payment_intent.succeeded", money, money.paid_at)
    story.order.refresh_from_db()
    return story


def _answer_refund(story: Story, now: datetime.datetime) -> None:
    """The network sends one back, and refuses what the buyer's bank asks for already."""
    is_done = story.row["story"] == "refunded"
    answer = (
        RefundAnswer(external_id=_code("re", story.row["key"]), is_done=True)
        if is_done
        else RefundAnswer(by_hand=True, problem=REFUSED)
    )
    note_answer(refund=_refund(story), answer=answer, at=now - ASKED_AGO + HOUR)


def _dispute(story: Story, state: str, at: datetime.datetime) -> None:
    name, told = story.row["key"], story.row["story"]
    fact = DisputeMoved(
        external_id=_code("dp", name),
        money_id=_code("pi", name),
        amount_vnd=int(story.order.payments.get().received_vnd),
        reason=WHY.get(told, "credit_not_processed"),
        state=state,
    )
    _tell(f"{_code('evt', name)}-{state}", "charge.dispute.updated", fact, at)


def _tell(key: str, kind: str, fact: Fact, at: datetime.datetime) -> None:
    take_notice(code=CARD, notice=Notice(key=key, kind=kind, body="{}", fact=fact), at=at)


def _refund(story: Story) -> Refund:
    return Refund.objects.get(receipt__payment__order=story.order)


def _code(prefix: str, key: str) -> str:
    return f"{prefix}_minh_hoa_{key}"
