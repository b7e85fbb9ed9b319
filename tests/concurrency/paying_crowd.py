"""A crowd orders at one moment, and at the next pays while another crowd orders: real servers and connections."""

from __future__ import annotations

import contextlib
import itertools
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from shop.payment.models import Payment
from shop.payment.providers.vietqr.notifiers.casso import CassoNotifier
from tests.concurrency.market import Form, forms_of, goods, stops
from tests.concurrency.servers import Answer, Crowd, Request, request_of, two_servers
from tests.factories.payments import ACCOUNT, SECRET
from tests.promises import broken

CHECKOUT, WEBHOOK = "/thanh-toan/", "/webhooks/vietqr/"
TOLD = 2  # how often the bank tells of each transfer
SET_UP = {
    "VIETQR_BIN": "970405",
    "VIETQR_ACCOUNT": ACCOUNT,
    "VIETQR_HOLDER": "CHO PHIEN",
    "BANK_NOTICE_SECRET": SECRET,
}


@dataclass(frozen=True)
class Rush:
    """What came of it. mixed: while transfers were told of, as many people ordered again."""

    alone: list[Answer]
    placed: list[Answer]
    mixed_placed: list[Answer]
    told: list[Answer]
    deadlocks: int
    broken: list[str]


@contextlib.contextmanager
def paying_servers() -> Iterator[list[int]]:
    """Run two servers that take transfers."""
    before = {name: os.environ.get(name) for name in SET_UP}
    os.environ.update(SET_UP)
    try:
        with two_servers("tests.concurrency.server") as ports:
            yield ports
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


def rush(ports: Sequence[int], buyers: int, *, one_by_one: int = 0) -> Rush:
    """Let `buyers` order at once; then let them all pay, each told of twice, while as many order once more.

    one_by_one: so many order alone before, to compare with.
    """
    count = 2 * buyers + one_by_one
    products = goods(max(2, buyers // 5), stock=count)
    at = stops(4, capacity=count)
    wanted = [[product] for product, _ in zip(itertools.cycle(products), range(count), strict=False)]
    forms = forms_of(wanted, at, payment="vietqr")
    alone, first, second = forms[:one_by_one], forms[one_by_one : one_by_one + buyers], forms[one_by_one + buyers :]
    deadlocks_before = _deadlocks()
    alone_answers = [_one(ports, form) for form in alone]
    known = set(Payment.objects.values_list("pk", flat=True))
    with Crowd(ports, buyers) as crowd:
        placed = crowd.post(CHECKOUT, first)
    messages = _messages(list(Payment.objects.exclude(pk__in=known).order_by("pk")))
    with Crowd(ports, buyers + len(messages)) as crowd:
        answers = crowd.send([*(request_of(CHECKOUT, form) for form in second), *messages])
    return Rush(
        alone=alone_answers,
        placed=placed,
        mixed_placed=answers[:buyers],
        told=answers[buyers:],
        deadlocks=_deadlocks() - deadlocks_before,
        broken=broken(),
    )


def _one(ports: Sequence[int], form: Form) -> Answer:
    with Crowd(ports, 1) as nobody_else:
        return nobody_else.post(CHECKOUT, [form])[0]


def _messages(payments: Sequence[Payment]) -> list[Request]:
    """Return the bank's signed messages, the copies last so that they meet the first ones."""
    now = timezone.now()
    made = []
    for payment in payments:
        told: dict[str, object] = {
            "id": payment.pk,
            "reference": f"FT{payment.pk}",
            "description": payment.reference,
            "amount": int(payment.amount_vnd),
            "transactionDateTime": "2026-11-26 10:00:00",
            "accountNumber": ACCOUNT,
        }
        body, headers = CassoNotifier().signed(transfer=told, secret=SECRET, at=now)
        made.append(Request(WEBHOOK, body, {"Content-Type": "application/json", **headers}))
    return made * TOLD


def _deadlocks() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])
