"""Sellers are paid to own Stripe accounts: onboarding, transfers once, debts taken back; nothing while it is off."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sellers.models import Partner
from sellers.payouts.bank_file import bank_rows
from sellers.payouts.domain.batches import NothingToPay, approve_batch, make_batch
from sellers.payouts.models import PayoutBatch, Transfer
from shop.accounts.enums import Role
from shop.aftersales.returns.domain.answering import accept
from shop.aftersales.returns.enums import ReturnWay
from shop.ledger.enums import AccountKind
from shop.ledger.queries import balance
from shop.payment.connect.domain import reversing, transferring
from shop.payment.connect.models import ConnectAccount, ConnectReversal
from shop.payment.providers.base import Unavailable
from shop.payment.providers.stripe.accounts import move_to
from tests.factories.goods import SellerFactory, stocked_product
from tests.factories.payouts import payout_of, settled
from tests.factories.people import GrantFactory, UserFactory
from tests.factories.returns import a_reason, asked, delivered_part
from tests.nodes.stripe import SECRET, FakeStripe, event, fake_stripe
from tests.promises import broken
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def fake(settings: Any) -> Iterator[FakeStripe]:
    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = "sk_test_123", SECRET
    settings.STRIPE_CONNECT = True
    with fake_stripe() as running:
        settings.STRIPE_API_BASE = running.address
        yield running


@pytest.fixture
def seller(fake: FakeStripe) -> Partner:
    return SellerFactory(name="HTX Tỏi Đỏ", email="toi@vidu.vn")


def opened(fake: FakeStripe, seller: Partner) -> ConnectAccount:
    """Let an owner go through Stripe's page and Stripe tell of it."""
    owner = sign_in(GrantFactory(user=UserFactory(), role=Role.SELLER_OWNER, seller=seller).user)
    assert owner.post(reverse("seller_centre:connect")).url.startswith("https://connect.stripe.com/")
    account = ConnectAccount.objects.get(seller=seller)
    told(fake, fake.open_account(account.external_id))
    account.refresh_from_db()
    return account


def told(fake: FakeStripe, account: dict[str, Any], **how: Any) -> int:
    body, headers = event("account.updated", account, **how)
    return Client().post("/webhooks/stripe/", body, "application/json", headers=headers).status_code


def approved() -> PayoutBatch:
    now = timezone.now()
    return approve_batch(batch=make_batch(by=UserFactory(), at=now), by=UserFactory(), at=now)


def earned(seller: Partner, price: int = 50_000) -> Any:
    part = delivered_part(goods=stocked_product(seller=seller, price=price), quantity=1)
    settled()
    return part


def test_an_account_is_opened_once_and_follows_what_stripe_says(fake: FakeStripe, seller: Partner) -> None:
    account = opened(fake, seller)
    assert (account.can_receive, account.needs) == (True, [])
    owner = sign_in(GrantFactory(user=UserFactory(), role=Role.SELLER_OWNER, seller=seller).user)
    owner.post(reverse("seller_centre:connect"))
    assert len([thing for thing in fake.things.values() if thing["object"] == "account"]) == 1
    page = owner.get(reverse("seller_centre:money"))
    assert "Đã mở" in page.content.decode() and "https://connect.stripe.com" in page["Content-Security-Policy"]
    fake.things[account.external_id]["capabilities"] = {"transfers": "inactive"}
    assert told(fake, fake.things[account.external_id], name="evt_later") == 200
    account.refresh_from_db()
    assert not account.can_receive
    assert told(fake, fake.things[account.external_id], secret="whsec_wrong") == 400


def test_connected_accounts_may_sign_with_a_secret_of_their_own(
    fake: FakeStripe, seller: Partner, settings: Any
) -> None:
    settings.STRIPE_CONNECT_WEBHOOK_SECRET = "whsec_connect"
    account = opened(fake, seller)
    stripes = fake.things[account.external_id]
    assert told(fake, stripes, name="evt_own", secret="whsec_connect") == 200


