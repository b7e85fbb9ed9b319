"""The bank took money back that was to be refunded: that is the refund, and what is left is borne as decided."""

import html
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sellers.commission.models import CommissionRate
from sellers.models import Partner
from sellers.payouts.queries import owed
from shop.accounts.enums import Role
from shop.aftersales.disputes.domain.deciding import decide, undecided
from shop.aftersales.disputes.domain.settling import NothingTaken, settle_by_bank
from shop.aftersales.disputes.models import DisputeDecision, DisputeShare
from shop.aftersales.domain.cancel import cancel_order
from shop.aftersales.returns.domain.granting import grant
from shop.aftersales.returns.domain.paying_back import follow_refunds
from shop.audit.models import AuditEvent
from shop.communication.models import Message
from shop.ledger.queries import balance, order_balances
from shop.order.models import Order, SellerOrder
from shop.payment.domain.refunding import finish_refund
from shop.payment.models import Dispute, Refund
from tests.factories.cards import dispute_moved, pay_by_card, refused_refund, set_up_cards
from tests.factories.delivered import hand_over
from tests.factories.goods import stocked_product
from tests.factories.orders import placed_order
from tests.factories.payouts import seller_with_account, settled
from tests.factories.people import GrantFactory, UserFactory
from tests.factories.places import RunStopFactory
from tests.factories.returns import asked
from tests.factories.vouchers import a_sponsor, a_voucher
from tests.promises import broken
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
BORNE = {"kind": "percent", "per_cent": 20, "cap_vnd": 100_000, "scope": "seller"}


@pytest.fixture(autouse=True)
def cards(settings: Any) -> None:
    set_up_cards(settings)
    CommissionRate.objects.create(basis_points=1000, valid_from="2026-01-01", basis="QĐ 1")


@pytest.fixture
def order() -> Order:
    """Two goods of 50.000 by card, 20 % off: the market bears half, the seller 30 %, a sponsor 20 %."""
    seller = seller_with_account()
    bearers = {"platform_per_cent": 50, "seller_per_cent": 30, "sponsor_per_cent": 20, "sponsor": a_sponsor()}
    voucher = a_voucher(**BORNE, **bearers, seller=seller)
    goods = stocked_product(seller=seller, price=50_000)
    stop = RunStopFactory(point__fee_vnd=0)
    made = placed_order((goods, 2), stop=stop, payment_method="stripe", voucher=voucher)
    assert pay_by_card(made).amount_vnd == 80_000
    return made


def one_returned(order: Order) -> tuple[Refund, SellerOrder]:
    """Hand over, take one of the two goods back; its refund is refused by the card network."""
    part = hand_over(order)
    request = asked(part, quantity=1)
    grant(request=request, amount_vnd=int(request.asked_vnd), actor=None, at=timezone.now())
    return refused_refund(), part


def closed(refund: Refund) -> Refund:
    return settle_by_bank(refund=refund, by=UserFactory(), at=timezone.now())


def test_a_cancelled_orders_refund_that_the_bank_paid_is_closed_once_and_the_buyer_reads_how(order: Order) -> None:
    cancel_order(order=order, actor=None, at=timezone.now())
    refund, finance = refused_refund(), sign_in(GrantFactory(role=Role.FINANCE).user)
    close, desk = reverse("backoffice:refund_by_bank", args=[refund.pk]), reverse("backoffice:refunds")
    dispute_moved("needs_response", amount_vnd=80_000)
    assert close not in finance.get(desk).content.decode()
    assert "chưa xử" in finance.post(close, follow=True).content.decode()
    dispute_moved("lost", amount_vnd=80_000)
    assert close in finance.get(desk).content.decode() and broken() == []

    for _again in range(2):
        assert finance.post(close).status_code == 302

    refund.refresh_from_db()
    assert (refund.state, refund.dispute, broken()) == ("done", Dispute.objects.get(), [])
    assert closed(refund).done_at == refund.done_at
    balances = order_balances(order.number)
    assert {code: amount for code, amount in balances.items() if amount} == {}
    assert (balance("clearing", "stripe"), list(undecided())) == (0, [])
    assert DisputeDecision.objects.get().market_vnd == 0
    assert AuditEvent.objects.filter(action="refund.by_bank").count() == 1
    assert "ngân hàng phát hành thẻ" in Message.objects.get(template="refund_by_bank").body
    page = html.unescape(Client().get(order.get_absolute_url()).content.decode())
    assert "Ngân hàng phát hành thẻ đã trả lại bạn 80.000" in page and "chợ không chuyển thêm" in page
    assert close not in finance.get(desk).content.decode()


