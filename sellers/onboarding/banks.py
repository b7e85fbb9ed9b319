"""Banks a seller can be paid at, by their BIN in the interbank network (NAPAS)."""

BANKS: dict[str, str] = {
    "970405": "Agribank",
    "970415": "VietinBank",
    "970418": "BIDV",
    "970436": "Vietcombank",
    "970407": "Techcombank",
    "970422": "MB",
    "970432": "VPBank",
    "970416": "ACB",
    "970403": "Sacombank",
    "970425": "ABBank",
}


def bank_name(bin_code: str) -> str:
    """Return the bank's name, or the number itself when it is not in the list."""
    return BANKS.get(bin_code, bin_code)
