"""The file a bank takes to make many transfers at once. Its layout is our own and documented here; a bank that wants
another one gets it from the same rows.

Columns: STT, Mã tham chiếu (ours, comes back with the bank's answer), Mã ngân hàng (BIN of the interbank network),
Ngân hàng, Số tài khoản, Tên người nhận (ASCII capitals, as banks write names), Số tiền (whole VND), Nội dung (ASCII).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sellers.listings.bulk.spreadsheets import Row
from sellers.onboarding.banks import bank_name
from sellers.payouts.enums import TransferState
from sellers.payouts.models import PayoutBatch
from shop.regions.vietnamese import fold

HEADINGS = (
    "STT", "Mã tham chiếu", "Mã ngân hàng", "Ngân hàng", "Số tài khoản", "Tên người nhận", "Số tiền", "Nội dung",
)  # fmt: skip


def ascii_name(name: str) -> str:
    """Return "HTX TOI CAT": capitals without marks, letters, digits and spaces only."""
    return " ".join(re.sub(r"[^A-Z0-9]+", " ", fold(name).upper()).split())


def bank_rows(batch: PayoutBatch) -> Iterator[Row]:
    """Yield the headings, then one row per transfer that goes to the bank."""
    yield HEADINGS
    going = batch.transfers.filter(route="").exclude(state=TransferState.CANCELLED).order_by("pk")
    for number, transfer in enumerate(going.iterator(chunk_size=1_000), start=1):
        yield [
            number, transfer.reference, transfer.bank_bin, ascii_name(bank_name(transfer.bank_bin)),
            transfer.bank_account, ascii_name(transfer.bank_holder), int(transfer.amount_vnd),
            f"CHO PHIEN CHI TRA {transfer.reference}",
        ]  # fmt: skip
