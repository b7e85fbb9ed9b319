"""The basket page: grouping, changes told and accepted, steps, saved for later."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sellers.enums import SellerState
from sellers.models import Partner, StockRecord
from shop.basket.models import Basket, Line
from tests.factories.baskets import put_in_basket
from tests.factories.goods import SellerFactory, stocked_product
from tests.factories.people import UserFactory
from tests.factories.places import CommuneFactory, PointFactory, RunFactory, RunStopFactory
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
PAGE = "/gio-hang/"


def html_of(client: Client) -> str:
    return client.get(PAGE).content.decode()


def change(client: Client, name: str, *args: int, **data: object):
    return client.post(reverse(f"basket:{name}", args=args), data, follow=True)


def test_a_visitor_without_basket_costs_no_query_and_gets_no_cookie(client, django_assert_num_queries):
    html_of(client)  # what every page keeps is now kept
    with django_assert_num_queries(0):
        page = client.get(PAGE)
    assert "Giỏ hàng đang trống" in page.content.decode()
    assert not page.cookies
    assert not Basket.objects.exists()


def test_a_signed_in_visitor_without_basket_makes_no_row():
    client = sign_in(UserFactory())
    assert "Giỏ hàng đang trống" in html_of(client)
    assert not Basket.objects.exists()


def test_goods_are_grouped_by_seller_with_subtotal_and_weight(client):
    garlic, sauce = SellerFactory(name="HTX Tỏi"), SellerFactory(name="Nước mắm Cô Sáu")
    put_in_basket(client, stocked_product(seller=garlic, price=140_000, weight_g=1000), 2)
    put_in_basket(client, stocked_product(seller=sauce, price=98_000, weight_g=900), 1)
    put_in_basket(client, stocked_product(seller=garlic, price=245_000, weight_g=400), 1)

    contents = client.get(PAGE).context["contents"]
    assert [(part.seller.name, part.goods_vnd, part.weight_g) for part in contents.parts] == [
        ("HTX Tỏi", 525_000, 2400),
        ("Nước mắm Cô Sáu", 98_000, 900),
    ]
    html = html_of(client)
    assert "3 món của 2 người bán" in html
    assert "525.000\xa0₫" in html and "623.000\xa0₫" in html and "2,4\xa0kg" in html


def test_a_price_change_is_told_and_applies_only_when_accepted(client):
    line = put_in_basket(client, stocked_product(price=98_000), 2)
    StockRecord.objects.update(price=110_000)

    assert "Giá đổi từ 98.000\xa0₫ thành 110.000\xa0₫." in html_of(client)
    line.refresh_from_db()
    assert line.price_incl_tax == 98_000

    change(client, "accept", line.pk, nhan="110000:2")
    line.refresh_from_db()
    assert line.price_incl_tax == 110_000
    assert "Giá đổi" not in html_of(client)


def test_accepting_a_price_that_moved_again_changes_nothing_and_tells(client):
    line = put_in_basket(client, stocked_product(price=98_000))
    StockRecord.objects.update(price=120_000)
    answer = change(client, "accept", line.pk, nhan="110000:1")
    line.refresh_from_db()
    assert line.price_incl_tax == 98_000
    assert "vừa đổi lần nữa" in answer.content.decode()
    assert "Giá đổi từ 98.000\xa0₫ thành 120.000\xa0₫." in answer.content.decode()


def test_too_little_stock_is_told_and_reduced_only_when_accepted(client):
    line = put_in_basket(client, stocked_product(stock=5, unit="chai"), 3)
    StockRecord.objects.update(num_in_stock=2)

    assert "Chỉ còn 2 chai. Giảm còn 2?" in html_of(client)
    line.refresh_from_db()
    assert line.quantity == 3

    change(client, "accept", line.pk, nhan="98000:2")
    line.refresh_from_db()
    assert line.quantity == 2


def test_a_sold_out_line_is_told_and_left_out_of_the_total(client):
    put_in_basket(client, stocked_product(title="Còn", price=50_000))
    gone = put_in_basket(client, stocked_product(title="Hết", price=70_000))
    StockRecord.objects.filter(pk=gone.stockrecord_id).update(num_in_stock=0)
    page = client.get(PAGE)
    assert "vừa hết hàng nên không tính vào tổng" in page.content.decode()
    assert page.context["contents"].goods_vnd == 50_000


def test_quantity_steps_and_typed_quantities(client):
    line = put_in_basket(client, stocked_product(stock=9), 2)
    change(client, "update", dat=f"{line.pk}:3")
    line.refresh_from_db()
    assert line.quantity == 3
    change(client, "update", **{f"sl-{line.pk}": "7"})
    line.refresh_from_db()
    assert line.quantity == 7
    change(client, "update", dat=f"{line.pk}:0")
    assert not Line.objects.exists()


def test_asking_for_more_than_is_left_says_so_at_the_line(client):
    line = put_in_basket(client, stocked_product(stock=4, unit="hũ"), 2)
    answer = client.post(reverse("basket:update"), {f"sl-{line.pk}": "6"})
    assert answer.status_code == 422
    assert "Chỉ còn 4 hũ. Giảm còn 4 hoặc ít hơn." in answer.content.decode()
    assert 'aria-invalid="true"' in answer.content.decode()
    line.refresh_from_db()
    assert line.quantity == 2


def test_htmx_change_answers_with_the_basket_alone_and_the_count(client):
    line = put_in_basket(client, stocked_product())
    answer = client.post(reverse("basket:update"), {"dat": f"{line.pk}:2"}, HTTP_HX_REQUEST="true")
    html = answer.content.decode()
    assert 'id="basket"' in html and 'id="basket-count"' in html and "<html" not in html


def test_save_for_later_and_back_keeps_the_price_seen(client):
    line = put_in_basket(client, stocked_product(title="Tỏi đen", price=98_000), 2)
    answer = change(client, "save_for_later", line.pk)
    assert "Để mua sau (1)" in answer.content.decode()
    assert answer.context["contents"].parts == []

    StockRecord.objects.update(price=90_000)
    answer = change(client, "restore", line.pk)
    assert "Giá đổi từ 98.000\xa0₫ thành 90.000\xa0₫." in answer.content.decode()
    assert Line.objects.get().quantity == 2


def test_another_visitors_line_cannot_be_touched(client):
    theirs = put_in_basket(Client(), stocked_product(), 2)
    put_in_basket(client, stocked_product())
    for name in ("remove", "accept", "save_for_later", "restore"):
        change(client, name, theirs.pk, nhan="98000:1")
    change(client, "update", dat=f"{theirs.pk}:9")
    theirs.refresh_from_db()
    assert (theirs.quantity, theirs.basket.status) == (2, Basket.OPEN)


def test_signing_in_merges_the_guest_basket_and_drops_its_cookie(client):
    user = UserFactory()
    shared, own = stocked_product(title="Chung"), stocked_product(title="Riêng")
    at_home = sign_in(user)
    put_in_basket(at_home, shared, 1)
    guest_line = client.post(reverse("basket:add", args=[shared.pk]), {"so_luong": 3})
    assert guest_line.status_code == 302
    put_in_basket(client, own)

    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(PAGE)
    quantities = {entry.line.product.title: entry.quantity for entry in page.context["contents"].lines}
    assert quantities == {"Chung": 3, "Riêng": 1}
    assert page.cookies["gio_hang"]["max-age"] == 0
    assert Basket.objects.filter(owner=user, status=Basket.OPEN).count() == 1


def test_each_seller_is_promised_a_run_to_the_chosen_commune(client):
    commune = CommuneFactory(name="Xã Phước Hà")
    point = PointFactory(commune=commune)
    soon = RunStopFactory(point=point, capacity_parcels=1)
    later_run = RunFactory(cut_off_at=timezone.now() + datetime.timedelta(days=9))
    later = RunStopFactory(point=point, run=later_run)
    put_in_basket(client, stocked_product())
    put_in_basket(client, stocked_product())
    client.cookies["xa"] = commune.code

    promise = client.get(PAGE).context["promise"]
    assert list(promise.by_seller.values()) == [soon, later]
    assert "về xã Phước Hà" in html_of(client)


def test_the_number_of_queries_does_not_grow_with_the_lines(client, django_assert_max_num_queries):
    commune = CommuneFactory()
    RunStopFactory(point=PointFactory(commune=commune))
    client.cookies["xa"] = commune.code
    put_in_basket(client, stocked_product())
    html_of(client)
    with django_assert_max_num_queries(12) as few:
        html_of(client)
    for _ in range(8):
        put_in_basket(client, stocked_product())
    with django_assert_max_num_queries(12) as many:
        html_of(client)
    assert len(many) == len(few)


def test_a_suspended_sellers_goods_say_so(client):
    put_in_basket(client, stocked_product())
    Partner.objects.update(state=SellerState.SUSPENDED)
    assert "Người bán tạm ngừng bán món này" in html_of(client)
