"""Baskets as visitors fill them."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from catalogue.models import Product
from shop.basket.models import Basket, Line


def put_in_basket(client: Client, product: Product, quantity: int = 1) -> Line:
    """Add a good through the site, as a visitor without JavaScript does, and return its line."""
    response = client.post(reverse("basket:add", args=[product.pk]), {"so_luong": quantity})
    assert response.status_code == 302, response.content.decode()
    return Line.objects.get(product=product, basket__status=Basket.OPEN)
