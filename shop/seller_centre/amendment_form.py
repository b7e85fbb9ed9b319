"""What a seller typed about a change of an order, kept as typed until it can be read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _

from sellers.listings.content import read_number
from shop.fulfilment.amendments.domain.refusals import WrongProposal
from shop.fulfilment.amendments.domain.terms import Wish
from shop.fulfilment.amendments.models import AmendmentKind
from shop.order.models import Line


@dataclass
class Row:
    """One line of the form. Texts as typed."""

    line: Line
    quantity: str
    weight: str
    substitute: str = ""
    substitute_quantity: str = ""


@dataclass
class AmendmentForm:
    """The form of one kind of change."""

    kind: AmendmentKind
    rows: list[Row] = field(default_factory=list)
    reason: str = ""
    is_gone: bool = True

    def wishes(self) -> list[Wish]:
        """Return what was typed for each line. Raises WrongProposal naming what cannot be read."""
        return [_wish(self.kind, row) for row in self.rows]


def blank(kind: AmendmentKind, lines: Iterable[Line]) -> AmendmentForm:
    """Return a form in which nothing is changed yet."""
    return AmendmentForm(kind, [Row(line, str(line.quantity), str(line.weight_g * line.quantity)) for line in lines])


def bound(data: QueryDict, kind: AmendmentKind, lines: Iterable[Line]) -> AmendmentForm:
    """Return the form as it was sent."""
    form = blank(kind, lines)
    for row in form.rows:
        row.quantity = data.get(f"con_{row.line.pk}", row.quantity)[:9]
        row.weight = data.get(f"can_{row.line.pk}", row.weight)[:9]
        row.substitute = data.get(f"thay_{row.line.pk}", "")[:18]
        row.substitute_quantity = data.get(f"so_thay_{row.line.pk}", "")[:9]
    form.reason = data.get("ly_do", "")[:300]
    form.is_gone = "het_kho" in data
    return form


def _wish(kind: AmendmentKind, row: Row) -> Wish:
    substitute = int(row.substitute) if row.substitute.isascii() and row.substitute.isdigit() else None
    return Wish(
        line_id=row.line.pk,
        quantity=row.line.quantity if kind == AmendmentKind.WEIGHT else _number(row.quantity, row.line),
        substitute_id=substitute,
        substitute_quantity=_number(row.substitute_quantity or "0", row.line) if substitute else 0,
        weight_g=_number(row.weight, row.line) if kind == AmendmentKind.WEIGHT else None,
    )


def _number(text: str, line: Line) -> int:
    number = 0 if text.strip() == "0" else read_number(text)
    if number is None:
        raise WrongProposal(_("%(title)s: chỉ ghi số, ví dụ 3.") % {"title": line.title})
    return number
