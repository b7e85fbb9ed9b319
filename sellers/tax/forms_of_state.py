"""What the tax office gets, as tables in the order of its forms.

01/CNKD-TMĐT (monthly return), 01-1/BK-CNKD-TMĐT (its list of sellers), 01/CTKT-TMĐT (yearly certificate): the names are
those of Decree 117/2025/NĐ-CP, in force until 30 June 2026. Whether they still hold under Decree 252/2026/NĐ-CP has not
been verified; the tables carry the same figures under any number.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db.models import F, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from sellers.listings.bulk.spreadsheets import Row
from sellers.models import Partner
from sellers.tax.enums import SaleKind, Tax
from sellers.tax.models import WithheldTax
from shop.money.in_words import vnd_in_words

DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Months:
    """From the first day of one month up to, not including, the first day of another."""

    first: datetime.date
    end: datetime.date

    @classmethod
    def month(cls, year: int, month: int) -> Months:
        first = datetime.date(year, month, 1)
        return cls(first, (first + 32 * DAY).replace(day=1))

    @classmethod
    def year(cls, year: int) -> Months:
        return cls(datetime.date(year, 1, 1), datetime.date(year + 1, 1, 1))

    @property
    def bounds(self) -> tuple[datetime.datetime, datetime.datetime]:
        midnight = datetime.time.min
        first, end = (timezone.make_aware(datetime.datetime.combine(day, midnight)) for day in (self.first, self.end))
        return first, end


def monthly_return(months: Months) -> Iterator[Row]:
    """01/CNKD-TMĐT: per kind of sale and residence the turnover, VAT and PIT withheld, offsets taken off."""
    yield ["STT", "Loại giao dịch", "Cư trú", "Doanh thu", "Thuế GTGT khấu trừ", "Thuế TNCN khấu trừ", "Cộng"]
    totals = [0, 0, 0]
    for number, ((kind, resident), amounts) in enumerate(sorted(_sums(months, "sale_kind", "is_resident").items()), 1):
        turnover, vat, pit = amounts
        totals = [total + amount for total, amount in zip(totals, amounts, strict=True)]
        yield [number, str(SaleKind(kind).label), _residence(resident), turnover, vat, pit, vat + pit]
    yield ["", "Tổng cộng", "", *totals, totals[1] + totals[2]]


def monthly_list(months: Months) -> Iterator[Row]:
    """01-1/BK-CNKD-TMĐT: one row per seller and kind of sale."""
    yield [
        "STT", "Tên người bán", "Mã số thuế", "Địa chỉ", "Cư trú", "Loại giao dịch", "Doanh thu", "Thuế GTGT khấu trừ",
        "Thuế TNCN khấu trừ", "Cộng",
    ]  # fmt: skip
    sums = _sums(months, "seller_id", "is_resident", "sale_kind")
    sellers = Partner.objects.select_related("commune", "province").in_bulk({key[0] for key in sums})
    rows = sorted(sums.items(), key=lambda row: (sellers[row[0][0]].name, str(row[0])))
    for number, ((seller_id, resident, kind), (turnover, vat, pit)) in enumerate(rows, start=1):
        seller = sellers[seller_id]
        yield [
            number, seller.name, seller.tax_code, address_of(seller), _residence(resident), str(SaleKind(kind).label),
            turnover, vat, pit, vat + pit,
        ]  # fmt: skip


def certificate(seller: Partner, year: int) -> Iterator[Row]:
    """01/CTKT-TMĐT: what was withheld from one seller in a year, by whom, month by month, and in words."""
    since, until = Months.year(year).bounds
    rows = WithheldTax.objects.filter(seller=seller, occurred_at__gte=since, occurred_at__lt=until)
    operator, lived = settings.OPERATOR, rows.values_list("is_resident", flat=True).order_by().distinct()
    for title, value in (
        ("Chứng từ khấu trừ thuế", f"Năm {year}"),
        ("Tổ chức khấu trừ", operator["name"]),
        ("Mã số thuế", operator["tax_code"]),
        ("Địa chỉ", operator["address"]),
        ("Người bị khấu trừ", seller.name),
        ("Mã số thuế", seller.tax_code),
        ("Địa chỉ", address_of(seller)),
        ("Cư trú", ", ".join(_residence(one) for one in sorted(lived, reverse=True))),
    ):
        yield [title, value, "", "", ""]
    yield ["Tháng", "Doanh thu", "Thuế GTGT đã khấu trừ", "Thuế TNCN đã khấu trừ", "Cộng"]
    months: dict[int, list[int]] = {}
    by_month = rows.annotate(month=TruncMonth("occurred_at")).values_list("month", "tax").order_by()
    for month, tax, base, amount in by_month.annotate(Sum("base_vnd"), Sum("amount_vnd")):
        _add(months.setdefault(month.month, [0, 0, 0]), tax, base, amount)
    totals = [sum(row[at] for row in months.values()) for at in range(3)]
    for month, (turnover, vat, pit) in sorted(months.items()):
        yield [f"{month:02d}/{year}", turnover, vat, pit, vat + pit]
    yield ["Tổng cộng", *totals, totals[1] + totals[2]]
    yield ["Thuế đã khấu trừ, bằng chữ", vnd_in_words(totals[1] + totals[2]), "", "", ""]


def years_of(seller: Partner) -> list[int]:
    """Return the years in which tax was withheld from a seller, the latest first."""
    found = WithheldTax.objects.filter(seller=seller).dates("occurred_at", "year", order="DESC")
    return [day.year for day in found]


def address_of(seller: Partner) -> str:
    return ", ".join(str(part) for part in (seller.address_line, seller.commune, seller.province) if part)


def _sums(months: Months, *keys: str) -> dict[tuple[object, ...], list[int]]:
    """Return key -> [turnover, VAT, PIT]. Turnover is counted once, not per tax."""
    since, until = months.bounds
    rows = WithheldTax.objects.filter(occurred_at__gte=since, occurred_at__lt=until).order_by()
    found: dict[tuple[object, ...], list[int]] = {}
    for *key, tax, base, amount in rows.values_list(*keys, "tax").annotate(
        base=Sum(F("base_vnd")), amount=Sum(F("amount_vnd"))
    ):
        _add(found.setdefault(tuple(key), [0, 0, 0]), tax, base, amount)
    return found


def _add(sums: list[int], tax: str, base: int, amount: int) -> None:
    if tax == Tax.VAT:
        sums[0] += int(base)
        sums[1] += int(amount)
    else:
        sums[2] += int(amount)


def _residence(is_resident: object) -> str:
    return "Cư trú" if is_resident else "Không cư trú"
