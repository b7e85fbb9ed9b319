"""A seller's shop front: goods, story, certificates, legal identity."""

from __future__ import annotations

import datetime

from django.db.models import Avg, Count, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from catalogue.certification.models import Certificate
from catalogue.models import Product
from sellers.models import Partner
from sellers.shopfront.queries import shown_pictures
from shop.campaign.contests.awards import honours_of_seller
from shop.shipping.holidays.queries import next_holiday
from shop.storefront import addresses
from shop.storefront.listing.parameters import Place
from shop.storefront.models import AddressKind
from shop.storefront.public import public_page
from shop.storefront.views.listings import listing_context
from shop.storefront.views.share import seller_card

TABS = ("san-pham", "cau-chuyen", "chung-nhan", "phap-ly")
SOON_DAYS = 60


@public_page
def seller(request: HttpRequest, slug: str) -> HttpResponse:
    owner = Partner.objects.filter(slug=slug).select_related("commune", "province").first()
    if owner is None:
        return addresses.redirect_from_old(request, AddressKind.SELLER, slug)
    tab = request.GET.get("muc", "")
    tab = tab if tab in TABS else TABS[0]
    context = {
        "seller": owner,
        "section": tab,
        "figures": _figures(owner),
        "papers": _papers(owner),
        "soon": timezone.localdate() + datetime.timedelta(days=SOON_DAYS),
        "today": timezone.localdate(),
        "shop_pictures": list(shown_pictures(owner)),
        "share_card": seller_card(owner),
        "honours": honours_of_seller(owner.pk),
        "holiday": next_holiday(owner, today=timezone.localdate()),
    }
    if tab == TABS[0] and owner.is_selling:
        context |= listing_context(request, Place(seller=slug))
    return render(request, "storefront/seller.html", context)


def _figures(owner: Partner) -> dict[str, float | int | None]:
    goods = Product.objects.browsable().filter(seller_slug=owner.slug)
    return goods.aggregate(
        goods=Count("pk"),
        with_stars=Count("pk", filter=Q(stars__isnull=False, stars_until__gte=timezone.localdate())),
        sold=Sum("sales_count"),
        reviews=Sum("review_count"),
        rating=Avg("rating", filter=Q(review_count__gt=0)),
    )


def _papers(owner: Partner) -> list[Certificate]:
    """Return the certificates of goods that may be seen, those valid longest first."""
    rows = Certificate.objects.filter(product__is_public=True, product__seller_slug=owner.slug)
    return list(rows.select_related("product").order_by("-valid_until", "-stars", "pk")[:60])
