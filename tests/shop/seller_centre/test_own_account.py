"""An owner says that a transfer came to the own account: once, the right amount, nobody else's order."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shop.accounts.enums import Role
from shop.accounts.models import User
from shop.audit.trail import trail_of
from shop.ledger.queries import order_balances
from shop.order.models import SellerOrder
from shop.payment.listening import listen
from shop.payment.models import Receipt
from shop.payment.providers import provider
from shop.payment.providers.base import Incoming
from shop.payment.providers.vietqr.notifiers.casso import CassoNotifier
from tests.factories.goods import SellerFactory, stocked_product
from tests.factories.payments import SECRET, attempt, set_up_transfers, waiting_order
from tests.factories.people import GrantFactory
from tests.promises import broken

pytestmark = pytest.mark.django_db


@pytest.fixture
def part(settings: Any) -> SellerOrder:
    set_up_transfers(settings)
    settings.COLLECTS_MONEY = "seller"
    seller = SellerFactory(bank_bin="970415", bank_account="00123", bank_holder="HTX")
    return waiting_order(stocked_product(seller=seller, price=10_000)).seller_orders.get()


@pytest.fixture
def owner(part: SellerOrder, client: Client) -> User:
    user = GrantFactory(role=Role.SELLER_OWNER, seller=part.seller).user
    client.force_login(user)
    return user


def page_of(part: SellerOrder) -> str:
    return reverse("seller_centre:order", args=[part.number])


def say(client: Client, part: SellerOrder, **typed: str) -> Any:
    typed = {"so_tien": "10.000", "ma_gd": "ft 0001"} | typed
    return client.post(reverse("seller_centre:order_transfer", args=[part.number]), typed)


def tell(part: SellerOrder, reference: str, *, account: str) -> list[str]:
    """Let the bank's notifier tell of the transfer in its own spelling."""
    now = timezone.now()
    told: dict[str, object] = {
        "id": 1,
        "reference": reference,
        "description": attempt(part.order).reference,
        "amount": 10_000,
        "transactionDateTime": "2026-11-26 10:00:00",
        "accountNumber": account,
    }
    body, headers = CassoNotifier().signed(transfer=told, secret=SECRET, at=now)
    return listen(way=provider("vietqr"), incoming=Incoming(headers=headers, query={}, body=body), at=now)


def test_a_confirmed_transfer_pays_once_and_is_on_the_trail(client: Client, part: SellerOrder, owner: User) -> None:
    assert "Khách chuyển khoản cho bạn" in client.get(page_of(part)).content.decode()
    for _ in range(2):
        assert say(client, part).status_code == 302
    assert tell(part, "Ft-0001", account="00 123") == ["known"]
    receipt = Receipt.objects.get()
    part.order.refresh_from_db()
    assert (receipt.source, part.order.awaits_payment, attempt(part.order).state) == ("seller", False, "succeeded")
    assert order_balances(part.order.number)[f"seller_cash:{part.seller_id}"] == 10_000
    assert [event.actor for event in trail_of(receipt)] == [owner]
    assert "Khách chuyển khoản cho bạn" not in client.get(page_of(part)).content.decode()
    assert broken() == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"so_tien": "9.999"}, "Đơn này chờ 10.000"),
        ({"so_tien": "mười nghìn"}, "bằng chữ số"),
        ({"ma_gd": "?"}, "Ghi mã giao dịch"),
    ],
)
def test_what_does_not_fit_is_refused_and_kept(
    client: Client, part: SellerOrder, owner: User, typed: dict[str, str], said: str
) -> None:
    answer = say(client, part, **typed)
    text = answer.content.decode()
    assert (answer.status_code, said in text, f'value="{next(iter(typed.values()))}"' in text) == (422, True, True)
    assert not Receipt.objects.exists()


def test_a_transaction_of_another_order_is_refused(client: Client, part: SellerOrder, owner: User) -> None:
    other = waiting_order(stocked_product(seller=part.seller, price=10_000)).seller_orders.get()
    assert say(client, other).status_code == 302
    assert "một đơn khác" in say(client, part).content.decode()
    assert Receipt.objects.count() == 1


def test_only_the_owner_of_this_seller_may_say_so(client: Client, part: SellerOrder) -> None:
    for grant, answer in [
        (GrantFactory(role=Role.SELLER_PACKER, seller=part.seller), 403),
        (GrantFactory(role=Role.SELLER_OWNER, seller=SellerFactory()), 404),
    ]:
        client.force_login(grant.user)
        assert say(client, part).status_code == answer
    assert not Receipt.objects.exists()


def test_where_the_market_collects_there_is_nothing_to_say(client: Client, settings: Any) -> None:
    set_up_transfers(settings)
    part = waiting_order(stocked_product(price=10_000)).seller_orders.get()
    client.force_login(GrantFactory(role=Role.SELLER_OWNER, seller=part.seller).user)
    assert "da-nhan-tien" not in client.get(page_of(part)).content.decode()
    assert say(client, part).status_code == 302
    assert not Receipt.objects.exists()


def test_the_page_says_it_was_late(client: Client, part: SellerOrder, owner: User) -> None:
    from shop.aftersales.domain.expiry import expire

    until = part.order.pay_until
    assert until is not None
    expire(order_id=part.order_id, at=until)
    assert timezone.now() < until
    assert "đã hết giờ chờ" in client.get(page_of(part)).content.decode()
