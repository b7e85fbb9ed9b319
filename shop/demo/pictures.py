"""Pictures of the demo market: the drawings under art/, stored once each through the project's own renditions."""

from __future__ import annotations

from catalogue.images.checks import CleanImage, clean_image
from catalogue.images.renditions import StoredPicture, store_shared
from shop.demo.tables import ART, rows

FOLDER = "demo"
TABLES = ("ocop_tree", "ocop_goods", "hang_viet")

Pictures = dict[str, StoredPicture]


def clean_photo(name: str) -> CleanImage:
    """Return a drawing as if somebody had sent it from a phone."""
    with (ART / name).open("rb") as file:
        return clean_image(file)


def load_pictures() -> Pictures:
    """Store the drawings that are missing; return file name -> stored picture of every one the tables name."""
    names = sorted({row["picture"] for table in TABLES for row in rows(table)})
    return {name: store_shared(ART / name, folder=FOLDER) for name in names}
