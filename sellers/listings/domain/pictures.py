"""Pictures of a listing while it is written. What buyers see changes only by publishing."""

from __future__ import annotations

import datetime
import enum
import io
from collections.abc import Callable, Iterable

from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image

from catalogue.images.checks import CleanImage, clean_image
from catalogue.images.renditions import files_of, store_picture
from catalogue.models import ProductImage
from sellers.listings.domain.record import locked, move
from sellers.listings.domain.states import Act, after
from sellers.listings.models import Listing, ListingPicture
from shop.accounts.models import User

MOST = 12
FOLDER = "listings"
REDRAWN_QUALITY = 92  # the pixels are encoded twice


class Part(enum.Enum):
    """Which part of a picture a square keeps: START is the left of a wide one and the top of a tall one."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


SHARES = {Part.START: 0.0, Part.MIDDLE: 0.5, Part.END: 1.0}


class TooManyPictures(Exception):
    """A listing holds at most MOST pictures."""


@transaction.atomic
def add_picture(*, listing: Listing, clean: CleanImage, actor: User, at: datetime.datetime) -> ListingPicture:
    """Add a checked picture at the end. Raises TooManyPictures, IllegalMove."""
    listing = locked(listing)
    positions = list(listing.pictures.values_list("position", flat=True))
    if len(positions) >= MOST:
        raise TooManyPictures
    after(listing.state, Act.EDIT)
    stored = store_picture(clean, name=f"{FOLDER}/{clean.name}")
    picture = ListingPicture.objects.create(
        listing=listing,
        file=stored.name,
        width=stored.width,
        height=stored.height,
        position=max(positions, default=-1) + 1,
        perceptual_hash=stored.perceptual_hash,
    )
    _note(listing, actor, at, {"picture_added": stored.name})
    return picture


@transaction.atomic
def remove_picture(*, listing: Listing, picture: ListingPicture, actor: User, at: datetime.datetime) -> None:
    """Take a picture out of the draft; the file goes when no published good shows it. Raises IllegalMove."""
    listing = locked(listing)
    after(listing.state, Act.EDIT)
    name = picture.name
    listing.pictures.filter(pk=picture.pk).delete()
    _note(listing, actor, at, {"picture_removed": name})
    transaction.on_commit(lambda: discard_unused([name]))


@transaction.atomic
def make_first(*, listing: Listing, picture: ListingPicture, actor: User, at: datetime.datetime) -> None:
    """Make a picture the main one; the others keep their order. Raises IllegalMove."""
    listing = locked(listing)
    after(listing.state, Act.EDIT)
    ordered = sorted(listing.pictures.all(), key=lambda other: (other.pk != picture.pk, other.position, other.pk))
    for position, other in enumerate(ordered):
        other.position = position
    ListingPicture.objects.bulk_update(ordered, ["position"])
    _note(listing, actor, at, {"picture_first": picture.name})


@transaction.atomic
def move_earlier(*, listing: Listing, picture: ListingPicture, actor: User, at: datetime.datetime) -> None:
    """Let a picture change places with the one before it. Raises IllegalMove."""
    listing = locked(listing)
    after(listing.state, Act.EDIT)
    ordered = list(listing.pictures.all())
    place = next((n for n, other in enumerate(ordered) if other.pk == picture.pk), 0)
    if place:
        ordered[place - 1], ordered[place] = ordered[place], ordered[place - 1]
    for position, other in enumerate(ordered):
        other.position = position
    ListingPicture.objects.bulk_update(ordered, ["position"])
    _note(listing, actor, at, {"picture_moved": picture.name})


def rotate(*, listing: Listing, picture: ListingPicture, actor: User, at: datetime.datetime) -> None:
    """Turn a picture a quarter to the right. Raises IllegalMove."""
    _redraw(listing, picture, lambda image: image.transpose(Image.Transpose.ROTATE_270), actor, at)


def crop_square(
    *, listing: Listing, picture: ListingPicture, actor: User, at: datetime.datetime, part: Part = Part.MIDDLE
) -> None:
    """Cut a picture to a square, as cards show it. part: which end of the longer side stays. Raises IllegalMove."""

    def square(image: Image.Image) -> Image.Image:
        side = min(image.size)
        left, top = (int((length - side) * SHARES[part]) for length in image.size)
        return image.crop((left, top, left + side, top + side))

    _redraw(listing, picture, square, actor, at)


@transaction.atomic
def _redraw(
    listing: Listing,
    picture: ListingPicture,
    change: Callable[[Image.Image], Image.Image],
    actor: User,
    at: datetime.datetime,
) -> None:
    """Store the changed pixels under a new name, for a published good may still show the old ones."""
    listing = locked(listing)
    after(listing.state, Act.EDIT)
    picture = listing.pictures.get(pk=picture.pk)
    before, out = picture.name, io.BytesIO()
    with default_storage.open(before) as file, Image.open(file, formats=("WEBP",)) as image:
        change(image.convert("RGB")).save(out, "WEBP", quality=REDRAWN_QUALITY, method=4)
    out.seek(0)
    clean = clean_image(out)
    stored = store_picture(clean, name=f"{FOLDER}/{clean.name}")
    ListingPicture.objects.filter(pk=picture.pk).update(
        file=stored.name, width=stored.width, height=stored.height, perceptual_hash=stored.perceptual_hash
    )
    _note(listing, actor, at, {"picture_changed": before, "into": stored.name})
    transaction.on_commit(lambda: discard_unused([before]))


def discard_unused(names: Iterable[str]) -> None:
    """Delete files, with their renditions, that neither a good nor a listing shows."""
    for name in names:
        if ProductImage.objects.filter(original=name).exists() or ListingPicture.objects.filter(file=name).exists():
            continue
        for path in files_of(name):
            default_storage.delete(path)


def _note(listing: Listing, actor: User, at: datetime.datetime, details: dict[str, str]) -> None:
    move(listing=listing, act=Act.EDIT, actor=actor, at=at, details=details)
    listing.save(update_fields=["state", "updated_at"])
