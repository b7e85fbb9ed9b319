"""Many buyers want the last use of a voucher, real connections: exactly one gets it, whoever they are."""

from __future__ import annotations

import uuid

import pytest
from django.utils import timezone

from shop.aftersales.domain.cancel import cancel_order
from shop.checkout.domain.place import place_order
from shop.checkout.domain.problems import VoucherUnusable
from shop.order.models import Order
from shop.vouchers.models import VoucherUse
from tests.concurrency.barrier import outcomes, verdicts
from tests.factories.goods import stocked_product
from tests.factories.orders import basket_with, checkout_details, with_voucher
from tests.factories.places import RunStopFactory
from tests.factories.vouchers import a_voucher
from tests.promises import broken

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
BUYERS = 6


def placing(voucher, *, same_phone=False):
    """Return acts of buyers who all saw the discount: each with its own good, basket and stop."""
    acts = []
    for number in range(BUYERS):
        stop, basket = RunStopFactory(), basket_with(stocked_product(price=20_000))
        changes = {} if same_phone else {"buyer_phone": f"+8491200000{number}"}
        details = with_voucher(basket, checkout_details(basket, stop=stop, **changes), voucher, at=timezone.now())
        acts.append(
            lambda b=basket, d=details: place_order(
                basket=b, details=d, idempotency_key=uuid.uuid4(), now=timezone.now()
            )
        )
    return acts


@pytest.mark.parametrize(
    ("bounds", "same_phone"),
    [({"most_uses": 1}, False), ({"budget_vnd": 5_999, "uses_per_buyer": 9}, False), ({}, True)],
    ids=["last use", "budget", "one buyer"],
)
def test_the_last_use_goes_to_one_buyer(bounds, same_phone) -> None:
    for _round in range(3):
        voucher = a_voucher(amount_vnd=3_000, **bounds)
        answers = verdicts(*placing(voucher, same_phone=same_phone), refusals=(VoucherUnusable,))
        assert answers == ["VoucherUnusable"] * (BUYERS - 1) + ["done"]
        assert VoucherUse.objects.filter(voucher=voucher).count() == 1
    assert broken() == []


def test_a_use_that_is_given_back_meanwhile_goes_to_at_most_one() -> None:
    for _round in range(3):
        voucher = a_voucher(amount_vnd=3_000, most_uses=1)
        first, *others = placing(voucher)
        order = first()
        came = outcomes(
            lambda o=order: cancel_order(order=o, actor=None, at=timezone.now()), *others, refusals=(VoucherUnusable,)
        )
        placed = [one for one in came[1:] if isinstance(one, Order)]
        standing = VoucherUse.objects.filter(voucher=voucher, released_at=None)
        assert standing.count() == len(placed) <= 1
    assert broken() == []
