"""Finished pages are kept for a moment, whole and the same for everybody."""

from __future__ import annotations

import pytest
from django.core.cache import caches
from django.test import Client

from catalogue.models import Product
from tests.shop.storefront.conftest import PublicMarket

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeping(settings):
    settings.PAGE_CACHE_SECONDS = 60
    yield
    caches["pages"].clear()


def test_kept_page_costs_no_query_and_is_the_same(
    client: Client, market: PublicMarket, keeping, django_assert_num_queries
):
    address = market.product.get_absolute_url()
    first = client.get(address)
    with django_assert_num_queries(0):
        second = client.get(address)
    assert second.content == first.content
    assert second.headers["ETag"] == first.headers["ETag"] and second.headers["Cache-Control"] == "public, max-age=60"
    assert "Content-Security-Policy" in second.headers


def test_each_address_is_kept_apart(client: Client, market: PublicMarket, keeping):
    assert client.get("/diem-nhan/?tinh=56").content != client.get("/diem-nhan/?ten=phuoc").content
    Product.objects.filter(pk=market.product.pk).update(price_vnd=99_000)
    assert "99.000" in client.get(market.product.get_absolute_url()).content.decode()


def test_what_is_missing_or_personal_is_never_kept(client: Client, market: PublicMarket, keeping):
    Product.objects.filter(pk=market.product.pk).update(is_public=False)
    address = market.product.get_absolute_url()
    assert client.get(address).status_code == 404
    Product.objects.filter(pk=market.product.pk).update(is_public=True)
    assert client.get(address).status_code == 200
    client.get("/manh/ca-nhan/")
    client.cookies["xa"] = "22900"
    assert "xã Phước Hà" in client.get("/manh/ca-nhan/").content.decode()


def test_only_reading_is_allowed(client: Client, market: PublicMarket):
    assert client.post("/").status_code == 405
    assert client.head("/").status_code == 200
