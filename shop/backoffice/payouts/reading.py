"""Read a bank's answer about transfers: CSV or XLSX with headings."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from sellers.payouts.domain.executing import Told
from shop.payment.statements.reading import UnreadableFile, read
from shop.payment.statements.rows import amount_of
from shop.regions.vietnamese import fold

COLUMNS = {
    "text": ("ma tham chieu", "tham chieu", "noi dung", "dien giai", "reference"),
    "amount": ("so tien", "ghi no", "amount"),
    "state": ("trang thai", "ket qua", "status"),
    "number": ("so but toan", "ma giao dich", "so gd", "bank number"),
    "problem": ("ly do", "loi", "ghi chu", "reason"),
}
DONE = ("thanh cong", "da thuc hien", "da chuyen", "success", "executed", "done")


def told_in(*, name: str, data: bytes) -> list[Told]:
    """Return the rows below the headings. Raises UnreadableFile with what to do."""
    rows = read(name=name, data=data)
    for at, row in enumerate(rows[:30]):
        columns = _columns(row)
        if {"text", "amount", "state"} <= columns.keys():
            return [_told(cells, columns) for cells in rows[at + 1 :]]
    raise UnreadableFile(_("Tệp cần ba cột có tên: Mã tham chiếu, Số tiền, Trạng thái."))


def _columns(row: Sequence[str]) -> dict[str, int]:
    titles = [" ".join(fold(cell).split()) for cell in row]
    found: dict[str, int] = {}
    for column, names in COLUMNS.items():
        at = next((titles.index(name) for name in names if name in titles), None)
        if at is not None:
            found[column] = at
    return found


def _told(cells: Sequence[str], columns: dict[str, int]) -> Told:
    def cell(column: str) -> str:
        at = columns.get(column)
        return cells[at] if at is not None and at < len(cells) else ""

    state = fold(cell("state"))
    return Told(
        text=cell("text"),
        amount_vnd=abs(amount_of(cell("amount")) or 0),
        is_done=any(state.startswith(word) for word in DONE),
        bank_number=cell("number"),
        problem=cell("problem") or cell("state"),
    )
