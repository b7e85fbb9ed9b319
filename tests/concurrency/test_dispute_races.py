"""A refund that the buyer's bank paid is closed by two people at once, and while somebody decides about the dispute."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from sellers.payouts.queries import owed
from shop.aftersales.disputes.domain.deciding import NotLost, decide
from shop.aftersales.disputes.domain.settling import settle_by_bank
from shop.aftersales.returns.domain.granting import grant
from shop.audit.models import AuditEvent
from shop.ledger.queries import balance
from tests.concurrency.barrier import outcomes
from tests.factories.cards import dispute_moved, pay_by_card, refused_refund, set_up_cards
from tests.factories.delivered import hand_over
from tests.factories.goods import stocked_product
from tests.factories.orders import placed_order
from tests.factories.payouts import seller_with_account
from tests.factories.people import UserFactory
from tests.factories.places import RunStopFactory
from tests.factories.returns import asked
from tests.promises import broken

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
PRICE = 50_000


def test_closed_twice_while_it_is_decided_leaves_one_refund_and_the_rest_to_the_seller(settings: Any) -> None:
    set_up_cards(settings)
    seller = seller_with_account()
    goods = stocked_product(seller=seller, price=PRICE)
    order = placed_order((goods, 2), stop=RunStopFactory(point__fee_vnd=0), payment_method="stripe")
    pay_by_card(order)
    request = asked(hand_over(order), quantity=1)
    with transaction.atomic():
        grant(request=request, amount_vnd=int(request.asked_vnd), actor=None, at=timezone.now())
    refund, by, now = refused_refund(), UserFactory(), timezone.now()
    dispute = dispute_moved("lost", amount_vnd=2 * PRICE)

    outcomes(
        lambda: settle_by_bank(refund=refund, by=by, at=now),
        lambda: settle_by_bank(refund=refund, by=by, at=now),
        lambda: decide(dispute=dispute, seller_bears=True, reason="Giao sai", by=by, at=now),
        lambda: decide(dispute=dispute, seller_bears=True, reason="Giao sai", by=by, at=now),
        refusals=(NotLost,),
    )

    assert (owed(seller).payable_vnd, balance("dispute_loss", ""), balance("clearing", "stripe")) == (0, 0, 0)
    assert AuditEvent.objects.filter(action="refund.by_bank").count() == 1
    assert broken() == []
