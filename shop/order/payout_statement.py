"""A payout from order line to total: for the seller's page, the office, print and spreadsheet.

Amounts are whole VND and add up exactly: the commission of a part is shared out over its lines by largest remainder.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sellers.commission.domain.rounding import largest_remainder
from sellers.payouts.models import Payout
from shop.ledger.enums import AccountKind
from shop.ledger.models import Entry
from shop.money.in_words import vnd_in_words
from shop.order.domain.revenue import seller_discounts
from shop.order.models import SellerOrder

MOVED = (AccountKind.SELLER_PAYABLE, AccountKind.SELLER_CASH)


@dataclass(frozen=True)
class StatementLine:
    """One good of a part. discount_vnd: what the seller bears of its discount; others pay the seller the rest."""

    title: str
    quantity: int
    amount_vnd: int
    discount_vnd: int
    commission_vnd: int


@dataclass(frozen=True)
class StatementPart:
    """One part of an order as it was settled.

    other_vnd: what was settled beside the part as it stands: tax taken off, or a change after an earlier settlement.
    """

    part: SellerOrder
    lines: tuple[StatementLine, ...]
    earned_vnd: int
    cash_vnd: int
    tax_vnd: int

    @property
    def net_vnd(self) -> int:
        return self.earned_vnd - self.cash_vnd

    @property
    def other_vnd(self) -> int:
        """What was settled beside goods + delivery − own discount − commission − fees − tax: a later change."""
        return self.earned_vnd - (self.part.seller_share_vnd - self.tax_vnd)


def statement_parts(payout: Payout) -> list[StatementPart]:
    """Return the parts of a payout in order of their numbers. Four queries however many there are."""
    moved = _moved(payout)
    parts = SellerOrder.objects.filter(number__in=moved).select_related("order").prefetch_related("lines")
    taxes = _taxes(list(moved))
    return [_part(part, *moved[part.number], taxes.get(part.number, 0)) for part in parts.order_by("number")]


def statement_rows(payout: Payout) -> Iterator[list[object]]:
    """Yield the statement as a table: headings, lines, a row per part, and the totals."""
    yield [
        "Đơn", "Giao xong", "Sản phẩm", "Số lượng", "Tiền hàng", "Nhà bán giảm giá", "Phí giao", "Phí sàn",
        "Phí chuyến, điểm", "Thuế khấu trừ", "Điều chỉnh", "Đã tự thu", "Thực nhận",
    ]  # fmt: skip
    for row in statement_parts(payout):
        part = row.part
        for line in row.lines:
            yield [
                part.number, part.delivered_at, line.title, line.quantity, line.amount_vnd, -line.discount_vnd, "",
                -line.commission_vnd, "", "", "", "", "",
            ]  # fmt: skip
        yield [
            part.number, part.delivered_at, "Cộng đơn", "", int(part.goods_vnd), -part.seller_discount_vnd,
            part.seller_delivery_vnd, -int(part.commission_vnd), -part.fees_vnd, -row.tax_vnd, row.other_vnd,
            -row.cash_vnd, row.net_vnd,
        ]  # fmt: skip
    for title, amount in (
        ("Cộng kỳ này", payout.earned_vnd - payout.cash_vnd),
        ("Nợ kỳ trước", payout.brought_vnd),
        ("Đã nộp lại", payout.paid_in_vnd),
        ("Nợ sang kỳ sau", payout.carried_vnd),
        ("Sàn chuyển", payout.amount_vnd),
    ):
        yield ["", "", title, *[""] * 9, int(amount)]
    yield ["", "", "Sàn chuyển, bằng chữ", *[""] * 9, vnd_in_words(int(payout.amount_vnd))]


def _moved(payout: Payout) -> dict[str, tuple[int, int]]:
    """Return part number -> (earned, own cash) that this payout settled."""
    entries = Entry.objects.filter(
        account__kind__in=MOVED,
        account__key=str(payout.seller_id),
        transaction__business_key__startswith=f"part-settled:{payout.period_id}:",
    )
    found: dict[str, tuple[int, int]] = {}
    for key, kind, amount in entries.values_list("line_key", "account__kind", "amount_vnd"):
        earned, cash = found.get(key, (0, 0))
        is_earned = kind == AccountKind.SELLER_PAYABLE
        found[key] = (earned + amount, cash) if is_earned else (earned, cash - amount)
    return found


def _taxes(numbers: list[str]) -> dict[str, int]:
    entries = Entry.objects.filter(line_key__in=numbers, account__kind=AccountKind.TAX_WITHHELD)
    found: dict[str, int] = {}
    for number, amount in entries.values_list("line_key", "amount_vnd"):
        found[number] = found.get(number, 0) - amount
    return found


def _part(part: SellerOrder, earned_vnd: int, cash_vnd: int, tax_vnd: int) -> StatementPart:
    lines = sorted(part.lines.all(), key=lambda line: line.pk)
    amounts = [int(line.line_price_incl_tax) for line in lines]
    by_rate = [amount * line.commission_basis_points for amount, line in zip(amounts, lines, strict=True)]
    shares = largest_remainder(total_vnd=int(part.commission_vnd), weights=by_rate if any(by_rate) else amounts)
    return StatementPart(
        part=part,
        lines=tuple(
            StatementLine(line.title, line.quantity, amount, discount, commission)
            for line, amount, discount, commission in zip(
                lines, amounts, seller_discounts(part, lines), shares, strict=True
            )
        ),
        earned_vnd=earned_vnd,
        cash_vnd=cash_vnd,
        tax_vnd=tax_vnd,
    )
