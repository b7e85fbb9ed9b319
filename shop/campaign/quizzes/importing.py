"""Questions from a spreadsheet: câu hỏi, A, B, C, D, đáp án (a letter), giải thích."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from django.utils.translation import gettext as _

from sellers.listings.bulk.reading import FileRefused, read_lines
from sellers.listings.bulk.spreadsheets import xlsx_file
from shop.campaign.quizzes.domain.bank import InvalidQuestion, Written, checked

HEADINGS = ("Câu hỏi", "A", "B", "C", "D", "Đáp án", "Giải thích, nguồn")
EXAMPLE = (
    "# Ví dụ: Chương trình OCOP có nghĩa là gì?",
    "Mỗi xã một sản phẩm",
    "Mỗi nhà một vườn",
    "Mỗi chợ một hàng",
    "",
    "A",
    "Dòng bắt đầu bằng # không được nhập.",
)
LETTERS = "ABCD"
MOST_QUESTIONS_IN_FILE = 500
WRONG = {"text": "câu hỏi", "options": "các phương án (2 đến 4, khác nhau)", "right": "đáp án (A, B, C hoặc D)"}


def template() -> IO[bytes]:
    """Return the file to fill in."""
    return xlsx_file([(_("Câu hỏi"), [HEADINGS, EXAMPLE])])


def read_questions(file: IO[bytes]) -> list[Written]:
    """Return the questions of a file. Raises FileRefused, which names the first row that is wrong."""
    found: list[Written] = []
    for number, cells in _rows(file):
        text, *options = (cells + [""] * len(HEADINGS))[:5]
        letter, why = (cells + [""] * len(HEADINGS))[5:7]
        right = LETTERS.find(letter.strip().upper()) if letter.strip() else -1
        try:
            found.append(checked(Written(text, options, right, why)))
        except InvalidQuestion as problem:
            said = {"row": number, "what": WRONG[problem.field]}
            raise FileRefused(_("Dòng %(row)d: xem lại %(what)s. Chưa nhập câu nào.") % said) from problem
    if not found:
        raise FileRefused(_("Tệp không có câu hỏi nào. Tải mẫu về, điền mỗi dòng một câu rồi gửi lại."))
    if len(found) > MOST_QUESTIONS_IN_FILE:
        raise FileRefused(_("Tệp có hơn %d câu. Chia thành nhiều tệp.") % MOST_QUESTIONS_IN_FILE)
    return found


def _rows(file: IO[bytes]) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows below the headings that are neither empty nor notes."""
    lines = read_lines(file)
    for _number, cells in lines:
        if cells[0].strip().casefold() == HEADINGS[0].casefold():
            break
    else:
        raise FileRefused(_("Không thấy dòng tiêu đề “Câu hỏi”. Tải mẫu về và giữ nguyên dòng đầu."))
    for number, cells in lines:
        if any(cells) and not cells[0].startswith("#"):
            yield number, [cell.strip() for cell in cells]
