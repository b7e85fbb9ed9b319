"""Cards are drawn once for what they show."""

from __future__ import annotations

import datetime

import pytest
from django.test import override_settings
from django.utils import timezone

from shop.storefront.templatetags import card
from tests.shop.storefront.conftest import PublicMarket

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_cards():
    card._drawn.cache_clear()
    yield
    card._drawn.cache_clear()


def test_a_card_is_drawn_once_until_what_it_shows_changes(market: PublicMarket):
    product = market.product
    first = card.product_card(product, "T7 28/11")
    assert product.title in first and "T7 28/11" in first
    assert card.product_card(product, "T7 28/11") == first
    assert card._drawn.cache_info().misses == 1
    for name, value in {"price_vnd": 1_234_000, "title": "Tên mới & lạ", "available": 0}.items():
        before = card.product_card(product, "T7 28/11")
        setattr(product, name, value)
        assert card.product_card(product, "T7 28/11") != before, name
    assert "Tên mới &amp; lạ" in card.product_card(product, "T7 28/11")


def test_while_templates_are_edited_each_card_is_drawn_anew(market: PublicMarket):
    with override_settings(DEBUG=True):
        card.product_card(market.product)
        card.product_card(market.product)
    assert card._drawn.cache_info().currsize == 0


def test_a_good_ordered_ahead_says_its_day_and_promises_no_earlier_run(market: PublicMarket):
    product = market.product
    product.available_from = timezone.localdate() + datetime.timedelta(days=40)
    drawn = card.product_card(product, "T7 28/11")
    assert f"Đặt trước, từ {product.available_from.day}/{product.available_from.month}" in drawn
    assert "T7 28/11" not in drawn and "data-promise" not in drawn
