"""The owner's file: another account, closing the shop."""

import pytest
from django.test import Client
from django.urls import reverse

from sellers.enums import SellerState
from sellers.models import Partner
from sellers.standing.models import BankChange
from shop.accounts.enums import Role
from tests.factories.goods import SellerFactory, stocked_product
from tests.factories.orders import placed_order
from tests.factories.people import GrantFactory
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db

PAGE = reverse("seller_centre:standing")
NEW = {"bank_bin": "970436", "bank_account": "2222 2222", "bank_holder": "htx mới"}


@pytest.fixture
def seller() -> Partner:
    return SellerFactory(name="HTX Tỏi Cát", bank_bin="970405", bank_account="11111111", bank_holder="HTX")


@pytest.fixture
def owner(seller: Partner) -> Client:
    return sign_in(GrantFactory(role=Role.SELLER_OWNER, seller=seller).user)


def test_a_new_account_is_asked_for_and_two_people_of_the_office_confirm(owner: Client, seller: Partner) -> None:
    assert owner.post(reverse("seller_centre:ask_bank_change"), NEW).status_code == 302
    change = BankChange.objects.get()
    assert (change.bank_account, change.bank_holder) == ("22222222", "HTX MOI")
    assert "Đang xin đổi sang Vietcombank" in owner.get(PAGE).content.decode()
    first, second = (sign_in(GrantFactory(role=role).user) for role in (Role.FINANCE, Role.REVIEWER))
    address = reverse("backoffice:decide_bank_change", args=[change.pk])
    assert "HTX Tỏi Cát" in first.get(reverse("backoffice:bank_changes")).content.decode()
    assert first.post(address, {"ket_luan": "dong-y"}).status_code == 302
    offered = [person.get(reverse("backoffice:bank_changes")).content.decode() for person in (first, second)]
    assert ["Xác nhận lần hai, đổi tài khoản" in page for page in offered] == [False, True]
    assert first.post(address, {"ket_luan": "dong-y"}).status_code == 422
    seller.refresh_from_db()
    assert seller.bank_account == "11111111"
    money = owner.get(reverse("seller_centre:money")).content.decode()
    assert "••• 1111" in money
    assert second.post(address, {"ket_luan": "dong-y"}).status_code == 302
    seller.refresh_from_db()
    assert seller.bank_account == "22222222"


def test_a_wrong_account_is_named_and_kept(owner: Client) -> None:
    refused = owner.post(reverse("seller_centre:ask_bank_change"), {**NEW, "bank_account": "12"})
    assert refused.status_code == 422
    assert "từ 6 đến 19 chữ số" in refused.content.decode()
    assert 'value="12"' in refused.content.decode()
    assert not BankChange.objects.exists()


def test_closing_wants_the_name_and_no_open_orders(owner: Client, seller: Partner) -> None:
    address = reverse("seller_centre:close_shop")
    assert "đúng tên gian hàng" in owner.post(address, {"ten": "HTX"}).content.decode()
    order = placed_order(stocked_product(seller=seller))
    assert "Còn 1 đơn chưa xong" in owner.post(address, {"ten": seller.name}).content.decode()
    order.seller_orders.update(state="cancelled")
    assert owner.post(address, {"ten": "htx tỏi cát"}).status_code == 302
    seller.refresh_from_db()
    assert seller.state == SellerState.CLOSED
    assert "Đã đóng" in owner.get(PAGE).content.decode()


def test_only_the_owner_sees_the_file(seller: Partner) -> None:
    manager = sign_in(GrantFactory(role=Role.SELLER_MANAGER, seller=seller).user)
    assert manager.get(PAGE).status_code == 403
    assert reverse("seller_centre:standing") not in manager.get(reverse("seller_centre:today")).content.decode()
