"""Sellers are paid to own Stripe accounts: onboarding, transfers once, debts taken back; nothing while it is off."""

import datetime
import html
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sellers.models import Partner
from sellers.payouts.bank_file import bank_rows
from sellers.payouts.domain.batches import NothingToPay, approve_batch, make_batch
from sellers.payouts.domain.executing import receive_debt
from sellers.payouts.models import PayoutBatch, Transfer
from shop.accounts.enums import Role
from shop.aftersales.returns.domain.answering import accept
from shop.aftersales.returns.enums import ReturnWay
from shop.backoffice.payouts.queries import rejected
from shop.ledger.enums import AccountKind
from shop.ledger.queries import balance
from shop.payment.connect.domain import reversing, transferring
from shop.payment.connect.models import ConnectAccount, ConnectReversal
from shop.payment.domain.refunding import return_unmatched
from shop.payment.domain.sending import send
from shop.payment.models import Receipt
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


def refuse(fake: FakeStripe, account: ConnectAccount) -> Transfer:
    """Let Stripe refuse the transfer of a new batch."""
    approved()
    fake.things[account.external_id]["capabilities"] = {"transfers": "inactive"}
    sent = transferring.send(transfer_id=Transfer.objects.latest("pk").pk, at=timezone.now())
    assert sent is not None and sent.state == "rejected"
    return sent


def text_of(page: Any) -> str:
    return html.unescape(page.content.decode())


def test_finance_sees_why_stripe_refused_and_lets_the_bank_pay(fake: FakeStripe, seller: Partner) -> None:
    account = opened(fake, seller)
    earned(seller)
    transfer, finance = refuse(fake, account), sign_in(GrantFactory(role=Role.FINANCE).user)
    page = text_of(finance.get(reverse("backoffice:payouts_stripe")))
    assert "HTX Tỏi Đỏ" in page and "Nhờ nhà bán mở trang Stripe" in page and "insufficient_capabilities" in page
    fake.open_account(account.external_id)
    refuse(fake, account)
    assert rejected().count() == 1  # the last refusal of each payout
    assert reverse("backoffice:payouts_stripe") in text_of(finance.get(reverse("backoffice:payouts")))
    batch = text_of(finance.get(reverse("backoffice:batch", args=[transfer.batch_id])))
    assert "Stripe từ chối" in batch and account.external_id in batch and "XLSX" not in batch
    bank = {"duong": "ngan-hang"}
    chosen = finance.post(reverse("backoffice:payout_way", args=[transfer.payout_id]), bank, follow=True)
    assert "chưa khai tài khoản ngân hàng" in text_of(chosen)
    Partner.objects.filter(pk=seller.pk).update(bank_bin="970405", bank_account="123456789")
    finance.post(reverse("backoffice:payout_way", args=[transfer.payout_id]), bank)
    fake.open_account(account.external_id)  # Stripe could pay again, and still the bank does
    assert [row[1] for row in bank_rows(approved())][1:] == [Transfer.objects.latest("pk").reference]
    late = finance.post(reverse("backoffice:payout_way", args=[transfer.payout_id]), {"duong": "stripe"}, follow=True)
    assert "vừa vào một đợt chuyển khác" in text_of(late)
    assert broken() == []


def test_a_transfer_stripe_cannot_make_is_given_up_only_when_it_did_not_move(fake: FakeStripe, seller: Partner) -> None:
    opened(fake, seller)
    Partner.objects.filter(pk=seller.pk).update(bank_bin="970405", bank_account="123456789")
    earned(seller)
    approved()
    transfer, finance, fake.balance = Transfer.objects.get(), sign_in(GrantFactory(role=Role.FINANCE).user), 0
    with pytest.raises(Unavailable):
        transferring.send(transfer_id=transfer.pk, at=timezone.now())
    page = text_of(finance.get(reverse("backoffice:payouts_stripe")))
    assert "Số dư Stripe không đủ" in page and "Vừa hỏi xong" in page
    act = reverse("backoffice:payout_unanswered", args=[transfer.pk])
    assert "Chờ 5 phút" in text_of(finance.post(act, {"viec": "thoi-cho"}, follow=True))
    Transfer.objects.update(tried_at=timezone.now() - datetime.timedelta(minutes=6))
    fake.is_down = True
    assert "đừng chuyển tay" in text_of(finance.post(act, {"viec": "thoi-cho"}, follow=True))
    fake.is_down, fake.balance = False, 10**6  # it moves the money, and nobody hears
    number = move_to(
        account_id=transfer.destination, amount_vnd=50_000, reference=transfer.reference
    )  # it did after all
    assert "Stripe đã chuyển" in text_of(finance.post(act, {"viec": "thoi-cho"}, follow=True))
    transfer.refresh_from_db()
    assert (transfer.state, transfer.bank_number, payout_of(seller).by_bank) == ("executed", number, False)
    delivered_part(goods=stocked_product(seller=seller, price=70_000), quantity=1)
    settled(days_ahead=60)
    approved()
    waiting = Transfer.objects.latest("pk")
    finance.post(reverse("backoffice:payout_unanswered", args=[waiting.pk]), {"viec": "thoi-cho"})
    assert (payout_of(seller).state, payout_of(seller).by_bank) == ("waiting", True)
    assert transferring.send(transfer_id=waiting.pk, at=timezone.now()) is None
    assert (fake.balance, broken()) == (10**6 - 50_000, [])


