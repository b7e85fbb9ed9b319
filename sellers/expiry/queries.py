"""What ends soon, what has ended, what is hidden for it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from catalogue.certification.models import Certificate
from catalogue.models import Product
from sellers.documents.models import Document, DocumentKind, DocumentState
from sellers.documents.queries import current
from sellers.expiry.models import ListingHold
from sellers.models import Partner

FIRST_WARNING = datetime.timedelta(days=90)
# Official groups of goods that may not be sold without a paper in force, by the kind of paper.
HIDES: dict[DocumentKind, tuple[str, ...]] = {
    DocumentKind.FOOD_SAFETY: ("I", "II"),
    DocumentKind.ALCOHOL_LICENCE: ("II.1",),
    DocumentKind.PRODUCT_DECLARATION: ("III",),
}


@dataclass(frozen=True, kw_only=True)
class Ending:
    """A paper or certificate that ends soon or has ended, as its seller reads it."""

    title: str
    about: str
    valid_until: datetime.date
    days_left: int
    is_waiting: bool = False  # a newer one was sent and waits for a reviewer

    @property
    def is_over(self) -> bool:
        return self.days_left < 0


def ending_papers(today: datetime.date) -> QuerySet[Document]:
    """Return accepted papers of sellers that end within the first warning."""
    accepted = current(Document.objects.filter(seller__isnull=False, state=DocumentState.ACCEPTED))
    return accepted.filter(valid_until__range=(today, today + FIRST_WARNING)).select_related("seller")


def ending_certificates(today: datetime.date) -> QuerySet[Certificate]:
    """Return certificates of goods on the shelf that end within the first warning."""
    soon = Certificate.objects.filter(valid_until__range=(today, today + FIRST_WARNING), product__is_public=True)
    return soon.select_related("product")


def endings_of(seller: Partner, *, today: datetime.date) -> list[Ending]:
    """Return what ends within the first warning or has ended without a new paper, the soonest first."""
    papers = current(Document.objects.filter(seller=seller, valid_until__isnull=False))
    wanted = papers.filter(Q(state=DocumentState.EXPIRED) | Q(state=DocumentState.ACCEPTED))
    waiting = set(pending_renewals().filter(seller=seller).values_list("kind", flat=True))
    found = [
        Ending(
            title=str(paper.get_kind_display()).capitalize(),
            about="",
            valid_until=paper.valid_until,
            days_left=(paper.valid_until - today).days,
            is_waiting=paper.kind in waiting,
        )
        for paper in wanted.filter(valid_until__lte=today + FIRST_WARNING)
        if paper.valid_until
    ]
    certificates = ending_certificates(today).filter(product__stockrecords__partner=seller).distinct()
    found += [
        Ending(
            title=str(row),
            about=row.product.title,
            valid_until=row.valid_until,
            days_left=(row.valid_until - today).days,
        )
        for row in certificates
        if row.valid_until
    ]
    return sorted(found, key=lambda ending: ending.valid_until)


def pending_renewals() -> QuerySet[Document]:
    """Return papers that sellers sent after their shop was opened and that nobody has judged."""
    return current(
        Document.objects.filter(seller__isnull=False, application=None, state=DocumentState.PENDING)
    ).exclude(kind=DocumentKind.AUTHORITY_REQUEST)


def lacking_sellers(kind: DocumentKind, *, today: datetime.date) -> QuerySet[Partner]:
    """Return sellers whose paper of a kind has ended and who have no other one in force.

    Sellers that were never asked for the paper are not among them.
    """
    papers = current(Document.objects.filter(kind=kind, seller__isnull=False))
    good = papers.filter(state=DocumentState.ACCEPTED).filter(Q(valid_until=None) | Q(valid_until__gte=today))
    ended = papers.filter(Q(state=DocumentState.EXPIRED) | Q(state=DocumentState.ACCEPTED, valid_until__lt=today))
    return Partner.objects.filter(pk__in=ended.values("seller")).exclude(pk__in=good.values("seller"))


def goods_needing(kind: DocumentKind) -> QuerySet[Product]:
    """Return the goods that may not be sold without a paper of this kind in force."""
    groups = Q()
    for code in HIDES[kind]:
        groups |= Q(categories__code=code) | Q(categories__code__startswith=f"{code}.")
    return Product.objects.filter(groups).distinct()


def open_holds(seller: Partner) -> QuerySet[ListingHold]:
    """Return the goods of a seller that are hidden until a new paper is accepted."""
    return ListingHold.objects.filter(seller=seller, lifted_at=None).select_related("product")
