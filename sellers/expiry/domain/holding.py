"""What ended takes effect by itself: the paper counts no longer, goods that need it are hidden, and come back."""

from __future__ import annotations

import datetime

from django.db import transaction

from catalogue.models import Product
from sellers.documents.models import Document, DocumentKind, DocumentState
from sellers.documents.queries import current
from sellers.expiry.domain.warning import tell_keepers
from sellers.expiry.models import ListingHold
from sellers.expiry.queries import HIDES, goods_needing, lacking_sellers, open_holds
from sellers.listings.models import Listing, ListingState
from sellers.models import Partner
from sellers.onboarding.models import Submission, SubmissionState
from shop.audit.trail import record


def expire_papers(*, today: datetime.date, at: datetime.datetime) -> int:
    """Mark accepted papers whose last day is past as expired; return how many."""
    ended = current(Document.objects.filter(seller__isnull=False, state=DocumentState.ACCEPTED, valid_until__lt=today))
    return sum(_expire(pk, at) for pk in list(ended.values_list("pk", flat=True)))


def hide_goods(*, today: datetime.date, at: datetime.datetime) -> int:
    """Hide goods whose seller lacks a paper they need; return how many were hidden. Safe to run twice.

    Goods published again while held are hidden again.
    """
    count = 0
    for kind in HIDES:
        for seller in lacking_sellers(kind, today=today):
            count += _hide(seller, kind, at)
    return count


def bring_back(*, today: datetime.date, at: datetime.datetime) -> int:
    """Show goods again whose seller has the paper now; return how many."""
    count = 0
    for kind in HIDES:
        held = ListingHold.objects.filter(kind=kind, lifted_at=None)
        ready = held.exclude(seller__in=lacking_sellers(kind, today=today))
        for seller in Partner.objects.filter(pk__in=ready.values("seller")):
            count += _lift(seller, kind, at)
    return count


def _expire(document_id: int, at: datetime.datetime) -> bool:
    with transaction.atomic():
        paper = Document.objects.select_for_update(of=("self",)).select_related("seller").get(pk=document_id)
        if paper.state != DocumentState.ACCEPTED or paper.seller is None:
            return False
        paper.state = DocumentState.EXPIRED
        paper.save(update_fields=["state"])
        submissions = Submission.objects.filter(application=paper.application, requirement__document_kind=paper.kind)
        if paper.application_id:
            submissions.filter(state=SubmissionState.ACCEPTED).update(state=SubmissionState.EXPIRED)
        details = {"document": paper.pk, "what": str(paper.get_kind_display())}
        record(actor=None, action="paper.expired", subject=paper.seller, at=at, details=details)
        context = {"seller": paper.seller, "what": str(paper.get_kind_display()), "ends": paper.valid_until}
        tell_keepers(paper.seller, key=f"paper-expired:{paper.pk}", template="paper_expired", context=context)
    return True


def _hide(seller: Partner, kind: DocumentKind, at: datetime.datetime) -> int:
    with transaction.atomic():
        goods = Product.objects.select_for_update().filter(
            pk__in=goods_needing(kind).filter(is_public=True, stockrecords__partner=seller).values("pk")
        )
        found = list(goods.order_by("pk"))
        if not found:
            return 0
        paper = current(Document.objects.filter(seller=seller, kind=kind)).order_by("-valid_until").first()
        for product in found:
            ListingHold.objects.get_or_create(
                product=product, kind=kind, lifted_at=None, defaults={"seller": seller, "document": paper, "since": at}
            )
        Product.objects.filter(pk__in=[product.pk for product in found]).update(is_public=False)
        details = {"what": ", ".join(product.title for product in found)[:300], "kind": kind.value}
        record(actor=None, action="paper.goods_hidden", subject=seller, at=at, details=details)
        context = {"seller": seller, "what": str(kind.label), "count": len(found)}
        tell_keepers(
            seller, key=f"hidden:{kind}:{seller.pk}:{at.isoformat()}", template="goods_hidden", context=context
        )
    return len(found)


def _lift(seller: Partner, kind: DocumentKind, at: datetime.datetime) -> int:
    with transaction.atomic():
        holds = list(open_holds(seller).filter(kind=kind).select_for_update(of=("self",)))
        ListingHold.objects.filter(pk__in=[hold.pk for hold in holds]).update(lifted_at=at)
        still_held = ListingHold.objects.filter(lifted_at=None).values("product")
        gone = Listing.objects.filter(state=ListingState.WITHDRAWN).values("product")
        back = Product.objects.filter(pk__in=[hold.product_id for hold in holds]).exclude(pk__in=still_held)
        count = back.exclude(pk__in=gone.exclude(product=None)).update(is_public=True)
        if count:
            details = {"what": str(kind.label), "count": count}
            record(actor=None, action="paper.goods_back", subject=seller, at=at, details=details)
    return count
