"""Keep the stars on product cards true to the certificates in force."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet

from catalogue.certification.models import Certificate, CertificateKind
from catalogue.models import Product


def lapsed(*, today: datetime.date) -> QuerySet[Product]:
    """Return goods whose card still shows stars of a certificate that has ended."""
    return Product.objects.filter(stars__isnull=False, stars_until__lt=today)


@transaction.atomic
def refresh_stars(product_ids: Iterable[int], *, today: datetime.date) -> int:
    """Set stars of these goods from their best OCOP certificate in force, or none; return how many cards changed.

    The database notices changed stars for the search index by itself.
    """
    products = list(Product.objects.select_for_update().filter(pk__in=list(product_ids)).order_by("pk"))
    best = _best_certificates(products, today)
    changed = []
    for product in products:
        stars, until = best.get(product.pk, (None, None))
        if (product.stars, product.stars_until) != (stars, until):
            product.stars, product.stars_until = stars, until
            changed.append(product)
    Product.objects.bulk_update(changed, ["stars", "stars_until"], batch_size=500)
    return len(changed)


def _best_certificates(
    products: list[Product], today: datetime.date
) -> dict[int, tuple[int | None, datetime.date | None]]:
    in_force = Certificate.objects.filter(
        product__in=products, kind=CertificateKind.OCOP, decision_date__lte=today, valid_until__gte=today
    )
    # The last row of a product wins: most stars, then the longest.
    return {row.product_id: (row.stars, row.valid_until) for row in in_force.order_by("stars", "valid_until")}
