"""The baskets of a request, opened only when somebody looks at them."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from oscar.core.loading import get_class

from shop.basket.holding import SAVED_COOKIE, HeldBasket
from shop.basket.models import Basket

selector = get_class("partner.strategy", "Selector")()


class BasketMiddleware:
    """Put `basket`, `saved_basket` and Oscar's `strategy` on the request; none costs a query until it is used."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        held = HeldBasket(request, status=Basket.OPEN, cookie=settings.OSCAR_BASKET_COOKIE_OPEN)
        later = HeldBasket(request, status=Basket.SAVED, cookie=SAVED_COOKIE)
        request.held_basket = held
        request.strategy = selector.strategy(request=request, user=request.user)
        request.basket = SimpleLazyObject(lambda: _with_strategy(held.basket, request))
        request.saved_basket = SimpleLazyObject(lambda: _with_strategy(later.basket, request))
        response = self.get_response(request)
        held.set_cookie(response)
        later.set_cookie(response)
        return response


def _with_strategy(basket: Basket, request: HttpRequest) -> Basket:
    basket.strategy = request.strategy
    return basket
