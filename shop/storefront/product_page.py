"""What a product page shows, read in a fixed number of queries."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Count, Q, Window

from catalogue.certification.models import Certificate, CertificateKind
from catalogue.lots.models import Lot, LotState
from catalogue.models import Product, ProductImage
from catalogue.reviews.models import ProductReview
from sellers.models import Partner, StockRecord
from shop.shipping.models import LeadTime
from shop.storefront import navigation
from shop.storefront.navigation import CategoryLink

REVIEWS_SHOWN = 5
SCORES = (5, 4, 3, 2, 1)


@dataclass(frozen=True)
class Reviews:
    """The newest approved reviews, and how many gave each score."""

    newest: list[ProductReview]
    total: int
    scores: list[tuple[int, int]]


@dataclass(frozen=True)
class Listing:
    """A good with its seller; the seller is missing only while nobody has put a price on the good."""

    product: Product
    seller: Partner | None

    @property
    def can_be_bought(self) -> bool:
        return bool(
            self.seller and self.seller.is_selling and self.product.in_stock and self.product.price_vnd is not None
        )


def read_listing(pk: int) -> Listing | None:
    """Return a public good and its seller, or None."""
    stock = (
        StockRecord.objects.filter(product_id=pk, product__is_public=True)
        .select_related("product__commune", "partner__commune")
        .order_by("pk")
        .first()
    )
    if stock:
        return Listing(stock.product, stock.partner)
    product = Product.objects.filter(pk=pk, is_public=True).select_related("commune").first()
    return Listing(product, None) if product else None


def pictures(product: Product) -> list[ProductImage]:
    return list(ProductImage.objects.filter(product=product).order_by("display_order"))


def certificates(product: Product) -> list[Certificate]:
    """Return the certificates that have been checked, those of OCOP first, newest first."""
    rows = Certificate.objects.filter(product=product).order_by("-decision_date")
    return sorted(rows, key=lambda row: row.kind != CertificateKind.OCOP)


def ocop_of(certificates: list[Certificate], today: datetime.date) -> Certificate | None:
    """Return the OCOP certificate in force, else the newest one, else None."""
    ocop = [row for row in certificates if row.kind == CertificateKind.OCOP]
    return next((row for row in ocop if row.is_valid_on(today)), ocop[0] if ocop else None)


def lot_on_sale(product: Product, today: datetime.date) -> Lot | None:
    """Return the lot that leaves first: on sale and soonest to expire."""
    rows = Lot.objects.filter(product=product, state=LotState.ON_SALE)
    return rows.filter(Q(expires_on=None) | Q(expires_on__gte=today)).order_by("expires_on", "pk").first()


def reviews(product: Product, shown: int = REVIEWS_SHOWN, page: int = 1) -> Reviews:
    """Return one page of approved reviews and the counts of all of them: one query, none for a good never rated."""
    if product.rating is None:
        return Reviews([], 0, [(score, 0) for score in SCORES])
    counts = {f"with_{score}": Window(Count("pk", filter=Q(score=score))) for score in SCORES}
    rows = (
        ProductReview.objects.filter(product=product, status=ProductReview.APPROVED)
        .select_related("user")
        .annotate(total=Window(Count("pk")), **counts)
        .order_by("-date_created", "-pk")
    )
    newest = list(rows[(page - 1) * shown : page * shown])
    if not newest:
        return Reviews([], 0, [(score, 0) for score in SCORES])
    first = newest[0]
    return Reviews(newest, first.total, [(score, getattr(first, f"with_{score}")) for score in SCORES])


def lead_days(product: Product, seller: Partner | None) -> int:
    """Return how many days a good needs before it can leave; its own number counts before its seller's."""
    if seller is None:
        return 0
    rows = LeadTime.objects.filter(Q(product=product) | Q(product=None), seller=seller)
    return next((row.days for row in sorted(rows, key=lambda row: row.product_id is None)), 0)


def category_path(product: Product) -> list[CategoryLink]:
    """Return the deepest public category of the good with those above it, root first."""
    ids = set(Product.categories.through.objects.filter(product=product).values_list("category_id", flat=True))
    own = [link for link in navigation.categories() if link.id in ids]
    if not own:
        return []
    deepest = max(own, key=lambda link: link.depth)
    return [*navigation.ancestors(deepest), deepest]
