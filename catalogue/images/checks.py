"""Make an uploaded picture safe: nothing of the file survives but its pixels.

Django's ImageField lets through JPEGs with script in comments, EPS, TIFF and small PNGs that decode to gigabytes, and
keeps where a photo was taken. Here the file is decoded under limits and its pixels are written into a new one.
"""

from __future__ import annotations

import io
import struct
import uuid
import warnings
import zlib
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP")
MAX_BYTES = 12_000_000
MAX_PIXELS = 40_000_000
LONGEST_SIDE = 2048
QUALITY = 82

# A warning about a decompression bomb is an answer, not a remark.
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)

# Everything Pillow's decoders raise on broken or hostile bytes.
BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    IndexError,
    EOFError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


class ImageRefused(Exception):
    """A file is not taken as a picture; the message is a Vietnamese sentence for the person who sent it."""


@dataclass(frozen=True, kw_only=True)
class CleanImage:
    """A re-encoded picture: WebP bytes without metadata, a random name, size in pixels, 64-bit dHash in hex."""

    content: bytes
    name: str
    width: int
    height: int
    perceptual_hash: str
    content_type: str = "image/webp"

    def as_image(self) -> Image.Image:
        """Return the picture opened again."""
        return Image.open(io.BytesIO(self.content), formats=("WEBP",))


def clean_image(file: IO[bytes], *, longest_side: int = LONGEST_SIDE) -> CleanImage:
    """Check an uploaded file and return its pixels as a new picture; the original is never kept.

    longest_side: pixels; larger pictures are scaled down to it.
    Raises ImageRefused with a sentence that says what to do.
    """
    data = file.read(MAX_BYTES + 1)
    if not data:
        raise ImageRefused(_("Tệp ảnh trống. Hãy chọn lại ảnh."))
    if len(data) > MAX_BYTES:
        raise ImageRefused(_("Ảnh lớn hơn 12 MB. Hãy chụp lại ở chất lượng thường hoặc chọn ảnh nhỏ hơn."))
    picture = _pixels(data, longest_side)
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=QUALITY, method=4)
    return CleanImage(
        content=out.getvalue(),
        name=f"{uuid.uuid4().hex}.webp",
        width=picture.width,
        height=picture.height,
        perceptual_hash=difference_hash(picture),
    )


def difference_hash(picture: Image.Image) -> str:
    """Return the 64-bit dHash as 16 hex digits: whether each of 8 × 8 cells is darker than its right neighbour."""
    grey = picture.convert("L").resize((9, 8), Image.Resampling.LANCZOS).tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            bits = bits << 1 | (grey[row * 9 + column] < grey[row * 9 + column + 1])
    return f"{bits:016x}"


def _pixels(data: bytes, longest_side: int) -> Image.Image:
    opened = _open(data)
    width, height = opened.size
    if width * height > MAX_PIXELS:
        raise ImageRefused(_("Ảnh quá lớn: hơn 40 triệu điểm ảnh. Hãy thu nhỏ ảnh rồi gửi lại."))
    try:
        # A phone's JPEG may carry a second frame (depth, preview): format MPO, of which the first is the photo.
        if opened.format != "MPO" and getattr(opened, "n_frames", 1) > 1:
            raise ImageRefused(_("Ảnh động không dùng được. Hãy gửi ảnh chụp thường."))
        opened.draft("RGB", (longest_side, longest_side))
        upright = ImageOps.exif_transpose(opened)
        return _redrawn(upright, longest_side)
    except BROKEN as error:
        raise ImageRefused(_("Ảnh bị hỏng nên không mở được. Hãy chụp hoặc lưu lại ảnh rồi gửi.")) from error


def _open(data: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(data), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ImageRefused(_("Ảnh quá lớn: hơn 40 triệu điểm ảnh. Hãy thu nhỏ ảnh rồi gửi lại.")) from error
    except BROKEN as error:
        raise ImageRefused(_("Tệp này không phải ảnh JPG, PNG hoặc WebP. Hãy chọn ảnh chụp từ điện thoại.")) from error


def _redrawn(source: Image.Image, longest_side: int) -> Image.Image:
    """Paint the source on a new white canvas, so that no metadata and no transparency comes along."""
    source.thumbnail((longest_side, longest_side), Image.Resampling.LANCZOS)
    canvas = Image.new("RGB", source.size, "white")
    if source.has_transparency_data:
        layer = source.convert("RGBA")
        canvas.paste(layer, mask=layer.getchannel("A"))
    else:
        canvas.paste(source.convert("RGB"))
    return canvas
