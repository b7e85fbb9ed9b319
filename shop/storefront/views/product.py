"""The product page."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from sellers.listings.kinds import shown_details
from shop.campaign.contests.awards import honours_of_product
from shop.shipping.holidays.queries import next_holiday
from shop.storefront import cards, product_page, runs
from shop.storefront.public import public_page
from shop.storefront.views.share import product_card

LOW_STOCK = 10
CRUMBS = 2


@public_page
def product(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    listing = product_page.read_listing(pk)
    if listing is None:
        raise Http404
    good = listing.product
    if good.parent_id or request.path != good.get_absolute_url():
        return redirect(good, permanent=True)
    now = timezone.now()
    today = timezone.localdate(now)
    chosen = listing.chosen(request.GET.get("goi", ""))
    price_vnd = chosen.price_vnd if chosen else None
    papers = product_page.certificates(good)
    ocop = product_page.ocop_of(papers, today)
    return render(
        request,
        "storefront/product.html",
        {
            "product": good,
            "seller": listing.seller,
            "lead_days": product_page.lead_days(good, listing.seller),
            "can_be_bought": listing.can_be_bought_on(today),
            "packings": listing.packings,
            "chosen": chosen,
            "price_vnd": price_vnd,
            "left": chosen.left if chosen else 0,
            "is_low": bool(chosen and chosen.left <= LOW_STOCK),
            "is_preorder": good.is_preorder_on(today),
            "preorder_opens_later": bool(good.preorder_opens_on and today < good.preorder_opens_on),
            "in_season": today.month in good.season_months,
            "discount": _discount(price_vnd, good.was_price_vnd),
            "pictures": product_page.pictures(good),
            "details": shown_details(good.details),
            "crumbs": product_page.category_path(good)[-CRUMBS:],
            "ocop": ocop,
            "ocop_is_valid": bool(ocop and ocop.is_valid_on(today)),
            "other_papers": [(paper, paper.is_valid_on(today)) for paper in papers if paper is not ocop],
            "lot": product_page.lot_on_sale(good, today),
            "reviews": product_page.reviews(good),
            "share_card": product_card(good),
            "questions": product_page.questions(good),
            "honours": honours_of_product(good.pk),
            "holiday": next_holiday(listing.seller, today=today),
            "related": cards.beside(good, limit=6),
            "next_stop": runs.next_for_default_province(now),
        },
    )


@public_page
def by_id(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead a bare number, as suggestions and paper know it, to the good's address."""
    listing = product_page.read_listing(pk)
    if listing is None:
        raise Http404
    return redirect(listing.product, permanent=True)


@require_safe
def reviews(request: HttpRequest, pk: int) -> HttpResponse:
    """More reviews of a good, as a fragment."""
    listing = product_page.read_listing(pk)
    if listing is None:
        raise Http404
    text = request.GET.get("trang", "")
    page = min(max(int(text), 1), 1000) if text.isascii() and text.isdigit() and len(text) < 5 else 1
    found = product_page.reviews(listing.product, page=page)
    return render(
        request,
        "storefront/reviews_page.html",
        {
            "product": listing.product,
            "reviews": found,
            "next_page": page + 1 if page * product_page.REVIEWS_SHOWN < found.total else 0,
        },
    )


def _discount(price_vnd: int | None, was_vnd: int | None) -> int:
    """Return how many percent cheaper than before, rounded down; 0 when it is not."""
    if not price_vnd or not was_vnd or was_vnd <= price_vnd:
        return 0
    return (was_vnd - price_vnd) * 100 // was_vnd
