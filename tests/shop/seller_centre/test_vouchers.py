"""A seller issues vouchers for its own goods, moves them, and answers the office's question to bear a share."""

import datetime

import pytest
from django.utils import timezone

from shop.accounts.enums import Role
from shop.order.models import SellerOrder
from shop.vouchers.domain.making import NotAllowed, leave
from shop.vouchers.enums import Scope, VoucherState
from shop.vouchers.models import Voucher
from tests.factories.goods import SellerFactory, stocked_product
from tests.factories.orders import placed_order
from tests.factories.people import GrantFactory
from tests.factories.vouchers import a_seller_voucher, a_voucher
from tests.promises import broken
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
ADDRESS = "/kenh-nguoi-ban/ma-giam-gia/"


def answers(**more: str) -> dict[str, str]:
    today = timezone.localdate()
    return {
        "code": "THAIAN10",
        "title": "Khách quen",
        "kind": "percent",
        "per_cent": "10",
        "cap_vnd": "30.000",
        "minimum_vnd": "50.000",
        "starts_on": f"{today}",
        "ends_on": f"{today + datetime.timedelta(days=9)}",
        "uses_per_buyer": "2",
    } | more


def test_a_seller_issues_pauses_and_ends_a_voucher_it_bears_alone() -> None:
    seller = SellerFactory()
    client = sign_in(GrantFactory(role=Role.SELLER_MANAGER, seller=seller).user)
    assert client.post(ADDRESS, answers(platform_per_cent="100", scope="market")).status_code == 302
    voucher = Voucher.objects.get()
    assert (voucher.scope, voucher.seller, voucher.seller_per_cent, voucher.is_sellers) == (
        Scope.SELLER,
        seller,
        100,
        True,
    )
    placed_order(stocked_product(seller=seller, price=60_000), voucher=voucher)
    page = client.get(ADDRESS).content.decode().replace("\u00a0", " ")
    assert "THAIAN10" in page and "Đã dùng 1 lượt, giảm 6.000 ₫" in page
    for act, state in (("dung", "paused"), ("tiep", "active"), ("ket-thuc", "ended")):
        client.post(f"{ADDRESS}{voucher.pk}/viec/", {"viec": act})
        voucher.refresh_from_db()
        assert voucher.state == state


def test_what_is_wrong_is_said_and_kept() -> None:
    client = sign_in(GrantFactory(role=Role.SELLER_OWNER, seller=SellerFactory()).user)
    answer = client.post(ADDRESS, answers(cap_vnd="", title="Khách quen cũ"))
    assert answer.status_code == 422
    assert "Ghi số tiền giảm nhiều nhất" in answer.content.decode() and "Khách quen cũ" in answer.content.decode()


def test_only_the_owner_agrees_to_bear_a_share_and_only_once() -> None:
    seller = SellerFactory()
    owner = sign_in(GrantFactory(role=Role.SELLER_OWNER, seller=seller).user)
    manager = sign_in(GrantFactory(role=Role.SELLER_MANAGER, seller=seller).user)
    voucher = a_voucher(scope=Scope.SELLER, seller=seller, seller_per_cent=40, state=VoucherState.WAITING)
    assert "phần bạn 40 %" in owner.get(ADDRESS).content.decode()

    assert manager.post(f"{ADDRESS}{voucher.pk}/tra-loi/", {"tra-loi": "dong-y"}).status_code == 403
    voucher.refresh_from_db()
    assert voucher.state == VoucherState.WAITING
    owner.post(f"{ADDRESS}{voucher.pk}/tra-loi/", {"tra-loi": "dong-y"})
    owner.post(f"{ADDRESS}{voucher.pk}/tra-loi/", {"tra-loi": "tu-choi"})
    voucher.refresh_from_db()
    assert voucher.state == VoucherState.ACTIVE


def test_another_sellers_voucher_is_out_of_sight_and_reach() -> None:
    theirs = a_seller_voucher(SellerFactory(), code="CUAHO123")
    client = sign_in(GrantFactory(role=Role.SELLER_OWNER, seller=SellerFactory()).user)
    assert "CUAHO123" not in client.get(ADDRESS).content.decode()
    assert client.post(f"{ADDRESS}{theirs.pk}/viec/", {"viec": "dung"}).status_code == 404
    assert client.post(f"{ADDRESS}{theirs.pk}/tra-loi/", {"tra-loi": "dong-y"}).status_code == 404


def test_an_owner_leaves_a_shared_voucher_and_nobody_bears_its_share_in_its_stead() -> None:
    seller = SellerFactory()
    owner = sign_in(GrantFactory(role=Role.SELLER_OWNER, seller=seller).user)
    manager = sign_in(GrantFactory(role=Role.SELLER_MANAGER, seller=seller).user)
    finance = sign_in(GrantFactory(role=Role.FINANCE).user)
    voucher = a_voucher(scope=Scope.SELLER, seller=seller, seller_per_cent=40, uses_per_buyer=9)
    goods = stocked_product(seller=seller, price=60_000)
    before = placed_order(goods, voucher=voucher).seller_orders.get()
    leave, desk = f"{ADDRESS}{voucher.pk}/thoi-chiu/", f"/quan-tri/ma-giam-gia/{voucher.pk}/"
    assert leave in owner.get(ADDRESS).content.decode() and leave not in manager.get(ADDRESS).content.decode()
    assert manager.post(leave).status_code == 403

    assert owner.post(leave, {"ly-do": "Hết vụ"}).status_code == 302

    voucher.refresh_from_db()
    assert (voucher.state, voucher.seller_per_cent, voucher.platform_per_cent) == (VoucherState.LEFT, 40, 60)
    assert (placed_order(goods, voucher=voucher).discount_vnd, voucher.uses.count()) == (0, 1)
    kept = SellerOrder.objects.get(pk=before.pk)
    assert (kept.seller_discount_vnd, kept.platform_discount_vnd) == (1_200, 1_800)
    page = finance.get(desk).content.decode()
    assert "thôi chịu phần 40 %" in page and "Hết vụ" in page
    assert voucher.code in finance.get("/quan-tri/ma-giam-gia/?cua=thoi-chiu").content.decode()
    finance.post(f"{desk}viec/", {"viec": "tiep"})
    voucher.refresh_from_db()
    assert voucher.state == VoucherState.LEFT
    finance.post(f"{desk}viec/", {"viec": "moi-lai"})
    owner.post(f"{ADDRESS}{voucher.pk}/tra-loi/", {"tra-loi": "dong-y"})
    voucher.refresh_from_db()
    assert voucher.state == VoucherState.ACTIVE and broken() == []


def test_a_sellers_own_voucher_is_not_left_but_ended() -> None:
    own = a_seller_voucher(SellerFactory())
    with pytest.raises(NotAllowed):
        leave(voucher=own, by=own.created_by, at=timezone.now())
