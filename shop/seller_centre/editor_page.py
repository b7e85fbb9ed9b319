"""What the editor shows beside the form: pictures, where moderation stands, what is missing, the certificate's end."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from catalogue.certification.validity import ocop_valid_until
from catalogue.models import ProductImage
from sellers.listings.content import Content
from sellers.listings.domain.completeness import completeness, lapsed_on
from sellers.listings.domain.merging import marks_of
from sellers.listings.domain.packings import offered
from sellers.listings.domain.pictures import MOST
from sellers.listings.domain.states import Act, allows
from sellers.listings.kinds import in_order
from sellers.listings.models import Listing, ListingState
from sellers.models import StockRecord
from shop.audit.trail import trail_of
from shop.seller_centre.frame import render
from shop.seller_centre.listing_form import ListingForm

STEPS = ("listing.submitted", "listing.changes_asked", "listing.approved", "listing.rejected", "listing.taken_down")


def page(request: HttpRequest, listing: Listing, form: ListingForm, *, status: int = 200) -> HttpResponse:
    """Render the editor for a listing, saved or not."""
    today = timezone.localdate()
    content = Content.read(listing.content)
    saved = listing.pk is not None
    product = listing.product if listing.product_id else None
    context = {
        "listing": listing,
        "marks": request.POST.get("da_thay") or marks_of(listing.content),
        "form": form,
        "kind": form.kind,
        "kinds": in_order(),
        "editable": not saved or allows(listing.state, Act.EDIT),
        "is_live": bool(product and product.is_public),
        "product": product,
        "stock": StockRecord.objects.filter(product=product).first() if product else None,
        "packing_stock": offered(product) if product else {},
        "pictures": _pictures(listing) if saved else [],
        "most_pictures": MOST,
        "check": completeness(listing, today=today) if saved else None,
        "asked": "thieu" in request.GET,
        "refused": status != HTTPStatus.OK,
        "reasons": _reasons(listing),
        "steps": _steps(listing) if saved else [],
        "may_submit": allows(listing.state, Act.SUBMIT),
        "lapsed_on": lapsed_on(content, today=today),
        "valid_until": ocop_valid_until(content.ocop_decision_date) if content.ocop_decision_date else None,
        "content": content,
    }
    return render(
        request,
        "seller_centre/listing.html",
        seller=listing.seller,
        tab="listings",
        status=status,
        **context,
    )


def _pictures(listing: Listing) -> list[dict[str, object]]:
    live = set(ProductImage.objects.filter(product=listing.product_id).values_list("original", flat=True))
    return [{"row": picture, "is_live": picture.name in live} for picture in listing.pictures.all()]


def _reasons(listing: Listing) -> list[str]:
    if listing.state not in {ListingState.CHANGES_ASKED, ListingState.REJECTED}:
        return []
    return [line.strip() for line in listing.decision_reason.splitlines() if line.strip()]


def _steps(listing: Listing) -> list[dict[str, object]]:
    """Return the last walk through moderation: from the last submission on."""
    events = [event for event in trail_of(listing) if event.action in STEPS]
    starts = [place for place, event in enumerate(events) if event.action == "listing.submitted"]
    last_walk = events[starts[-1] if starts else 0 :]
    return [{"act": event.action.removeprefix("listing."), "at": event.at} for event in last_walk]