def test_while_it_is_off_nobody_sees_it_and_the_bank_pays(settings: Any, seller: Partner, fake: FakeStripe) -> None:
    opened(fake, seller)
    settings.STRIPE_CONNECT = False
    owner = sign_in(GrantFactory(user=UserFactory(), role=Role.SELLER_OWNER, seller=seller).user)
    assert owner.post(reverse("seller_centre:connect")).status_code == 404
    assert "Stripe" not in owner.get(reverse("seller_centre:money")).content.decode()
    earned(seller)
    with pytest.raises(NothingToPay):  # no bank account was entered
        make_batch(by=UserFactory(), at=timezone.now())


def test_a_transfer_moves_the_money_once_whatever_dies(fake: FakeStripe, seller: Partner) -> None:
    opened(fake, seller)
    earned(seller)
    batch = approved()
    assert list(bank_rows(batch))[1:] == []  # the bank has nothing to do with it
    transfer = Transfer.objects.get()
    fake.is_down = True
    with pytest.raises(Unavailable):
        transferring.send(transfer_id=transfer.pk, at=timezone.now())
    fake.is_down = False
    assert transferring.lost(at=timezone.now() + datetime.timedelta(minutes=11)) == [transfer.pk]
    # Stripe did it and the process died before it was noted: the same key moves nothing again.
    first = move_to(account_id=transfer.destination, amount_vnd=50_000, reference=transfer.reference)
    sent = transferring.send(transfer_id=transfer.pk, at=timezone.now())
    assert sent is not None and (sent.state, sent.bank_number) == ("executed", first)
    assert transferring.send(transfer_id=transfer.pk, at=timezone.now()) is None
    assert (fake.balance, balance(AccountKind.CLEARING, "stripe")) == (10**9 - 50_000, -50_000)
    assert (payout_of(seller).state, broken()) == ("paid", [])


def test_a_seller_who_cannot_receive_any_more_waits_for_another_batch(fake: FakeStripe, seller: Partner) -> None:
    account = opened(fake, seller)
    earned(seller)
    approved()
    fake.things[account.external_id]["capabilities"] = {"transfers": "inactive"}
    sent = transferring.send(transfer_id=Transfer.objects.get().pk, at=timezone.now())
    assert sent is not None and sent.state == "rejected" and "insufficient_capabilities" in sent.problem
    assert (payout_of(seller).state, broken()) == ("waiting", [])
    fake.open_account(account.external_id)
    approved()
    fake.balance = 0  # no refusal: there will be money again
    with pytest.raises(Unavailable):
        transferring.send(transfer_id=Transfer.objects.latest("pk").pk, at=timezone.now())
    fake.balance = 10**6
    sent = transferring.send(transfer_id=Transfer.objects.latest("pk").pk, at=timezone.now())
    assert sent is not None and sent.state == "executed"


def test_goods_given_back_after_the_payout_are_taken_back_from_the_transfer(fake: FakeStripe, seller: Partner) -> None:
    opened(fake, seller)
    reason = a_reason(ask_days=90)
    part = earned(seller)
    approved()
    transferring.send(transfer_id=Transfer.objects.get().pk, at=timezone.now())
    request = asked(part, reason=reason)
    accept(request=request, way=ReturnWay.KEEP, words="", actor=UserFactory(), at=timezone.now())
    settled(days_ahead=30)
    assert payout_of(seller).carried_vnd == -50_000
    [payout] = reversing.in_debt()
    [reversal] = reversing.queue(payout=payout, at=timezone.now())
    assert reversing.queue(payout=payout, at=timezone.now()) == []
    assert reversing.waiting() == [reversal.pk]
    done = reversing.send(reversal_id=reversal.pk, at=timezone.now())
    assert done is not None and done.external_id.startswith("trr_")
    assert reversing.send(reversal_id=reversal.pk, at=timezone.now()) is None
    assert (payout_of(seller).carried_vnd, fake.balance, reversing.in_debt()) == (0, 10**9, [])
    assert balance(AccountKind.CLEARING, "stripe") == 0
    assert (ConnectReversal.objects.count(), broken()) == (1, [])
