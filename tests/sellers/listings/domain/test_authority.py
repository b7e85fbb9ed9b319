"""Take-downs asked for by an authority."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from catalogue.models import Product
from sellers.documents.models import Document
from sellers.documents.queries import own_documents
from sellers.listings.domain import authority
from sellers.listings.domain.authority import AlreadyDecided, AlreadyRecorded, Letter, ReceivedLater
from sellers.listings.domain.moderation import ReasonMissing
from sellers.listings.models import Listing, ListingState, TakeDownRequest, TakeDownState
from shop.accounts.enums import Role
from shop.accounts.reach import Reach
from shop.audit.trail import trail_of
from shop.communication.models import Message
from tests.factories.listings import picture_file, published, seller_user
from tests.factories.people import GrantFactory

pytestmark = pytest.mark.django_db


def letter(**changes: object) -> Letter:
    hour_ago = timezone.now() - datetime.timedelta(hours=1)
    fields = {"authority": "Chi cục QLTT", "document_no": "12/QLTT", "demand": "Gỡ tin.", "received_at": hour_ago}
    return Letter(**{**fields, **changes})


def recorded(listing: Listing, **changes: object) -> TakeDownRequest:
    return authority.record_request(listing=listing, letter=letter(**changes), by=admin(), at=timezone.now())


def admin() -> object:
    return GrantFactory(role=Role.ADMINISTRATOR).user


def test_a_request_is_due_a_day_after_it_came_and_its_scan_is_not_the_sellers() -> None:
    listing = published()
    scan = SimpleUploadedFile("cv.jpg", picture_file(2).getvalue(), content_type="image/jpeg")

    request = recorded(listing, scan=scan)

    assert request.due_at - request.received_at == datetime.timedelta(hours=24)
    owner = seller_user(listing.seller)
    assert Document.objects.filter(pk=request.scan_id).exists()
    assert not own_documents(owner, Reach(owner)).filter(pk=request.scan_id).exists()


def test_carrying_out_hides_the_good_tells_the_seller_and_leaves_a_trail() -> None:
    listing = published()
    request = recorded(listing)

    authority.carry_out(request=request, reason="Theo văn bản 12/QLTT.", by=admin(), at=timezone.now())

    assert not Product.objects.get().is_public
    request.refresh_from_db()
    assert request.state == TakeDownState.DONE
    assert "12/QLTT" in Message.objects.latest("pk").body
    acts = [event.action for event in trail_of(listing)][-3:]
    assert acts == ["take_down.recorded", "listing.taken_down", "take_down.done"]
    with pytest.raises(AlreadyDecided):
        authority.decline(request=request, reason="Thôi", by=admin(), at=timezone.now())


def test_a_listing_can_be_put_back_as_it_was() -> None:
    listing = published()
    request = authority.carry_out(request=recorded(listing), reason="Gỡ", by=admin(), at=timezone.now())

    authority.put_back(request=request, reason="Cơ quan rút yêu cầu.", by=admin(), at=timezone.now())

    assert Product.objects.get().is_public
    assert Listing.objects.get().state == ListingState.PUBLISHED
    with pytest.raises(AlreadyDecided):
        authority.put_back(request=request, reason="Lần nữa", by=admin(), at=timezone.now())


def test_declining_leaves_the_good_and_needs_a_reason() -> None:
    request = recorded(published())
    with pytest.raises(ReasonMissing):
        authority.decline(request=request, reason=" ", by=admin(), at=timezone.now())
    authority.decline(request=request, reason="Không phải cơ quan có thẩm quyền.", by=admin(), at=timezone.now())
    assert Product.objects.get().is_public


def test_a_letter_is_recorded_once_and_not_from_the_future() -> None:
    listing = published()
    recorded(listing)
    with pytest.raises(AlreadyRecorded):
        recorded(listing)
    with pytest.raises(ReceivedLater):
        recorded(listing, document_no="13", received_at=timezone.now() + datetime.timedelta(hours=1))
