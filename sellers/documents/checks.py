"""Make an uploaded paper safe: a picture is drawn anew, a PDF is taken only when nothing in it can act.

What counts is what the bytes are, never the name or the type the browser states.
"""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _

from catalogue.images.checks import ImageRefused, clean_image

MAX_BYTES = 10 * 1024 * 1024
LONGEST_SIDE = 2600  # small print of a certificate stays readable
MAX_INFLATED = 40 * 1024 * 1024
PDF_MAGIC = b"%PDF-"

# Names of a PDF that run something, carry another file or hide the content from this check.
ACTIVE = re.compile(
    rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData|XFA|Encrypt)(?![A-Za-z0-9])"
)
# Short enough to stand by chance in compressed bytes; a script is always named /JavaScript too.
BY_CHANCE = {b"JS"}
OBJECT_STREAM = re.compile(rb"/ObjStm(?![A-Za-z0-9])")
STREAM = re.compile(rb"stream\r?\n")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")


class DocumentRefused(Exception):
    """A file is not taken as a paper; the message is a Vietnamese sentence for the person who sent it."""


@dataclass(frozen=True, kw_only=True)
class CleanDocument:
    """Bytes that may be kept: a re-encoded WebP without metadata, or a checked PDF as it came."""

    content: bytes
    content_type: str


def clean_document(file: IO[bytes]) -> CleanDocument:
    """Check an uploaded paper. Raises DocumentRefused with a sentence that says what to do."""
    data = file.read(MAX_BYTES + 1)
    if not data:
        raise DocumentRefused(_("Tệp trống. Hãy chọn lại tệp."))
    if len(data) > MAX_BYTES:
        raise DocumentRefused(_("Tệp lớn hơn 10 MB. Hãy chụp lại ở chất lượng thường hoặc chia thành nhiều tệp."))
    if data.startswith(PDF_MAGIC):
        _check_pdf(data)
        return CleanDocument(content=data, content_type="application/pdf")
    try:
        picture = clean_image(io.BytesIO(data), longest_side=LONGEST_SIDE)
    except ImageRefused as refusal:
        raise DocumentRefused(
            _("%(reason)s Giấy tờ nhận ảnh JPEG, PNG, WebP hoặc PDF.") % {"reason": refusal}
        ) from None
    return CleanDocument(content=picture.content, content_type=picture.content_type)


def _check_pdf(data: bytes) -> None:
    if b"%%EOF" not in data[-2048:]:
        raise DocumentRefused(_("Tệp PDF bị cắt ngang. Hãy lưu lại rồi gửi."))
    found = {match[1] for match in ACTIVE.finditer(_unescaped(data))} - BY_CHANCE
    found |= {match[1] for objects in _object_streams(data) for match in ACTIVE.finditer(_unescaped(objects))}
    if b"Encrypt" in found:
        raise DocumentRefused(_("Tệp PDF có mật khẩu. Hãy bỏ mật khẩu hoặc chụp ảnh giấy tờ."))
    if found:
        raise DocumentRefused(_("Tệp PDF có phần chạy được hoặc tệp đính kèm. Hãy in lại ra PDF hoặc chụp ảnh."))


def _unescaped(data: bytes) -> bytes:
    """Return the bytes with #4a written as J, as a reader understands names."""
    return ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), data)


def _object_streams(data: bytes) -> list[bytes]:
    """Return the inflated object streams: objects, and so actions, may hide in them.

    Raises DocumentRefused for one that cannot be inflated or is a bomb.
    """
    found, budget = [], MAX_INFLATED
    for start in STREAM.finditer(data):
        if not OBJECT_STREAM.search(_unescaped(data[max(0, start.start() - 1024) : start.start()])):
            continue
        inflater = zlib.decompressobj()
        try:
            objects = inflater.decompress(data[start.end() :], budget)
        except zlib.error:
            raise DocumentRefused(_("Không đọc hết được tệp PDF này. Hãy in lại ra PDF hoặc chụp ảnh.")) from None
        if inflater.unconsumed_tail and not inflater.eof:
            raise DocumentRefused(_("Không đọc hết được tệp PDF này. Hãy in lại ra PDF hoặc chụp ảnh."))
        budget = max(1, budget - len(objects))
        found.append(objects)
    return found
