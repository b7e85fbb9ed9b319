"""AVIF of pictures: made by a job, shown when it is there."""

import base64
import io
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from PIL import Image
from procrastinate.contrib.django.models import ProcrastinateJob

from catalogue.images.avif import make_avif
from catalogue.images.checks import clean_image
from catalogue.images.renditions import StoredPicture, attach, store_picture
from catalogue.images.tasks import make_missing_avif, queue_avif
from tests.factories.goods import ProductFactory, stocked_product

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media_root(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def stored(width: int = 1400, height: int = 700) -> StoredPicture:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).save(out, "PNG")
    out.seek(0)
    return store_picture(clean_image(out))


def avifs(media_root: Path) -> dict[str, tuple[int, int]]:
    """Size of every AVIF on disk by the end of its name."""
    found = media_root.rglob("*.avif")
    return {path.stem.rsplit("-", 1)[1]: Image.open(path, formats=("AVIF",)).size for path in found}


def queued() -> list[str]:
    jobs = ProcrastinateJob.objects.filter(task_name="catalogue.images.tasks.make_picture_avif", status="todo")
    return sorted(job.args["name"] for job in jobs)


@pytest.mark.parametrize(
    ("width", "sizes"),
    [
        (1400, {"480": (480, 240), "960": (960, 480)}),
        (600, {"480": (480, 240), "960": (600, 300)}),
        (300, {"480": (300, 150)}),
    ],
)
def test_both_widths_are_made_and_nothing_is_enlarged(media_root: Path, width: int, sizes: dict) -> None:
    picture = stored(width, width // 2)
    image = attach(product=ProductFactory(), stored=picture, position=0)
    assert (image.avif_srcset, image.blur_url) == ("", "")

    assert make_avif(name=picture.name)

    image.refresh_from_db()
    assert avifs(media_root) == sizes
    assert [part.split()[1] for part in image.avif_srcset.split(", ")] == [f"{size[0]}w" for size in sizes.values()]


def test_a_second_run_writes_nothing_and_tells_a_new_good(media_root: Path) -> None:
    picture = stored()
    attach(product=ProductFactory(), stored=picture, position=0)
    make_avif(name=picture.name)
    written = {path: path.stat().st_mtime_ns for path in media_root.rglob("*")}
    other = attach(product=ProductFactory(), stored=picture, position=0)

    make_avif(name=picture.name)

    other.refresh_from_db()
    assert other.has_avif and other.blur
    assert {path: path.stat().st_mtime_ns for path in media_root.rglob("*")} == written


def test_the_placeholder_is_a_tiny_picture() -> None:
    picture = stored()
    image = attach(product=ProductFactory(), stored=picture, position=0)
    make_avif(name=picture.name)

    image.refresh_from_db()
    small = Image.open(io.BytesIO(base64.b64decode(image.blur)), formats=("WEBP",))
    assert max(small.size) == 16
    assert len(image.blur_url) < 400


def test_a_lost_file_is_tried_once_and_stays_webp() -> None:
    picture = stored()
    image = attach(product=stocked_product(), stored=picture, position=0)
    default_storage.delete(picture.name)

    assert not make_avif(name=picture.name)
    make_missing_avif(0)

    image.refresh_from_db()
    assert image.has_avif is False and image.avif_srcset == ""
    assert queued() == []


def test_older_pictures_get_their_turn_once_each() -> None:
    picture = stored()
    for _ in range(2):
        attach(product=stocked_product(), stored=picture, position=0)

    make_missing_avif(0)
    make_missing_avif(0)
    queue_avif(picture.name)

    assert queued() == [picture.name]


def test_a_product_page_offers_avif_before_webp_and_webp_alone_until_then(client) -> None:
    product = stocked_product()
    picture = stored()
    attach(product=product, stored=picture, position=0)
    stem = picture.name.removesuffix(".webp")

    page = client.get(product.get_absolute_url()).content.decode()
    assert f'src="/media/{stem}-960.webp"' in page and ".avif" not in page

    make_avif(name=picture.name)
    page = client.get(product.get_absolute_url()).content.decode()
    assert page.index(f"{stem}-480.avif 480w") < page.index(f"{stem}-480.webp 480w")
    assert 'src="data:image/webp;base64,' in page
    assert client.get(f"/media/{stem}-480.avif")["Content-Type"] == "image/avif"
