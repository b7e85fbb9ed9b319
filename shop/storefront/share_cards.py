"""Pictures that messengers show beside a shared link: drawn once, kept under MEDIA, drawn anew on other facts."""

from __future__ import annotations

import io
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageDraw, ImageFont, ImageOps

SIZE = (1200, 630)
PICTURE = 540
MARGIN = 45
PAPER, INK, QUIET, LEAF = "#F8F3E7", "#231F1A", "#574F43", "#2B6B35"
FONTS = Path(settings.BASE_DIR) / "shop" / "static" / "fonts"
DRAWING = 1  # raise when the drawing itself changes


@dataclass(frozen=True, kw_only=True)
class ShareCard:
    """What stands on a card. key: "product-12", names the folder; picture: path under MEDIA or nothing."""

    key: str
    title: str
    lines: tuple[str, ...]
    price: str = ""
    picture: str = ""

    @property
    def path(self) -> str:
        facts = repr((DRAWING, self.title, self.lines, self.price, self.picture))
        return f"share/{self.key}/{blake2b(facts.encode(), digest_size=8).hexdigest()}.jpg"


def read(card: ShareCard) -> bytes:
    """Return the JPEG of a card, drawing it when it is not kept; an older drawing of the same thing is deleted."""
    if default_storage.exists(card.path):
        with default_storage.open(card.path) as kept:
            return bytes(kept.read())
    content = draw(card)
    folder = f"share/{card.key}"
    if default_storage.exists(folder):
        for name in default_storage.listdir(folder)[1]:
            default_storage.delete(f"{folder}/{name}")
    default_storage.save(card.path, ContentFile(content))
    return content


def draw(card: ShareCard) -> bytes:
    """Draw a card as JPEG: the picture on the left, title, price and place on the right."""
    image = Image.new("RGB", SIZE, PAPER)
    left = MARGIN
    photo = _photo(card.picture)
    if photo is not None:
        image.paste(photo, (MARGIN, MARGIN))
        left += PICTURE + MARGIN
    pen, width = ImageDraw.Draw(image), SIZE[0] - left - MARGIN
    top = MARGIN
    for line in _wrapped(card.title, _font(800, 52), width, most=4):
        pen.text((left, top), line, INK, _font(800, 52))
        top += 68
    if card.price:
        pen.text((left, top + 14), card.price, LEAF, _font(800, 58))
        top += 96
    for text in card.lines:
        for line in _wrapped(text, _font(600, 34), width, most=2):
            pen.text((left, top + 18), line, QUIET, _font(600, 34))
            top += 48
    pen.text((left, SIZE[1] - MARGIN - 50), "Chợ Phiên", LEAF, _font(800, 44))
    pen.rectangle((0, SIZE[1] - 12, SIZE[0], SIZE[1]), LEAF)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=86, optimize=True)
    return out.getvalue()


def _photo(name: str) -> Image.Image | None:
    if not name or name.startswith(("/", "http")) or not default_storage.exists(name):
        return None
    with default_storage.open(name) as file, Image.open(file) as picture:
        return ImageOps.fit(picture.convert("RGB"), (PICTURE, PICTURE))


def _font(weight: int, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / f"be-vietnam-pro-{weight}.woff2"), size)


def _wrapped(text: str, font: ImageFont.FreeTypeFont, width: int, *, most: int) -> list[str]:
    """Break a text into at most `most` lines of this width; what is left out ends in an ellipsis."""
    lines: list[str] = []
    words = text.split()
    while words and len(lines) < most:
        line = words.pop(0)
        while words and font.getlength(f"{line} {words[0]}") <= width:
            line = f"{line} {words.pop(0)}"
        lines.append(line)
    if words:
        lines[-1] = f"{lines[-1][:-1].rstrip()}…"
    return lines
