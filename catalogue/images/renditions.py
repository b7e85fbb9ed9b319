"""Stored pictures of goods: one original and two fixed widths beside it, as WebP at once and as AVIF by a job.

A small module instead of django-pictures' field: many goods share one picture (in the demo market three or so each),
and the field makes its files per row and by a queue of its own.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from catalogue.images.checks import QUALITY, CleanImage, clean_image, difference_hash
from catalogue.images.widths import CARD_WIDTH, WIDTHS
from catalogue.models import Product, ProductImage

FOLDER = "goods"


@dataclass(frozen=True, kw_only=True)
class StoredPicture:
    """A picture under MEDIA with its renditions made. name: path relative to MEDIA; size in pixels."""

    name: str
    width: int
    height: int
    perceptual_hash: str

    @property
    def card(self) -> str:
        return rendition_name(self.name, CARD_WIDTH)


def rendition_name(name: str, width: int, kind: str = "webp") -> str:
    """Return the path of the rendition beside an original: goods/ab.webp, 480 -> goods/ab-480.webp."""
    path = PurePosixPath(name)
    return str(path.with_name(f"{path.stem}-{width}.{kind}"))


def files_of(name: str) -> list[str]:
    """Return the path of an original and those of all renditions it may have."""
    return [name, *(rendition_name(name, width, kind) for width in WIDTHS for kind in ("webp", "avif"))]


def store_picture(clean: CleanImage, *, name: str | None = None) -> StoredPicture:
    """Write a picture and its renditions. name: path under MEDIA, by default goods/<random>.webp."""
    name = name or f"{FOLDER}/{clean.name}"
    picture = clean.as_image()
    for width in WIDTHS:
        out = io.BytesIO()
        scaled(picture, width).save(out, "WEBP", quality=QUALITY, method=4)
        write(rendition_name(name, width), out.getvalue())
    write(name, clean.content)
    return StoredPicture(name=name, width=clean.width, height=clean.height, perceptual_hash=clean.perceptual_hash)


def store_shared(source: Path, *, folder: str = "shared") -> StoredPicture:
    """Store a checked-in picture once under its own name; a second call reads what is there and writes nothing.

    Raises ImageRefused when the file is not a picture.
    """
    name = f"{folder}/{source.stem}.webp"
    if default_storage.exists(name):
        return _read(name)
    with source.open("rb") as file:
        return store_picture(clean_image(file), name=name)


def attach(*, product: Product, stored: StoredPicture, position: int) -> ProductImage:
    """Let a product show a stored picture; position 0 also becomes the card's."""
    image = _row(product, stored, position)
    image.save()
    if position == 0:
        product.card_image = stored.card
        product.save(update_fields=["card_image"])
    return image


def attach_many(rows: Iterable[tuple[Product, StoredPicture, int]]) -> list[ProductImage]:
    """Attach pictures in bulk: (product, stored picture, position) each; two statements for any number of goods."""
    listed = list(rows)
    firsts = []
    for product, stored, position in listed:
        if position == 0:
            product.card_image = stored.card
            firsts.append(product)
    Product.objects.bulk_update(firsts, ["card_image"], batch_size=500)
    return ProductImage.objects.bulk_create([_row(*row) for row in listed], batch_size=500)


def _row(product: Product, stored: StoredPicture, position: int) -> ProductImage:
    return ProductImage(
        product=product,
        original=stored.name,
        display_order=position,
        width=stored.width,
        height=stored.height,
        perceptual_hash=stored.perceptual_hash,
    )


def _read(name: str) -> StoredPicture:
    with default_storage.open(name) as file, Image.open(file, formats=("WEBP",)) as picture:
        return StoredPicture(
            name=name, width=picture.width, height=picture.height, perceptual_hash=difference_hash(picture)
        )


def scaled(picture: Image.Image, width: int) -> Image.Image:
    """Return the picture at most `width` pixels wide; a smaller one keeps its size."""
    height = max(1, round(picture.height * width / picture.width))
    return picture if picture.width <= width else picture.resize((width, height), Image.Resampling.LANCZOS)


def write(name: str, content: bytes) -> None:
    """Put bytes under exactly this path of MEDIA."""
    if default_storage.exists(name):
        default_storage.delete(name)
    default_storage.save(name, ContentFile(content))