def indebted(fake: FakeStripe, seller: Partner) -> ConnectReversal:
    """Let goods come back after Stripe paid for them; return what is queued to be taken back."""
    opened(fake, seller)
    reason, part = a_reason(ask_days=90), earned(seller)
    approved()
    transferring.send(transfer_id=Transfer.objects.get().pk, at=timezone.now())
    accept(request=asked(part, reason=reason), way=ReturnWay.KEEP, words="", actor=UserFactory(), at=timezone.now())
    settled(days_ahead=30)
    [reversal] = reversing.queue(payout=payout_of(seller), at=timezone.now())
    return reversal


def test_a_refused_reversal_is_tried_again_or_left_to_the_next_payout(fake: FakeStripe, seller: Partner) -> None:
    reversal = indebted(fake, seller)
    stripes = fake.things[reversal.transfer.bank_number]
    stripes["amount"], whole = 1, stripes["amount"]
    reversing.send(reversal_id=reversal.pk, at=timezone.now())
    assert (reversing.waiting(), reversing.send(reversal_id=reversal.pk, at=timezone.now())) == ([], None)
    finance = sign_in(GrantFactory(role=Role.FINANCE).user)
    assert "Stripe từ chối thu lại nợ" in text_of(finance.get(reverse("backoffice:payouts_stripe")))
    act = reverse("backoffice:payout_reversal", args=[reversal.pk])
    finance.post(act, {"viec": "thu-lai"})
    reversing.send(reversal_id=reversal.pk, at=timezone.now())  # refused once more
    finance.post(act, {"viec": "thoi"})
    reversal.refresh_from_db()
    assert (reversal.tries, reversal.dropped_at is not None, payout_of(seller).carried_vnd) == (1, True, -50_000)
    assert (finance.post(act, {"viec": "thu-lai"}).status_code, reversing.refused().count()) == (404, 0)
    stripes["amount"] = whole
    assert reversing.queue(payout=payout_of(seller), at=timezone.now()) == []  # left to the next period
    settled(days_ahead=60)
    assert broken() == []


def test_a_debt_that_was_paid_meanwhile_is_taken_no_more_and_what_came_too_much_goes_back(
    fake: FakeStripe, seller: Partner
) -> None:
    reversal, now = indebted(fake, seller), timezone.now()
    receive_debt(payout=payout_of(seller), amount_vnd=20_000, bank_number="FT1", by=UserFactory(), at=now)
    ConnectReversal.objects.update(tried_at=now)  # Stripe was asked for all of it before, and nobody noted the answer
    done = reversing.send(reversal_id=reversal.pk, at=now)
    assert done is not None and (done.amount_vnd, payout_of(seller).carried_vnd) == (50_000, 0)
    receipt = Receipt.objects.get(state="unmatched")
    assert (receipt.amount_vnd, "trả lại nhà bán" in receipt.remark) == (20_000, True)
    refund = return_unmatched(receipt=receipt, actor=UserFactory(), reason="Thu thừa", at=now)
    assert refund is not None
    send(refund_id=refund.pk, at=now)
    refund.refresh_from_db()
    assert (refund.state, balance(AccountKind.UNMATCHED, "stripe"), broken()) == ("by_hand", 0, [])


def test_a_debt_paid_before_stripe_was_asked_is_left_alone(fake: FakeStripe, seller: Partner) -> None:
    reversal, now = indebted(fake, seller), timezone.now()
    receive_debt(payout=payout_of(seller), amount_vnd=50_000, bank_number="FT1", by=UserFactory(), at=now)
    assert reversing.send(reversal_id=reversal.pk, at=now) is None
    assert (fake.balance, ConnectReversal.objects.get().dropped_at) == (10**9 - 50_000, now)
