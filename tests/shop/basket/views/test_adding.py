"""Adding to the basket, with and without JavaScript."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from sellers.enums import SellerState
from sellers.models import Partner, StockRecord
from shop.basket.models import Basket, Line
from tests.factories.baskets import put_in_basket
from tests.factories.goods import stocked_product

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


def test_confirm_page_keeps_the_quantity_and_its_form_works_with_csrf():
    product = stocked_product(title="Mật ong rừng")
    client = Client(enforce_csrf_checks=True)

    page = client.get(reverse("basket:add", args=[product.pk]), {"so_luong": "3"})
    assert 'value="3"' in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert not Basket.objects.exists()

    token = page.context["csrf_token"]
    answer = client.post(
        reverse("basket:add", args=[product.pk]), {"so_luong": "3", "csrfmiddlewaretoken": str(token)}, follow=True
    )
    assert answer.redirect_chain == [("/gio-hang/", 302)]
    assert "Mật ong rừng" in answer.content.decode()
    assert Line.objects.get().quantity == 3


def test_htmx_get_brings_a_form_with_a_token_that_posts_itself():
    product = stocked_product()
    client = Client(enforce_csrf_checks=True)

    fragment = client.get(reverse("basket:add", args=[product.pk]), {"so_luong": "2"}, **HTMX)
    html = fragment.content.decode()
    assert 'hx-trigger="load"' in html and "<html" not in html
    assert fragment["HX-Retarget"] == "body"

    answer = client.post(
        reverse("basket:add", args=[product.pk]),
        {"so_luong": "2", "csrfmiddlewaretoken": str(fragment.context["csrf_token"])},
        **HTMX,
        HTTP_HX_TRIGGER="gio-tu-gui",
    )
    assert answer["HX-Reswap"] == "delete"
    assert 'id="basket-count"' in answer.content.decode() and "toast" in answer.content.decode()
    assert Line.objects.get().quantity == 2


def test_post_without_a_token_adds_nothing():
    product = stocked_product()
    answer = Client(enforce_csrf_checks=True).post(reverse("basket:add", args=[product.pk]), {"so_luong": "1"})
    assert answer.status_code == 403
    assert not Basket.objects.exists()


def test_adding_twice_makes_one_line(client):
    product = stocked_product()
    put_in_basket(client, product, 2)
    line = put_in_basket(client, product, 3)
    assert (line.quantity, line.price_incl_tax, Basket.objects.count()) == (5, 98_000, 1)


def test_adding_more_than_is_left_says_how_many_and_keeps_the_number(client):
    product = stocked_product(stock=4, unit="hũ")
    put_in_basket(client, product, 3)
    answer = client.post(reverse("basket:add", args=[product.pk]), {"so_luong": "2"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Chỉ còn 4 hũ, trong giỏ đã có 3" in html
    assert 'name="so_luong" value="2"' in html
    assert Line.objects.get().quantity == 3


@pytest.mark.parametrize("typed", ["0", "-1", "", "hai", "1000", "1.5"])
def test_a_wrong_quantity_is_refused_with_a_sentence(client, typed):
    product = stocked_product()
    answer = client.post(reverse("basket:add", args=[product.pk]), {"so_luong": typed})
    assert answer.status_code == 422
    assert 'class="err"' in answer.content.decode()
    assert not Line.objects.exists()


def test_what_is_held_by_other_orders_cannot_be_added(client):
    product = stocked_product(stock=5)
    StockRecord.objects.update(num_allocated=5)
    answer = client.post(reverse("basket:add", args=[product.pk]), {"so_luong": "1"})
    assert "vừa hết hàng" in answer.content.decode()


def test_withdrawn_goods_and_suspended_sellers_are_not_found(client):
    hidden = stocked_product(is_public=False)
    suspended = stocked_product()
    Partner.objects.filter(stockrecords__product=suspended).update(state=SellerState.SUSPENDED)
    for product in (hidden, suspended):
        assert client.get(reverse("basket:add", args=[product.pk])).status_code == 404


def test_the_guest_cookie_is_signed_and_a_forged_one_opens_nothing(client):
    line = put_in_basket(client, stocked_product(title="Của người khác"))
    cookie = client.cookies[settings.OSCAR_BASKET_COOKIE_OPEN]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"

    stranger = Client()
    stranger.cookies[settings.OSCAR_BASKET_COOKIE_OPEN] = f"{line.basket_id}:{'x' * 43}"
    page = stranger.get("/gio-hang/")
    assert "Của người khác" not in page.content.decode()
    assert "Giỏ hàng đang trống" in page.content.decode()
