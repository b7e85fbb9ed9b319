"""The text of a VietQR code (EMVCo merchant-presented, profile of NAPAS), dynamic, for one amount.

`38` holds GUID, {bank, account} and the service "transfer to an account"; `62`/`08` the purpose; `63` the checksum.
The length of a value counts characters, and banks read ASCII only: anything else is refused, not folded.
"""

from __future__ import annotations

GUID, TO_ACCOUNT, VND, VIET_NAM = "A000000727", "QRIBFTTA", "704", "VN"
LONGEST_PURPOSE = 25
LONGEST_ACCOUNT = 19


class NotEncodable(ValueError):
    """The account or purpose cannot stand in a code."""


def payload(*, bank_bin: str, account: str, amount_vnd: int, purpose: str) -> str:
    """Return the text of the code. Raises NotEncodable."""
    if not purpose.isascii() or not 0 < len(purpose) <= LONGEST_PURPOSE:
        raise NotEncodable(f"purpose {purpose!r}")
    if not account.isascii() or not 0 < len(account) <= LONGEST_ACCOUNT or len(bank_bin) != 6 or amount_vnd <= 0:
        raise NotEncodable(f"account {bank_bin} {account}, amount {amount_vnd}")
    merchant = _field("00", GUID) + _field("01", _field("00", bank_bin) + _field("01", account))
    text = (
        _field("00", "01")
        + _field("01", "12")
        + _field("38", merchant + _field("02", TO_ACCOUNT))
        + _field("53", VND)
        + _field("54", str(amount_vnd))
        + _field("58", VIET_NAM)
        + _field("62", _field("08", purpose))
        + "6304"
    )
    return text + f"{checksum(text):04X}"


def checksum(text: str) -> int:
    """Return CRC-16/CCITT-FALSE: polynomial 0x1021, first value 0xFFFF, nothing reflected."""
    crc = 0xFFFF
    for byte in text.encode("ascii"):
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1) ^ 0x1021 if crc & 0x8000 else crc << 1
            crc &= 0xFFFF
    return crc


def _field(tag: str, value: str) -> str:
    return f"{tag}{len(value):02d}{value}"