@pytest.mark.parametrize("decided_first", [True, False])
def test_what_is_left_after_a_returned_good_is_borne_alike_in_whatever_order_finance_acts(
    order: Order, decided_first: bool
) -> None:
    refund, part = one_returned(order)
    assert refund.amount_vnd == 40_000
    dispute = dispute_moved("lost", amount_vnd=80_000)
    steps = [
        lambda: decide(dispute=dispute, seller_bears=True, reason="Giao sai", by=UserFactory(), at=timezone.now()),
        lambda: closed(refund),
    ]
    for step in steps if decided_first else reversed(steps):
        step()
        assert broken() == []

    # What stands: one good of 50.000, 10.000 off, of which the seller bears 3.000; commission 10 % of 47.000.
    earned = 47_000 - 4_700
    assert sum(DisputeShare.objects.values_list("amount_vnd", flat=True)) == 40_000
    assert (owed(part.seller).payable_vnd, balance("dispute_loss", "")) == (earned - 40_000, 0)
    assert (balance("discount", ""), balance("sponsor_due", str(part.order.voucher_use.voucher.sponsor_id))) == (
        5_000,
        2_000,
    )
    follow_refunds(at=timezone.now())
    assert broken() == []
    assert settled().part_count == 1


def test_a_lost_dispute_of_a_discounted_order_leaves_the_discounts_bearers_alone(order: Order) -> None:
    part = hand_over(order)
    dispute = dispute_moved("lost", amount_vnd=80_000)
    decision = decide(dispute=dispute, seller_bears=True, reason="Giao sai", by=UserFactory(), at=timezone.now())
    # The seller earned 94.000 less 10 %: it gives back what the buyer paid, never more.
    assert (decision.market_vnd, decision.shares.get().amount_vnd) == (0, 80_000)
    assert owed(part.seller).payable_vnd == 84_600 - 80_000
    assert (balance("discount", ""), balance("dispute_loss", ""), broken()) == (10_000, 0, [])


def test_what_the_bank_did_not_pay_is_still_transferred_by_hand(order: Order) -> None:
    cancel_order(order=order, actor=None, at=timezone.now())
    refund, finance = refused_refund(), UserFactory()
    dispute_moved("lost", amount_vnd=30_000)
    assert closed(refund).amount_vnd == 30_000
    [rest] = Refund.objects.filter(state="by_hand")
    assert (rest.amount_vnd, broken()) == (50_000, [])
    with pytest.raises(NothingTaken):
        closed(rest)
    finish_refund(refund=rest, at=timezone.now(), external_id="FT1", actor=finance)
    assert (balance("clearing", "stripe"), order_balances(order.number)["refund_due:" + order.number]) == (0, 0)
    assert broken() == []


def test_two_sellers_of_one_order_bear_a_dispute_by_what_each_was_paid() -> None:
    first, second = seller_with_account(), seller_with_account()
    voucher = a_voucher(amount_vnd=30_000, minimum_vnd=100_000)
    goods = [stocked_product(seller=first, price=100_000), stocked_product(seller=second, price=50_000)]
    order = placed_order(*goods, stop=RunStopFactory(point__fee_vnd=0), payment_method="stripe", voucher=voucher)
    pay_by_card(order)
    hand_over(order)
    dispute = dispute_moved("lost", amount_vnd=120_000)
    decide(dispute=dispute, seller_bears=True, reason="Giao sai", by=UserFactory(), at=timezone.now())
    borne = dict(DisputeShare.objects.values_list("seller_order__seller", "amount_vnd"))
    assert borne == {first.pk: 80_000, second.pk: 40_000}
    assert (balance("discount", ""), balance("dispute_loss", ""), broken()) == (30_000, 0, [])
    assert {owed(Partner.objects.get(pk=pk)).payable_vnd for pk in borne} == {10_000, 5_000}
