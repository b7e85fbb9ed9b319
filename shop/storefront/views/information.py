"""Pages of plain text: regulations, privacy, ranking, how to order, returns."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from shop.fulfilment.collecting.queries import rule_on
from shop.money.formatting import vnd
from shop.storefront.public import public_page


@public_page
def regulations(request: HttpRequest) -> HttpResponse:
    return render(request, "storefront/information/regulations.html", {"collects_money": settings.COLLECTS_MONEY})


@public_page
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "storefront/information/privacy.html")


@public_page
def ranking(request: HttpRequest) -> HttpResponse:
    return render(request, "storefront/information/ranking.html")


@public_page
def how_to_order(request: HttpRequest) -> HttpResponse:
    context = {"cash_limit": vnd(settings.CASH_LIMIT_VND)}
    return render(request, "storefront/information/how_to_order.html", context)


@public_page
def collecting(request: HttpRequest) -> HttpResponse:
    """How long goods are kept, how to get more time, what happens when nobody comes."""
    context = {
        "remind_hours": settings.COLLECT_REMIND_HOURS,
        "days": settings.COLLECT_EXTENSION_DAYS,
        "rule": rule_on(timezone.localdate()),
    }
    return render(request, "storefront/information/collecting.html", context)


@public_page
def returns(request: HttpRequest) -> HttpResponse:
    return render(request, "storefront/information/returns.html")
