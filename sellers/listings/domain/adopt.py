"""Give goods that came in another way (import, demo market) the listing their seller edits."""

from __future__ import annotations

import datetime

from django.db import transaction

from catalogue.certification.models import CertificateKind
from catalogue.models import Product
from sellers.listings.domain.live import assemble
from sellers.listings.models import Listing, ListingPicture, ListingState

BATCH = 200


def adopt_products(*, at: datetime.datetime) -> int:
    """Create a published listing for every good on the shelf that has a stock record but no listing; return how many.

    A fixed number of statements for each 200 goods; running it again does nothing.
    """
    done = 0
    while batch := _adopt_batch(at):
        done += batch
    return done


@transaction.atomic
def _adopt_batch(at: datetime.datetime) -> int:
    products = list(
        Product.objects.filter(listing=None, parent=None, is_public=True, stockrecords__isnull=False)
        .prefetch_related("categories", "stockrecords", "certificates", "lots", "images")
        .distinct()
        .order_by("pk")[:BATCH]
    )
    made = Listing.objects.bulk_create(_listing(product, at) for product in products)
    ListingPicture.objects.bulk_create(
        picture for listing, product in zip(made, products, strict=True) for picture in _pictures(listing, product)
    )
    return len(made)


def _listing(product: Product, at: datetime.datetime) -> Listing:
    stock = product.stockrecords.all()[0]
    certificates = [row for row in product.certificates.all() if row.kind == CertificateKind.OCOP]
    lots = sorted(product.lots.all(), key=lambda lot: (lot.produced_on, lot.pk), reverse=True)
    content = assemble(
        product=product,
        category=next(iter(product.categories.all()), None),
        stock=stock,
        ocop=certificates[0] if certificates else None,
        lot=lots[0] if lots else None,
    )
    return Listing(
        seller_id=stock.partner_id,
        product=product,
        state=ListingState.PUBLISHED,
        content=content.as_json(),
        approved_price_vnd=content.price_vnd,
        certificate_document_id=certificates[0].document_id if certificates else None,
        submitted_at=product.published_at,
        decided_at=product.published_at or at,
    )


def _pictures(listing: Listing, product: Product) -> list[ListingPicture]:
    return [
        ListingPicture(
            listing=listing,
            file=image.original.name,
            width=image.width,
            height=image.height,
            position=position,
            perceptual_hash=image.perceptual_hash,
        )
        for position, image in enumerate(product.images.all())
    ]
