"""AVIF beside the WebP renditions, and the placeholder that fills the frame until the picture is there.

Encoding AVIF costs about ten times what WebP does, so a job makes it; pages show the WebP until then.
"""

from __future__ import annotations

import base64
import io
import logging

from django.core.files.storage import default_storage
from PIL import Image

from catalogue.images.checks import BROKEN
from catalogue.images.renditions import rendition_name, scaled, write
from catalogue.images.widths import shown_widths
from catalogue.models import ProductImage

logger = logging.getLogger(__name__)

QUALITY = 55  # looks like WebP at 82
SPEED = 6
BLUR_SIDE = 16
BLUR_QUALITY = 20
BLUR_LONGEST = 400  # characters


def make_avif(*, name: str) -> bool:
    """Make the missing AVIF renditions of a stored picture and let the goods that show it know; safe to run twice.

    name: path of the original under MEDIA. Returns False, and has the goods remember it, when the file is gone or
    broken.
    """
    rows = ProductImage.objects.filter(original=name)
    try:
        blur = _make(name)
    except BROKEN as error:
        logger.warning("pictures: no AVIF of %s: %s", name, error)
        rows.update(has_avif=False)
        return False
    rows.update(has_avif=True, blur=blur)
    return True


def without_avif(*, limit: int) -> list[str]:
    """Return the paths of at most `limit` pictures of goods for which nobody has tried to make AVIF."""
    rows = ProductImage.objects.filter(has_avif=None, product__is_public=True)
    return list(rows.order_by("original").values_list("original", flat=True).distinct()[:limit])


def _make(name: str) -> str:
    """Write what is missing; return the placeholder as base64 of a tiny WebP."""
    with default_storage.open(name) as file, Image.open(file, formats=("WEBP",)) as opened:
        picture = opened.convert("RGB")
    for width in shown_widths(picture.width):
        target = rendition_name(name, width, "avif")
        if not default_storage.exists(target):
            out = io.BytesIO()
            scaled(picture, width).save(out, "AVIF", quality=QUALITY, speed=SPEED, max_threads=1)
            write(target, out.getvalue())
    return _blur(picture)


def _blur(picture: Image.Image) -> str:
    small, out = picture.copy(), io.BytesIO()
    small.thumbnail((BLUR_SIDE, BLUR_SIDE), Image.Resampling.BOX)
    small.save(out, "WEBP", quality=BLUR_QUALITY, method=6)
    text = base64.b64encode(out.getvalue()).decode()
    return text if len(text) <= BLUR_LONGEST else ""
