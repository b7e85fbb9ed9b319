"""What the rows of a statement say: money, day, reference, text; and what each would do."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from shop.payment.models import Receipt
from shop.payment.providers.base import Found, MoneyCame
from shop.payment.providers.vietqr.matching import find
from shop.payment.providers.vietqr.numbering import plain, transaction_id

VIET_NAM = ZoneInfo("Asia/Ho_Chi_Minh")
DATES = ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d")
Verdict = Literal["match", "short", "over", "unmatched", "known", "doubled", "skipped", "unreadable"]


@dataclass(frozen=True)
class Planned:
    """One row and what taking it would do. number: of the row in the file, from 1."""

    number: int
    verdict: Verdict
    said: str
    money: MoneyCame | None = None
    found: Found | None = None


def plan(*, rows: Sequence[Sequence[str]], heading: int, columns: Mapping[str, int], account: str) -> Iterator[Planned]:
    """Yield what each row below the headings would do; nothing is written."""
    seen: set[str] = set()
    for number, row in enumerate(rows[heading + 1 :], start=heading + 2):
        yield _planned(number, row, columns, account, seen)


def _planned(number: int, row: Sequence[str], columns: Mapping[str, int], account: str, seen: set[str]) -> Planned:
    cells = {name: row[at] if at < len(row) else "" for name, at in columns.items()}
    amount, day = amount_of(cells.get("amount", "")), day_of(cells.get("date", ""))
    if not cells.get("amount") or (amount is not None and amount <= 0):
        return Planned(number, "skipped", _("không phải tiền vào"))
    if amount is None or day is None:
        return Planned(number, "unreadable", _("không đọc được số tiền hoặc ngày"))
    if not plain(cells.get("reference", "")):
        return Planned(number, "unreadable", _("thiếu mã giao dịch"))
    money = MoneyCame(
        external_id=transaction_id(account=account, reference=cells["reference"])[:100],
        amount_vnd=amount,
        paid_at=day,
        content=cells.get("content", ""),
        account=account,
        payer=cells.get("payer", ""),
    )
    if money.external_id in seen or Receipt.objects.filter(provider="vietqr", external_id=money.external_id).exists():
        return Planned(number, "known", _("đã ghi trước đó"), money)
    seen.add(money.external_id)
    return _judged(number, money)


def _judged(number: int, money: MoneyCame) -> Planned:
    if twin := twin_of(money):
        remark = _("Có thể trùng với khoản %(id)s") % {"id": twin.external_id}
        return Planned(number, "doubled", remark, money, Found(remark=remark))
    found = find(money)
    if found.payment is None:
        return Planned(number, "unmatched", found.remark, money, found)
    missing = found.payment.missing_vnd if found.payment.is_live else 0
    verdict: Verdict = "match" if missing == money.amount_vnd else "short" if missing > money.amount_vnd else "over"
    return Planned(number, verdict, found.payment.order.number, money, found)


def twin_of(money: MoneyCame) -> Receipt | None:
    """Return a receipt of the same day, amount and text under another number: one transfer told in two ways."""
    day = money.paid_at.astimezone(VIET_NAM).date()
    begins = datetime.datetime.combine(day, datetime.time(), VIET_NAM)
    same = Receipt.objects.filter(
        provider="vietqr",
        account=money.account,
        amount_vnd=money.amount_vnd,
        source="notice",
        paid_at__gte=begins,
        paid_at__lt=begins + datetime.timedelta(days=1),
    )
    return next((receipt for receipt in same if _letters(receipt.content) == _letters(money.content)), None)


def amount_of(text: str) -> int | None:
    """Return whole VND of "1.206.000", "1,206,000.00", "+1 206 000 VND"; None when it is no such number."""
    plain = re.sub(r"(VND|VNĐ|₫|đ|\s|\+|\u00a0)", "", text, flags=re.IGNORECASE)
    plain = re.sub(r"[.,]0{1,2}$", "", plain)
    if re.fullmatch(r"-?\d{1,3}([.,]\d{3})+", plain):
        plain = re.sub(r"[.,]", "", plain)
    return int(plain) if re.fullmatch(r"-?\d{1,12}", plain) else None


def day_of(text: str) -> datetime.datetime | None:
    """Return a Vietnamese moment, noon where only the day is known."""
    for form in DATES:
        try:
            moment = datetime.datetime.strptime(text.strip(), form)
        except ValueError:
            continue
        noon = moment if "%H" in form else moment.replace(hour=12)
        return noon.replace(tzinfo=VIET_NAM)
    return None


def _letters(text: str) -> str:
    return re.sub(r"\W", "", text).upper()
