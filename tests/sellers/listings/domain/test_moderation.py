"""Decisions, their messages and who may not make them."""

import datetime

import pytest
from django.utils import timezone

from catalogue.models import Product
from sellers.listings.domain import moderation, shelf, writing
from sellers.listings.domain.moderation import OwnListing, ReasonMissing, SeenAnotherVersion
from sellers.listings.domain.states import IllegalMove
from sellers.listings.models import Listing, ListingState
from shop.accounts.enums import Role
from shop.accounts.models import RoleGrant
from shop.audit.trail import trail_of
from shop.communication.models import Message
from tests.factories.listings import draft, published, reviewer, seller_user, submitted, typed

pytestmark = pytest.mark.django_db


def test_the_seller_is_told_of_an_approval() -> None:
    listing = published()

    message = Message.objects.get(template="listing_approved")
    assert message.recipient == listing.seller.phone
    assert "Tỏi đen Phan Rang" in message.body


def test_a_second_decision_is_refused() -> None:
    listing = submitted()
    moderation.approve(listing=listing, seen=listing.submitted_at, reviewer=reviewer(), at=timezone.now())

    with pytest.raises(IllegalMove):
        moderation.reject(
            listing=listing, seen=listing.submitted_at, reason="Trùng", reviewer=reviewer(), at=timezone.now()
        )

    assert Listing.objects.get(pk=listing.pk).state == ListingState.PUBLISHED
    assert Message.objects.count() == 1


def test_a_version_the_reviewer_did_not_see_is_not_decided() -> None:
    listing = submitted()
    seen = listing.submitted_at
    user = seller_user(listing.seller)
    writing.recall(listing=listing, actor=user, at=timezone.now())
    writing.save_draft(listing=listing, typed=typed(name="Tỏi số 1"), actor=user, at=timezone.now())
    writing.submit(listing=listing, actor=user, at=timezone.now() + datetime.timedelta(minutes=1))

    with pytest.raises(SeenAnotherVersion):
        moderation.approve(listing=listing, seen=seen, reviewer=reviewer(), at=timezone.now())

    assert Product.objects.count() == 0
    assert "listing.approved" not in [event.action for event in trail_of(listing)]


def test_asking_for_changes_needs_a_reason_and_opens_the_draft_again() -> None:
    listing = submitted()
    judge = reviewer()

    with pytest.raises(ReasonMissing):
        moderation.ask_changes(
            listing=listing, seen=listing.submitted_at, reason=" ", reviewer=judge, at=timezone.now()
        )
    decided = moderation.ask_changes(
        listing=listing, seen=listing.submitted_at, reason="Ảnh nhãn mờ.", reviewer=judge, at=timezone.now()
    )

    assert (decided.state, decided.decision_reason) == (ListingState.CHANGES_ASKED, "Ảnh nhãn mờ.")
    assert "Ảnh nhãn mờ." in Message.objects.get().body
    assert trail_of(listing).last().reason == "Ảnh nhãn mờ."


def test_nobody_judges_a_listing_of_the_seller_he_works_for() -> None:
    listing = submitted()
    judge = reviewer()
    RoleGrant.objects.create(user=judge, role=Role.SELLER_MANAGER, seller=listing.seller)

    with pytest.raises(OwnListing):
        moderation.approve(listing=listing, seen=listing.submitted_at, reviewer=judge, at=timezone.now())


def test_rejecting_an_edit_keeps_the_approved_version_on_the_shelf() -> None:
    listing = published()
    user = seller_user(listing.seller)
    writing.save_draft(listing=listing, typed=typed(name="Tỏi số 1 thế giới"), actor=user, at=timezone.now())
    listing = writing.submit(listing=listing, actor=user, at=timezone.now())

    moderation.reject(
        listing=listing, seen=listing.submitted_at, reason="Chữ cấm.", reviewer=reviewer(), at=timezone.now()
    )

    product = Product.objects.get(pk=listing.product_id)
    assert (product.is_public, product.title) == (True, "Tỏi đen Phan Rang lên men 60 ngày")


def test_a_withdrawn_good_comes_back_as_it_was_approved() -> None:
    listing = published()
    user = seller_user(listing.seller)

    shelf.withdraw(listing=listing, actor=user, at=timezone.now())
    assert not Product.objects.get(pk=listing.product_id).is_public
    back = shelf.put_back(listing=listing, actor=user, at=timezone.now())

    assert back.state == ListingState.PUBLISHED
    assert Product.objects.get(pk=listing.product_id).is_public


def test_an_unfinished_edit_is_still_a_draft_after_coming_back() -> None:
    listing = published()
    user = seller_user(listing.seller)
    writing.save_draft(listing=listing, typed=typed(name="Tỏi đen tên mới"), actor=user, at=timezone.now())

    shelf.withdraw(listing=listing, actor=user, at=timezone.now())
    back = shelf.put_back(listing=listing, actor=user, at=timezone.now())

    assert back.state == ListingState.DRAFT


def test_what_was_taken_down_stays_down_until_approved_again() -> None:
    listing = published()
    user = seller_user(listing.seller)
    shelf.take_down(listing=listing, reason="Nghi hàng giả.", actor=reviewer(), at=timezone.now())

    with pytest.raises(IllegalMove):
        shelf.put_back(listing=listing, actor=user, at=timezone.now())

    assert not Product.objects.get(pk=listing.product_id).is_public
    assert Message.objects.filter(template="listing_taken_down").exists()


def test_what_was_never_published_cannot_be_withdrawn() -> None:
    listing = draft()

    with pytest.raises(shelf.NotOnTheShelf):
        shelf.withdraw(listing=listing, actor=seller_user(listing.seller), at=timezone.now())
