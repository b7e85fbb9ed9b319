"""Pictures of a zip: read one by one under limits, never unpacked to disk, each re-encoded."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO

from django.utils.translation import gettext as _

from catalogue.images.checks import MAX_BYTES, CleanImage, ImageRefused, clean_image
from sellers.listings.bulk.problems import FileRefused

MOST_ZIP_BYTES = 100_000_000
MOST_ENTRIES = 20_000
UNPACKED_BYTES = 2_000_000_000
RATIO = 100  # a photo hardly shrinks in a zip; what shrinks more is no photo
JUNK = ("__MACOSX/", ".DS_Store", "Thumbs.db")


@dataclass(frozen=True, kw_only=True)
class ZippedPicture:
    """One entry. skus: codes its name may stand for, the whole name first. clean None: refused for `problem`."""

    position: int
    name: str
    skus: tuple[str, ...]
    clean: CleanImage | None = None
    problem: str = ""


def check_zip(file: IO[bytes]) -> int:
    """Return how many entries a zip holds. Raises FileRefused when it is none, too large or swells when opened."""
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise FileRefused(_("Tệp ảnh không phải .zip hoặc bị hỏng. Nén lại thư mục ảnh rồi gửi.")) from error
    if len(entries) > MOST_ENTRIES:
        raise FileRefused(_("Tệp zip có quá nhiều ảnh. Chia thành nhiều tệp rồi gửi lần lượt."))
    if sum(entry.file_size for entry in entries) > UNPACKED_BYTES:
        raise FileRefused(_("Tệp zip phình quá lớn khi mở nên không nhận. Chỉ nén ảnh JPG, PNG, WebP."))
    return len(entries)


def pictures_of(file: IO[bytes], *, start: int = 0) -> Iterator[ZippedPicture]:
    """Yield the pictures from entry `start` on, cleaned or with the reason why not."""
    with zipfile.ZipFile(file) as archive:
        for position, entry in enumerate(archive.infolist()):
            if position < start or entry.is_dir() or any(mark in entry.filename for mark in JUNK):
                continue
            yield _picture(archive, entry, position)


def _picture(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, position: int) -> ZippedPicture:
    name = entry.filename[-160:]
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in entry.filename:
        problem = _("Tên tệp dẫn ra ngoài thư mục nên bị bỏ. Nén lại từ một thư mục thường.")
        return ZippedPicture(position=position, name=name, skus=(), problem=problem)
    skus = skus_of(path.stem)
    try:
        clean = clean_image(io.BytesIO(_bytes(archive, entry)))
    except ImageRefused as refusal:
        return ZippedPicture(position=position, name=name, skus=skus, problem=str(refusal))
    return ZippedPicture(position=position, name=name, skus=skus, clean=clean)


def skus_of(stem: str) -> tuple[str, ...]:
    """Return the codes a picture's name may stand for: itself, and without a number at its end ("TOI-2", "TOI (2)")."""
    without = re.sub(r"\s*(?:[-_ ]\d{1,2}|\(\d{1,2}\))$", "", stem)
    return tuple(dict.fromkeys(name for name in (stem, without) if name))


def _bytes(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Return an entry's bytes, never more than a picture may have, whatever its header says. Raises ImageRefused."""
    if entry.flag_bits & 1:
        raise ImageRefused(_("Ảnh có mật khẩu. Nén lại không đặt mật khẩu."))
    if entry.file_size > MAX_BYTES:
        raise ImageRefused(_("Ảnh lớn hơn 12 MB. Hãy chụp lại ở chất lượng thường hoặc chọn ảnh nhỏ hơn."))
    if entry.file_size > 100_000 and entry.file_size > RATIO * max(1, entry.compress_size):
        raise ImageRefused(_("Tệp nén bất thường nên không mở. Hãy nén lại từ ảnh gốc."))
    try:
        with archive.open(entry) as opened:
            return opened.read(MAX_BYTES + 1)
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, RuntimeError) as error:
        raise ImageRefused(_("Ảnh bị hỏng trong tệp zip. Hãy nén lại.")) from error
