"""What a product page shows, read in a fixed number of queries."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Count, Q, Window

from catalogue.certification.models import Certificate, CertificateKind
from catalogue.lots.models import Lot, LotState
from catalogue.models import Product, ProductImage
from catalogue.reviews.answers.models import Question
from catalogue.reviews.answers.queries import shown_questions
from catalogue.reviews.models import ProductReview
from sellers.models import Partner, StockRecord
from sellers.prices import PriceStep
from shop.shipping.models import LeadTime
from shop.storefront import navigation
from shop.storefront.navigation import CategoryLink
from shop.storefront.unit_price import UnitPrice, unit_price

REVIEWS_SHOWN = 5
QUESTIONS_SHOWN = 30
SCORES = (5, 4, 3, 2, 1)


@dataclass(frozen=True)
class Reviews:
    """The newest approved reviews, and how many gave each score."""

    newest: list[ProductReview]
    total: int
    scores: list[tuple[int, int]]


@dataclass(frozen=True)
class Packing:
    """One packing of a good with its own price and stock. name: as buyers tell it from the others."""

    product: Product
    stock: StockRecord

    @property
    def name(self) -> str:
        return self.product.packing_name or self.product.net_content or self.product.unit

    @property
    def price_vnd(self) -> int:
        return int(self.stock.price or 0)

    @property
    def left(self) -> int:
        return max(0, self.stock.net_stock_level)

    @property
    def unit_price(self) -> UnitPrice | None:
        return unit_price(self.price_vnd, self.product.net_content)

    @property
    def steps(self) -> list[PriceStep]:
        """Wholesale steps that make it cheaper than one unit."""
        return [step for step in self.stock.steps if step.price_vnd < self.price_vnd]


@dataclass(frozen=True)
class Listing:
    """A good with its seller; the seller is missing only while nobody has put a price on the good.

    packings: the good itself first, then the others on offer.
    """

    product: Product
    seller: Partner | None
    packings: tuple[Packing, ...] = ()

    def can_be_bought_on(self, day: datetime.date) -> bool:
        return bool(
            self.seller
            and self.seller.is_selling
            and self.product.may_be_ordered_on(day)
            and any(packing.left for packing in self.packings)
        )

    def chosen(self, typed: str) -> Packing | None:
        """Return the packing of this product id, else the first that can be bought, else the first."""
        asked = next((packing for packing in self.packings if str(packing.product.pk) == typed), None)
        return asked or next((p for p in self.packings if p.left), next(iter(self.packings), None))


def read_listing(pk: int) -> Listing | None:
    """Return a public good with its seller and packings, or None."""
    records = (
        StockRecord.objects.filter(Q(product_id=pk) | Q(product__parent_id=pk), product__is_public=True)
        .exclude(price=None)
        .select_related("product__commune", "partner__commune")
        .order_by("product__packing_no", "pk")
    )
    packings = [Packing(record.product, record) for record in records]
    own = next((packing for packing in packings if packing.product.pk == pk), None)
    if own:
        others = [packing for packing in packings if packing.product.pk != pk]
        return Listing(own.product, own.stock.partner, (own, *others))
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
        .select_related("user", "reply")
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


def questions(product: Product, shown: int = QUESTIONS_SHOWN) -> list[Question]:
    """Return the newest questions that everybody may read."""
    return list(shown_questions(product)[:shown])


def category_path(product: Product) -> list[CategoryLink]:
    """Return the deepest public category of the good with those above it, root first."""
    ids = set(Product.categories.through.objects.filter(product=product).values_list("category_id", flat=True))
    own = [link for link in navigation.categories() if link.id in ids]
    if not own:
        return []
    deepest = max(own, key=lambda link: link.depth)
    return [*navigation.ancestors(deepest), deepest]
