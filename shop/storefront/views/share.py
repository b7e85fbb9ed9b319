"""The pictures of shared links."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue.models import Product
from sellers.models import Partner
from shop.money.formatting import vnd
from shop.storefront import product_page
from shop.storefront.navigation import province_by_code
from shop.storefront.public import public_page
from shop.storefront.share_cards import ShareCard, read


@public_page
def product(request: HttpRequest, pk: int) -> HttpResponse:
    """The card of a good that is sold."""
    listing = product_page.read_listing(pk)
    if listing is None:
        raise Http404
    good = listing.product
    price = f"{vnd(good.price_vnd)}/{good.unit}" if good.price_vnd is not None else ""
    stars = _("OCOP %(n)s sao") % {"n": good.stars} if good.stars else ""
    place = ", ".join(bit for bit in (good.seller_name, _province(good.province_id)) if bit)
    lines = tuple(bit for bit in (place, stars) if bit)
    card = ShareCard(key=f"product-{good.pk}", title=good.title, price=price, lines=lines, picture=good.card_image)
    return HttpResponse(read(card), content_type="image/jpeg")


@public_page
def seller(request: HttpRequest, slug: str) -> HttpResponse:
    """The card of a shop front."""
    owner = get_object_or_404(Partner, slug=slug)
    lines = tuple(bit for bit in (_("Gian hàng trên Chợ Phiên"), _province(owner.province_id)) if bit)
    card = ShareCard(key=f"seller-{owner.pk}", title=owner.name, lines=lines, picture=owner.cover_image)
    return HttpResponse(read(card), content_type="image/jpeg")


def product_card(product: Product) -> str:
    """Return the absolute address of a good's card."""
    return f"{settings.SITE_URL}{reverse('storefront:product_card', kwargs={'pk': product.pk})}"


def seller_card(seller: Partner) -> str:
    """Return the absolute address of a shop front's card."""
    return f"{settings.SITE_URL}{reverse('storefront:seller_card', kwargs={'slug': seller.slug})}"


def _province(code: str | None) -> str:
    province = province_by_code(code)
    return province.name if province else ""
