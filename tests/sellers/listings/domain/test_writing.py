"""Drafts and submitting."""

import datetime

import pytest
from django.utils import timezone

from sellers.listings.domain import writing
from sellers.listings.domain.states import IllegalMove
from sellers.listings.domain.writing import Incomplete
from sellers.listings.models import Listing, ListingState
from shop.audit.trail import trail_of
from tests.factories.goods import SellerFactory
from tests.factories.listings import DocumentFactory, draft, ocop_typed, published, seller_user, submitted, typed

pytestmark = pytest.mark.django_db


def test_a_draft_keeps_what_was_typed_even_if_it_cannot_be_read() -> None:
    seller = SellerFactory()

    listing = writing.start(
        seller=seller, typed={"name": "Tỏi", "weight_g": "ba lạng"}, actor=seller_user(seller), at=timezone.now()
    )

    assert Listing.objects.get(pk=listing.pk).content == {"name": "Tỏi", "weight_g": "ba lạng"}


def test_submitting_says_all_that_is_missing() -> None:
    listing = draft(name="Tỏi", weight_g="ba lạng", shelf_life_days="", ingredients="")
    listing.pictures.all().delete()

    with pytest.raises(Incomplete) as refused:
        writing.submit(listing=listing, actor=seller_user(listing.seller), at=timezone.now())

    fields = sorted(item.field for item in refused.value.missing)
    assert fields == ["ingredients", "name", "pictures", "shelf_life_days", "weight_g"]
    assert Listing.objects.get(pk=listing.pk).state == ListingState.DRAFT


def test_a_complete_draft_is_submitted_with_a_trail() -> None:
    listing = submitted()

    assert listing.state == ListingState.SUBMITTED
    assert listing.submitted_at is not None
    assert [event.action for event in trail_of(listing)] == ["listing.edited", "listing.edited", "listing.submitted"]


def test_ocop_fields_go_together_and_need_the_paper() -> None:
    listing = draft(ocop_stars="4")

    with pytest.raises(Incomplete) as refused:
        writing.submit(listing=listing, actor=seller_user(listing.seller), at=timezone.now())

    fields = {item.field for item in refused.value.missing}
    assert fields == {"ocop_decision_no", "ocop_decision_date", "ocop_issuer", "certificate_document"}


def test_a_lapsed_certificate_does_not_hold_a_listing_back() -> None:
    long_ago = timezone.localdate() - datetime.timedelta(days=4 * 366)

    assert submitted(**ocop_typed(long_ago)).state == ListingState.SUBMITTED


def test_a_submitted_listing_is_recalled_before_it_changes() -> None:
    listing = submitted()
    user = seller_user(listing.seller)

    with pytest.raises(IllegalMove):
        writing.save_draft(listing=listing, typed=typed(name="Tỏi đen khác hẳn"), actor=user, at=timezone.now())
    writing.recall(listing=listing, actor=user, at=timezone.now())
    saved = writing.save_draft(listing=listing, typed=typed(name="Tỏi đen khác hẳn"), actor=user, at=timezone.now())

    assert (saved.state, saved.content["name"]) == (ListingState.DRAFT, "Tỏi đen khác hẳn")


def test_an_edit_of_a_live_good_leaves_the_shelf_alone() -> None:
    listing = published()
    user = seller_user(listing.seller)

    saved = writing.save_draft(listing=listing, typed=typed(name="Tỏi đen tên mới"), actor=user, at=timezone.now())

    saved.product.refresh_from_db()
    assert saved.state == ListingState.DRAFT
    assert saved.product.title == "Tỏi đen Phan Rang lên men 60 ngày"
    assert saved.product.is_public


def test_saving_without_a_change_keeps_a_listing_published() -> None:
    listing = published()

    saved = writing.save_draft(listing=listing, typed=typed(), actor=seller_user(listing.seller), at=timezone.now())

    assert saved.state == ListingState.PUBLISHED


def test_a_lot_code_of_another_good_is_told() -> None:
    lot = {"lot_code": "TD-2609-03", "lot_produced_on": "12/9/2026", "lot_quantity": "100"}
    published(**lot)
    listing = draft(seed=5, **lot)

    with pytest.raises(Incomplete) as refused:
        writing.submit(listing=listing, actor=seller_user(listing.seller), at=timezone.now())

    assert [item.field for item in refused.value.missing] == ["lot_code"]


def test_a_new_paper_counts_as_an_edit() -> None:
    listing = published(document=True, **ocop_typed())
    paper = DocumentFactory(seller=listing.seller)

    saved = writing.save_draft(
        listing=listing,
        typed=listing.content,
        actor=seller_user(listing.seller),
        at=timezone.now(),
        certificate_document=paper,
    )

    assert (saved.state, saved.certificate_document) == (ListingState.DRAFT, paper)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "Tỏi " * 40),
        ("unit", "hũ" * 30),
        ("weight_g", "999.999.999"),
        ("price_vnd", "999999999999"),
        ("stock", "99999999"),
        ("gtin", "8931234567890"),
        ("lot_code", "lô số 3"),
        ("ocop_decision_date", "12/8/9999"),
    ],
)
def test_what_a_good_cannot_hold_is_told_before_anybody_judges(field: str, value: str) -> None:
    listing = draft(**{field: value})

    with pytest.raises(Incomplete) as refused:
        writing.submit(listing=listing, actor=seller_user(listing.seller), at=timezone.now())

    assert field in {item.field for item in refused.value.missing}


def test_a_nul_and_an_endless_text_do_not_break_saving() -> None:
    seller = SellerFactory()

    listing = writing.start(
        seller=seller,
        typed={"name": "Tỏi\0 đen", "description": "a" * 100_000, "weight_g": "\0"},
        actor=seller_user(seller),
        at=timezone.now(),
    )

    saved = Listing.objects.get(pk=listing.pk).content
    assert (saved["name"], len(saved["description"])) == ("Tỏi đen", 20_000)


def test_an_accepted_certificate_needs_no_new_paper() -> None:
    listing = published(document=True, **ocop_typed())
    Listing.objects.update(certificate_document=None)
    user = seller_user(listing.seller)
    changed = {**typed(name="Tỏi đen tên mới"), **ocop_typed()}
    writing.save_draft(listing=listing, typed=changed, actor=user, at=timezone.now())

    assert writing.submit(listing=listing, actor=user, at=timezone.now()).state == ListingState.SUBMITTED
