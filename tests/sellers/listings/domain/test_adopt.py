"""Goods that came in another way get their listing."""

import pytest
from django.utils import timezone

from sellers.listings.domain.adopt import adopt_products
from sellers.listings.domain.live import differs
from sellers.listings.models import Listing, ListingState
from tests.factories.goods import OcopCertificateFactory, stocked_product
from tests.factories.listings import spice_category

pytestmark = pytest.mark.django_db


def test_every_good_gets_one_listing_that_differs_in_nothing() -> None:
    product = stocked_product()
    product.categories.add(spice_category())
    OcopCertificateFactory(product=product)
    product.images.create(original="shared/toi.webp", display_order=0, width=500, height=500)

    assert adopt_products(at=timezone.now()) == 1
    assert adopt_products(at=timezone.now()) == 0

    listing = Listing.objects.select_related("product").get()
    assert (listing.state, listing.product) == (ListingState.PUBLISHED, product)
    assert listing.seller == product.stockrecords.get().partner
    assert not differs(listing)
