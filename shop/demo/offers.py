"""How goods can be offered, each shown once: packings, wholesale steps, pre-order, an edit that waits, a take-down."""

from __future__ import annotations

import datetime

from django.db.models import Q
from django.utils import timezone

from catalogue.images.checks import clean_image
from catalogue.models import Product
from sellers.listings.domain import authority, writing
from sellers.listings.domain.authority import Letter
from sellers.listings.domain.moderation import approve
from sellers.listings.domain.pictures import add_picture
from sellers.listings.domain.risk import propose_price
from sellers.listings.models import Listing, ListingState, TakeDownRequest
from sellers.models import Partner
from shop.accounts.models import RoleGrant, User
from shop.demo.applications import typed_draft
from shop.demo.tables import ART, rows

REVIEWER, ADMINISTRATOR = "xet-duyet", "quan-tri"
SENT_AGO = datetime.timedelta(days=2)
ASKED_AGO = datetime.timedelta(hours=19)  # five of the 24 hours are left


def load_offers(*, people: dict[str, User], now: datetime.datetime) -> None:
    """Write and approve the goods of data/offers.csv that are missing, then leave work for the back office."""
    for row in rows("offers"):
        _publish(row, people, now)
    _wait_with_a_price(people, now)
    _ask_to_take_down(people, now)


def _publish(row: dict[str, str], people: dict[str, User], now: datetime.datetime) -> None:
    owner, at = people[row["seller"]], now - SENT_AGO
    seller = _seller_of(owner)
    if Listing.objects.filter(seller=seller, content__name=row["name"]).exists():
        return
    typed = {**typed_draft(row, seller.name, seller.province.name), **_offer(row, timezone.localdate(now))}
    listing = writing.start(seller=seller, typed=typed, actor=owner, at=at)
    with (ART / row["picture"]).open("rb") as file:
        add_picture(listing=listing, clean=clean_image(file), actor=owner, at=at)
    listing = writing.submit(listing=listing, actor=owner, at=at)
    listing = approve(listing=listing, seen=at, reviewer=people[REVIEWER], at=now - datetime.timedelta(days=1))
    assert listing.product is not None, "an approved listing has its good"
    good = listing.product.pk
    Product.objects.filter(Q(pk=good) | Q(parent=good)).update(is_demo=True)


def _offer(row: dict[str, str], today: datetime.date) -> dict[str, object]:
    """Return what makes this good special, as its seller types it."""
    day = datetime.timedelta(days=1)
    match row["offer"]:
        case "packings":
            names = ("name", "net_content", "weight_g", "price_vnd", "stock")
            texts = [dict(zip(names, text.split(":"), strict=True)) for text in row["more"].split("|")]
            return {"packings": {str(number): text for number, text in enumerate(texts, start=1)}}
        case "wholesale":
            typed: dict[str, object] = {}
            for number, text in enumerate(row["more"].split("|"), start=1):
                typed[f"step{number}_quantity"], typed[f"step{number}_vnd"] = text.split(":")
            return typed
        case _:
            opens, closes, leaves = ((today + int(text) * day).isoformat() for text in row["more"].split(":"))
            return {"preorder_opens_on": opens, "preorder_closes_on": closes, "available_from": leaves}


def _wait_with_a_price(people: dict[str, User], now: datetime.datetime) -> None:
    """Ask half as much again for a good on sale and rewrite its text: approved, old and new stand side by side."""
    row = next(row for row in rows("offers") if row["offer"] == "wholesale")
    owner, at = people[row["seller"]], now - datetime.timedelta(hours=2)
    listing = Listing.objects.get(seller=_seller_of(owner), content__name=row["name"])
    if listing.state != ListingState.PUBLISHED or listing.submitted_at != now - SENT_AGO:
        return
    text = f"{listing.content['description']} Vụ này chọn măng kỹ hơn và thêm túi hút ẩm (minh hoạ)."
    listing = writing.save_draft(listing=listing, typed={"description": text}, actor=owner, at=at)
    propose_price(listing=listing, price_vnd=int(row["price_vnd"]) * 3 // 2, actor=owner, at=at)


def _ask_to_take_down(people: dict[str, User], now: datetime.datetime) -> None:
    if TakeDownRequest.objects.exists():
        return
    on_sale = Listing.objects.filter(state=ListingState.PUBLISHED, product__is_public=True, product__is_demo=True)
    letter = Letter(
        authority="Chi cục Quản lý thị trường (minh hoạ)",
        document_no="118/MH-QLTT",
        demand="Gỡ tin để kiểm tra nhãn phụ và giấy công bố của sản phẩm (văn bản minh hoạ).",
        received_at=now - ASKED_AGO,
    )
    listing = on_sale.filter(seller__rolegrant=None).order_by("-pk")[0]
    authority.record_request(listing=listing, letter=letter, by=people[ADMINISTRATOR], at=now - ASKED_AGO)


def _seller_of(owner: User) -> Partner:
    seller = RoleGrant.objects.select_related("seller").get(user=owner, seller__isnull=False).seller
    assert seller is not None, "asked for above"
    return seller
