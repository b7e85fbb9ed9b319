"""People of finance record or take back a transfer to the partner at one moment: never more than is due, once."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from shop.backoffice.vouchers.domain.funding import fund_partner, take_back_funding
from shop.ledger.domain.undoing import TakenBack
from shop.ledger.queries import balance
from shop.vouchers.domain.refusals import CannotBeMade
from tests.concurrency.barrier import verdicts
from tests.factories.people import UserFactory
from tests.factories.returns import delivered_part
from tests.factories.vouchers import a_voucher
from tests.promises import broken

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
PEOPLE = 4


def test_what_is_due_is_passed_on_once(settings: Any) -> None:
    settings.COLLECTS_MONEY = "partner"
    delivered_part(voucher=a_voucher(amount_vnd=5_000), price=20_000)
    now = timezone.now()
    pay = partial(fund_partner, amount_vnd=5_000, paid_on=timezone.localdate(now), by=UserFactory(), at=now)

    came = verdicts(*(partial(pay, bank_number=f"FT{n}") for n in range(PEOPLE)), refusals=(CannotBeMade,))

    assert came == ["CannotBeMade"] * (PEOPLE - 1) + ["done"]
    assert (balance("treasury", "partner"), broken()) == (5_000, [])


def test_a_transfer_is_taken_back_once(settings: Any) -> None:
    settings.COLLECTS_MONEY = "partner"
    delivered_part(voucher=a_voucher(amount_vnd=5_000), price=20_000)
    now, who = timezone.now(), UserFactory()
    paid = fund_partner(amount_vnd=5_000, paid_on=timezone.localdate(now), bank_number="FT1", by=who, at=now)
    back = partial(take_back_funding, paid=paid, by=who, at=now)

    came = verdicts(*(partial(back, reason=f"Nhầm {n}") for n in range(PEOPLE)), refusals=(TakenBack,))

    assert came == ["TakenBack"] * (PEOPLE - 1) + ["done"]
    assert (balance("treasury", "partner"), broken()) == (0, [])
