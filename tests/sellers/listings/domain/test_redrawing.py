"""Turning, cutting and ordering the pictures of a draft."""

import io

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from catalogue.images.checks import clean_image
from sellers.listings.domain import pictures
from sellers.listings.domain.pictures import Part
from sellers.listings.domain.states import IllegalMove
from sellers.listings.models import ListingPicture
from tests.factories.listings import clean_picture, draft, published, seller_user, submitted

pytestmark = pytest.mark.django_db


def test_a_picture_is_turned_and_cut_into_new_files(django_capture_on_commit_callbacks) -> None:
    listing = draft()
    picture = listing.pictures.get()
    act = {"listing": listing, "picture": picture, "actor": seller_user(listing.seller), "at": timezone.now()}
    before = picture.name

    with django_capture_on_commit_callbacks(execute=True):
        pictures.rotate(**act)
    turned = listing.pictures.get()
    assert (turned.width, turned.height) == (480, 640)
    assert turned.name != before and not default_storage.exists(before)

    pictures.crop_square(**act)
    cut = listing.pictures.get()
    assert (cut.width, cut.height) == (480, 480)
    assert default_storage.exists(cut.name)


@pytest.mark.parametrize(("part", "darkest"), [(Part.START, "top"), (Part.MIDDLE, ""), (Part.END, "bottom")])
def test_a_square_keeps_the_part_its_seller_chose(part: Part, darkest: str) -> None:
    listing = draft()
    user, now = seller_user(listing.seller), timezone.now()
    pictures.remove_picture(listing=listing, picture=listing.pictures.get(), actor=user, at=now)
    tall = Image.new("RGB", (200, 600), "white")
    tall.paste("black", (0, 0, 200, 50))
    tall.paste("red", (0, 550, 200, 600))
    out = io.BytesIO()
    tall.save(out, "PNG")
    out.seek(0)
    picture = pictures.add_picture(listing=listing, clean=clean_image(out), actor=user, at=now)

    pictures.crop_square(listing=listing, picture=picture, actor=user, at=now, part=part)

    cut = listing.pictures.get()
    with default_storage.open(cut.name) as file:
        shown = Image.open(file).convert("RGB")
        assert shown.size == (200, 200)
        assert (max(shown.getpixel((100, 10))) < 40) == (darkest == "top")
        assert (shown.getpixel((100, 190))[1] < 40) == (darkest == "bottom")


def test_what_buyers_see_keeps_its_file(django_capture_on_commit_callbacks) -> None:
    listing = published()
    shown = listing.product.images.get().original.name

    with django_capture_on_commit_callbacks(execute=True):
        pictures.rotate(
            listing=listing, picture=listing.pictures.get(), actor=seller_user(listing.seller), at=timezone.now()
        )
    assert default_storage.exists(shown)
    assert listing.product.images.get().original.name == shown


def test_a_picture_moves_one_place_earlier() -> None:
    listing = draft()
    user, now = seller_user(listing.seller), timezone.now()
    added = [pictures.add_picture(listing=listing, clean=clean_picture(n), actor=user, at=now) for n in (2, 3)]

    pictures.move_earlier(listing=listing, picture=added[1], actor=user, at=now)

    order = list(ListingPicture.objects.filter(listing=listing).values_list("pk", flat=True))
    assert order[1:] == [added[1].pk, added[0].pk]


def test_a_submitted_listing_keeps_its_pictures() -> None:
    listing = submitted()
    with pytest.raises(IllegalMove):
        pictures.rotate(
            listing=listing, picture=listing.pictures.get(), actor=seller_user(listing.seller), at=timezone.now()
        )
