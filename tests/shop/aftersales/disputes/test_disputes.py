"""A lost dispute leaves the provider's account at once and is borne by whom finance says, once."""

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
from shop.aftersales.disputes.domain.deciding import NotLost, decide, undecided
from shop.aftersales.returns.domain.refusals import NotReturnable
from shop.ledger.enums import AccountKind
from shop.ledger.queries import balance
from shop.order.models import SellerOrder
from shop.payment.domain.notices import take_notice
from shop.payment.models import Dispute, Receipt, Refund
from shop.payment.providers.base import DisputeMoved, MoneyCame, Notice
from tests.factories.delivered import hand_over
from tests.factories.goods import stocked_product
from tests.factories.orders import placed_order
from tests.factories.payments import attempt
from tests.factories.payouts import payout_of, seller_with_account, settled
from tests.factories.people import GrantFactory, UserFactory
from tests.factories.places import RunStopFactory
from tests.factories.returns import asked
from tests.promises import broken
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
PRICE = 100_000
DUE = {"created_at": timezone.now(), "next_try_at": timezone.now()}


@pytest.fixture
def seller() -> Partner:
    CommissionRate.objects.create(basis_points=1000, valid_from="2026-01-01", basis="QĐ 1")
    return seller_with_account()


@pytest.fixture
def part(seller: Partner, settings: Any) -> SellerOrder:
    """A part paid by card and handed over."""
    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = "sk_test_1", "whsec_1"
    order = placed_order(
        stocked_product(seller=seller, price=PRICE), stop=RunStopFactory(point__fee_vnd=0), payment_method="stripe"
    )
    money = MoneyCame(external_id="pi_1", amount_vnd=PRICE, paid_at=timezone.now(), reference=attempt(order).reference)
    take_notice(code="stripe", notice=Notice(key="e1", kind="x", body="{}", fact=money), at=timezone.now())
    return hand_over(order)


def moved(state: str, *, money: str = "pi_1") -> Dispute:
    """Let the bank move a dispute."""
    fact = DisputeMoved(external_id="dp_1", money_id=money, amount_vnd=PRICE, reason="fraudulent", state=state)
    notice = Notice(key=f"dp_1:{state}", kind="charge.dispute", body="{}", fact=fact)
    take_notice(code="stripe", notice=notice, at=timezone.now())
    return Dispute.objects.get()


def test_lost_money_leaves_the_provider_and_the_seller_bears_its_own_share(part: SellerOrder) -> None:
    moved("needs_response")
    assert (balance(AccountKind.CLEARING, "stripe"), broken()) == (PRICE, [])
    dispute, by = moved("lost"), UserFactory()
    moved("lost")
    assert (balance(AccountKind.CLEARING, "stripe"), list(undecided()), broken()) == (0, [dispute], [])
    assert settled().part_count == 0
    decision = decide(dispute=dispute, seller_bears=True, reason="Giao sai hàng", by=by, at=timezone.now())
    assert (decision.market_vnd, decision.shares.get().amount_vnd) == (10_000, 90_000)
    assert (owed(part.seller).payable_vnd, balance(AccountKind.DISPUTE_LOSS, "")) == (0, 10_000)
    with pytest.raises(NotLost):
        decide(dispute=dispute, seller_bears=False, reason="Nhầm", by=by, at=timezone.now())
    assert broken() == []


def test_what_was_paid_out_before_becomes_a_debt(part: SellerOrder) -> None:
    settled()
    assert payout_of(part.seller).amount_vnd == 90_000
    dispute = moved("lost")
    decide(dispute=dispute, seller_bears=True, reason="Giao sai", by=UserFactory(), at=timezone.now())
    settled(days_ahead=30)
    assert (payout_of(part.seller).carried_vnd, broken()) == (-90_000, [])


def test_the_market_bears_it_and_the_seller_is_settled_as_ever(part: SellerOrder) -> None:
    dispute = moved("lost")
    decide(dispute=dispute, seller_bears=False, reason="Giao đúng, có mã", by=UserFactory(), at=timezone.now())
    settled()
    assert (payout_of(part.seller).amount_vnd, balance(AccountKind.DISPUTE_LOSS, ""), broken()) == (90_000, PRICE, [])


def test_money_of_no_order_is_the_markets_to_bear(part: SellerOrder) -> None:
    dispute = moved("lost", money="pi_other")
    decide(dispute=dispute, seller_bears=True, reason="Không rõ", by=UserFactory(), at=timezone.now())
    assert balance(AccountKind.DISPUTE_LOSS, "") == PRICE


def test_a_buyer_who_went_to_the_bank_asks_for_nothing_back_a_second_time(part: SellerOrder) -> None:
    dispute = moved("needs_response")
    with pytest.raises(NotReturnable, match="ngân hàng"):
        asked(part)
    moved("won")
    assert (asked(part).seller_order, dispute.amount_vnd) == (part, PRICE)


def test_nobody_transfers_by_hand_what_the_bank_was_asked_for(part: SellerOrder) -> None:
    receipt = Receipt.objects.get()
    refund = Refund.objects.create(
        receipt=receipt, kind="return", state="by_hand", amount_vnd=PRICE, reason="Hủy", **DUE
    )
    finance, done = sign_in(GrantFactory(role=Role.FINANCE).user), reverse("backoffice:refund_done", args=[refund.pk])
    moved("needs_response")
    assert "Đừng chuyển, đợi" in finance.get(reverse("backoffice:refunds")).content.decode()
    assert "hai lần" in finance.post(done, {"ma": "FT1"}, follow=True).content.decode()
    refund.refresh_from_db()
    assert refund.state == "by_hand"
    moved("won")
    assert "Đừng chuyển" not in finance.get(reverse("backoffice:refunds")).content.decode()


def test_finance_sees_what_is_known_and_says_who_bears_it(part: SellerOrder) -> None:
    dispute, finance = moved("lost"), sign_in(GrantFactory(role=Role.FINANCE).user)
    address = reverse("backoffice:dispute", args=[dispute.pk])
    assert address in finance.get(reverse("backoffice:receipts")).content.decode()
    page = html.unescape(finance.get(address).content.decode())
    assert part.order.number in page and "90.000" in page and part.run_stop.point.name in page
    for wrong in ({"ai": "khach", "ly_do": "x"}, {"ai": "cho", "ly_do": " "}):
        assert finance.post(address, wrong).status_code == 422
    assert finance.post(address, {"ai": "cho", "ly_do": "Giao đúng"}).status_code == 302
    assert "Chợ chịu" in html.unescape(finance.get(address).content.decode())
    assert Client().get(address).status_code != 200
