"""A payout from order line to total: for the seller's page, the office, print and spreadsheet.

Amounts are whole VND and add up exactly: the commission of a part is shared out over its lines by largest remainder.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sellers.commission.domain.rounding import largest_remainder
from sellers.payouts.models import Payout
from shop.ledger.enums import AccountKind
from shop.ledger.models import Entry
from shop.money.in_words import vnd_in_words
from shop.order.domain.revenue import seller_discounts
from shop.order.models import SellerOrder

MOVED = (AccountKind.SELLER_PAYABLE, AccountKind.SELLER_CASH)
SETTLED = "part-settled"
SALE = frozenset({"part-delivered", "part-delivered-reversed"})
TAX = frozenset({"tax-withheld", "tax-withheld-reversed"})
WORDS: dict[str, str | Promise] = {
    "return-granted": _("khách trả hàng"),
    "tax-returned": _("trả lại thuế của hàng trả"),
    "dispute-decided": _("ngân hàng đòi lại tiền thẻ, phần nhà bán chịu"),
    "refund-by-bank": _("ngân hàng đã hoàn khách, nhà bán không chịu nữa"),
}
OTHER = _("thay đổi khác")


@dataclass(frozen=True)
class StatementLine:
    """One good of a part. discount_vnd: what the seller bears of its discount; others pay the seller the rest."""

    title: str
    quantity: int
    amount_vnd: int
    discount_vnd: int
    commission_vnd: int


@dataclass(frozen=True)
class Change:
    """What the seller earned more or less of a part beside its sale, and why."""

    words: str
    amount_vnd: int


@dataclass(frozen=True)
class StatementPart:
    """One part of an order as it was settled.

    is_first: its sale is settled here; else an earlier statement has it, and this one only what changed since.
    tax_vnd: withheld from the sale, as it stood when it was settled.
    """

    part: SellerOrder
    is_first: bool
    lines: tuple[StatementLine, ...]
    changes: tuple[Change, ...]
    earned_vnd: int
    cash_vnd: int
    tax_vnd: int

    @property
    def net_vnd(self) -> int:
        return self.earned_vnd - self.cash_vnd

    @property
    def other_vnd(self) -> int:
        """What was settled beside goods + delivery − own discount − commission − fees − tax: the changes."""
        return self.earned_vnd - (self.part.seller_share_vnd - self.tax_vnd if self.is_first else 0)


def statement_parts(payout: Payout) -> list[StatementPart]:
    """Return the parts of a payout in order of their numbers. Three queries however many there are."""
    steps = _steps(payout)
    parts = SellerOrder.objects.filter(number__in=steps).select_related("order").prefetch_related("lines")
    return [_part(part, steps[part.number]) for part in parts.order_by("number")]


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
        for change in row.changes:
            yield [part.number, part.delivered_at, change.words, *[""] * 7, change.amount_vnd, "", ""]
        yield [
            part.number, part.delivered_at, "Cộng đơn", "", *_sale(row), -row.tax_vnd, row.other_vnd,
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


def _sale(row: StatementPart) -> list[int]:
    """Return goods, own discount, delivery, commission and fees of the sale; zeros where it was settled before."""
    part = row.part
    if not row.is_first:
        return [0] * 5
    return [
        int(part.goods_vnd), -part.seller_discount_vnd, part.seller_delivery_vnd, -int(part.commission_vnd),
        -part.fees_vnd,
    ]  # fmt: skip


@dataclass
class _Steps:
    """What the ledger says of one part between the settlement before (if there was one) and this one."""

    is_first: bool = True
    earned_vnd: int = 0
    cash_vnd: int = 0
    moved: dict[str, int] = field(default_factory=dict)


def _steps(payout: Payout) -> dict[str, _Steps]:
    """Return part number -> its steps, for the parts this payout settled. One query."""
    mine = Entry.objects.filter(account__kind__in=MOVED, account__key=str(payout.seller_id)).exclude(line_key="")
    prefix = f"part-settled:{payout.period_id}:"
    numbers = mine.filter(transaction__business_key__startswith=prefix).values("line_key")
    rows = (
        mine.filter(line_key__in=numbers)
        .order_by("transaction_id")
        .values_list("line_key", "transaction__kind", "transaction__business_key", "account__kind", "amount_vnd")
    )
    found: dict[str, _Steps] = {}
    done: dict[str, str] = {}
    for number, kind, key, account, amount in rows:
        if done.get(number, "").startswith(prefix) and done[number] != key:
            continue  # after this settlement
        if kind == SETTLED:
            if not key.startswith(prefix):
                found[number] = _Steps(is_first=False)
                continue
            done[number] = key
        _add(found.setdefault(number, _Steps()), kind, account, int(amount))
    return found


def _add(steps: _Steps, kind: str, account: str, amount_vnd: int) -> None:
    is_payable = account == AccountKind.SELLER_PAYABLE
    if kind != SETTLED:
        if is_payable:
            steps.moved[kind] = steps.moved.get(kind, 0) - amount_vnd
    elif is_payable:
        steps.earned_vnd += amount_vnd
    else:
        steps.cash_vnd -= amount_vnd


def _part(part: SellerOrder, steps: _Steps) -> StatementPart:
    sale = SALE | TAX if steps.is_first else frozenset[str]()
    return StatementPart(
        part=part,
        is_first=steps.is_first,
        lines=_lines(part) if steps.is_first else (),
        changes=tuple(
            Change(str(WORDS.get(kind, OTHER)), amount)
            for kind, amount in steps.moved.items()
            if amount and kind not in sale
        ),
        earned_vnd=steps.earned_vnd,
        cash_vnd=steps.cash_vnd,
        tax_vnd=-sum(steps.moved.get(kind, 0) for kind in TAX) if steps.is_first else 0,
    )


def _lines(part: SellerOrder) -> tuple[StatementLine, ...]:
    lines = sorted(part.lines.all(), key=lambda line: line.pk)
    amounts = [int(line.line_price_incl_tax) for line in lines]
    by_rate = [amount * line.commission_basis_points for amount, line in zip(amounts, lines, strict=True)]
    shares = largest_remainder(total_vnd=int(part.commission_vnd), weights=by_rate if any(by_rate) else amounts)
    return tuple(
        StatementLine(line.title, line.quantity, amount, discount, commission)
        for line, amount, discount, commission in zip(
            lines, amounts, seller_discounts(part, lines), shares, strict=True
        )
    )
