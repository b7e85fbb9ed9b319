"""What the moderation page of one listing shows."""

from __future__ import annotations

import datetime
from typing import Any

from catalogue.certification.validity import ocop_valid_until
from catalogue.models import Category
from sellers.listings.checks import findings
from sellers.listings.content import LABELS, TRADE, Content
from sellers.listings.domain.live import Difference, compare, content_of, differences, pictures_differ
from sellers.listings.models import Listing, ListingState
from shop.audit.trail import trail_of
from shop.backoffice.listings.source import number_of
from shop.backoffice.trail_words import told


def page_context(listing: Listing, *, today: datetime.date) -> dict[str, Any]:
    """Return the template's context without what the request adds.

    An edit of a live good is its seller's own until it is sent: before that the page shows what buyers see.
    """
    product = listing.product if listing.product_id else None
    is_open = listing.state == ListingState.SUBMITTED
    shows_live = product is not None and not is_open
    content = content_of(product) if product and shows_live else Content.read(listing.content)
    changes = compare(Content(), content) if shows_live else differences(listing)
    slugs = [(change.now, change.proposed) for change in changes if change.name == "category"]
    names = dict(Category.objects.filter(slug__in=slugs[0]).values_list("slug", "name")) if slugs else {}
    return {
        "listing": listing,
        "number": number_of(listing),
        "content": content,
        "product": product,
        "is_open": is_open,
        "is_edit": product is not None and is_open,
        "is_live": bool(product and product.is_public),
        "changes": [_named(change, names) for change in changes],
        "unchanged": _unchanged(content, {change.name for change in changes}) if is_open and product else [],
        "live_pictures": list(product.images.all()) if product and is_open and pictures_differ(listing) else [],
        "pictures": list(product.images.all() if product and shows_live else listing.pictures.all()),
        "findings": findings(listing, today=today) if is_open else [],
        "paper": listing.certificate_document,
        "valid_until": ocop_valid_until(content.ocop_decision_date) if content.ocop_decision_date else None,
        "trail": told(trail_of(listing)),
    }


def _named(change: Difference, names: dict[str, str]) -> dict[str, str]:
    now, proposed = change.now, change.proposed
    if change.name == "category":
        now, proposed = names.get(now, now), names.get(proposed, proposed)
    return {"label": change.label, "now": now, "proposed": proposed}


def _unchanged(content: Content, changed: set[str]) -> list[str]:
    return [str(label) for name, label in LABELS.items() if name not in changed | TRADE and getattr(content, name)]
