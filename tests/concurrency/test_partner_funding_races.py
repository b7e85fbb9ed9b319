"""Two people of finance record a transfer to the partner at one moment: together never more than is due."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from shop.backoffice.vouchers.domain.funding import fund_partner
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
