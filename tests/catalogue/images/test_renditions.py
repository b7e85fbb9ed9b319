"""Pictures on disk and on products."""

import io
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from catalogue.images.checks import CleanImage, clean_image
from catalogue.images.renditions import attach, attach_many, store_picture, store_shared
from tests.factories.goods import ProductFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media_root(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def picture(width: int = 1400, height: int = 700) -> CleanImage:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).save(out, "PNG")
    out.seek(0)
    return clean_image(out)


def size_of(name: str) -> tuple[int, int]:
    with default_storage.open(name) as file:
        return Image.open(file).size


def test_store_picture_makes_both_widths() -> None:
    stored = store_picture(picture())

    assert size_of(stored.name) == (1400, 700)
    assert size_of(stored.name.replace(".webp", "-480.webp")) == (480, 240)
    assert size_of(stored.name.replace(".webp", "-960.webp")) == (960, 480)


def test_small_pictures_are_not_blown_up() -> None:
    assert size_of(store_picture(picture(300, 200)).card) == (300, 200)


def test_the_first_picture_becomes_the_card() -> None:
    product = ProductFactory()

    first = attach(product=product, stored=store_picture(picture()), position=0)
    second = attach(product=product, stored=store_picture(picture()), position=1)

    product.refresh_from_db()
    assert product.card_image == first.original.name.replace(".webp", "-480.webp")
    assert (first.width, first.height) == (1400, 700)
    assert len(second.perceptual_hash) == 16
    assert first.srcset == f"{first.small_url} 480w, {first.medium_url} 960w"


def test_shared_pictures_are_written_once_and_shown_by_many(media_root: Path, django_assert_num_queries) -> None:
    source = media_root / "nho-xanh.webp"
    source.write_bytes(picture(500, 500).content)
    stored = store_shared(source)
    written = (media_root / "shared" / "nho-xanh.webp").stat().st_mtime_ns
    again = store_shared(source)
    goods = [ProductFactory(), ProductFactory(), ProductFactory()]

    with django_assert_num_queries(2):
        attach_many((product, stored, 0) for product in goods)

    assert again == stored
    assert (media_root / "shared" / "nho-xanh.webp").stat().st_mtime_ns == written
    assert {product.images.get().original.name for product in goods} == {"shared/nho-xanh.webp"}
    assert {product.card_image for product in goods} == {"shared/nho-xanh-480.webp"}


def test_deleting_a_product_picture_keeps_the_shared_file(media_root: Path) -> None:
    source = media_root / "toi.webp"
    source.write_bytes(picture(500, 500).content)
    product = ProductFactory()
    attach_many([(product, store_shared(source), 0)])

    product.images.get().delete()

    assert default_storage.exists("shared/toi.webp")


def test_media_are_served_in_development(client) -> None:
    stored = store_picture(picture(300, 200))

    answer = client.get(f"/media/{stored.name}")

    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/webp"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert client.get("/media/../private/x").status_code == 400
