"""Find out how a text file is written: Vietnamese spreadsheets come in four encodings and three separators."""

from __future__ import annotations

import codecs
import unicodedata

from django.utils.translation import gettext as _

from sellers.listings.bulk.problems import FileRefused

BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
SEPARATORS = ";\t,|"


def decode(data: bytes) -> str:
    """Return the text in NFC: UTF-8 with or without mark, UTF-16, or Windows-1258 (Excel's "CSV" in Viet Nam).

    Raises FileRefused when it is none of them.
    """
    return unicodedata.normalize("NFC", _decoded(data))


def _decoded(data: bytes) -> str:
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding)
    if encoding := _unmarked_utf_16(data):
        return _strictly(data, encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _strictly(data, "cp1258")


def _unmarked_utf_16(data: bytes) -> str:
    """Return the byte order of UTF-16 without a mark: half of its first bytes of plain letters are zero."""
    head = data[:400]
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(head) > 8 and head[start::2].count(0) > len(head) // 5 and head[1 - start :: 2].count(0) == 0:
            return encoding
    return ""


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise FileRefused(_("Tệp không phải chữ Việt đọc được. Lưu lại dạng .xlsx hoặc CSV UTF-8 rồi gửi.")) from None


def separator(text: str) -> str:
    """Return what parts the cells: what Excel's first line "sep=;" says, or the most frequent one in the headings."""
    first = text.split("\n", 1)[0].strip()
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[-1]
    counts = {mark: first.count(mark) for mark in SEPARATORS}
    best = max(counts, key=lambda mark: counts[mark])
    return best if counts[best] else ","
