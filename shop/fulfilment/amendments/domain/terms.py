"""What a proposal says of each line, and how it is checked against the order."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from sellers.models import StockRecord
from shop.communication.quiet_hours import after_quiet
from shop.fulfilment.amendments.domain.refusals import WrongProposal
from shop.fulfilment.amendments.models import Amendment, AmendmentItem, AmendmentKind
from shop.order.models import Line, SellerOrder

LEAST = datetime.timedelta(minutes=30)
BEFORE_DEPARTURE = datetime.timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What a seller proposes for one line.

    quantity: how many of the ordered good there will be. substitute_id and substitute_quantity: a stock record of
    the same seller that comes for the rest. weight_g: the actual weight of the whole line, for "weight".
    """

    line_id: int
    quantity: int
    substitute_id: int | None = None
    substitute_quantity: int = 0
    weight_g: int | None = None


def answer_by(part: SellerOrder, at: datetime.datetime) -> datetime.datetime:
    """Return until when the buyer may answer: AMENDMENT_HOURS, not at night, an hour before the run leaves.

    At least half an hour is left however soon the run leaves.
    """
    due = after_quiet(at + datetime.timedelta(hours=settings.AMENDMENT_HOURS))
    if part.run_stop is not None:
        due = min(due, part.run_stop.run.departs_at - BEFORE_DEPARTURE)
    return max(due, at + LEAST)


def items(
    *,
    kind: AmendmentKind,
    wishes: Sequence[Wish],
    lines: Mapping[int, Line],
    substitutes: Mapping[int, StockRecord],
) -> list[AmendmentItem]:
    """Return the unsaved items of a proposal. lines: the part's, by id; substitutes: the seller's, by id.

    Raises WrongProposal.
    """
    wanted = {wish.line_id: wish for wish in wishes}
    if len(wanted) != len(wishes) or not wanted.keys() <= lines.keys():
        raise WrongProposal(_("Đơn vừa đổi. Tải lại trang rồi ghi lại."))
    made = [_item(kind, wish, lines[line_id], substitutes) for line_id, wish in sorted(wanted.items())]
    changed = [item for item in made if item is not None]
    if not changed:
        raise WrongProposal(_("Ghi ít nhất một món thay đổi so với đơn."))
    return changed


def _item(kind: AmendmentKind, wish: Wish, line: Line, substitutes: Mapping[int, StockRecord]) -> AmendmentItem | None:
    """Return the item of one wish, or None when it changes nothing."""
    if not 0 <= wish.quantity <= line.quantity:
        told = {"title": line.title, "most": line.quantity}
        raise WrongProposal(_("%(title)s: khách đặt %(most)s. Ghi số còn gửi được, từ 0 tới %(most)s.") % told)
    before_g = line.weight_g * line.quantity
    item = AmendmentItem(
        line=line,
        title=line.title,
        unit=line.unit,
        quantity_before=line.quantity,
        quantity_after=wish.quantity,
        price_before_vnd=int(line.line_price_incl_tax),
        weight_before_g=before_g,
        weight_after_g=line.weight_g * wish.quantity,
    )
    if kind == AmendmentKind.WEIGHT:
        return _weighed(item, wish)
    if kind == AmendmentKind.SUBSTITUTION and wish.substitute_id is not None:
        _substitute(item, wish, line, substitutes)
    return item if item.missing else None


def _weighed(item: AmendmentItem, wish: Wish) -> AmendmentItem | None:
    if wish.weight_g is None or wish.weight_g == item.weight_before_g:
        return None
    if not 1 <= wish.weight_g <= 2 * item.weight_before_g:
        raise WrongProposal(_("%(title)s: ghi cân thực tế bằng gam, nhiều nhất gấp đôi.") % {"title": item.title})
    item.quantity_after = item.quantity_before
    item.weight_after_g = wish.weight_g
    return item


def _substitute(item: AmendmentItem, wish: Wish, line: Line, substitutes: Mapping[int, StockRecord]) -> None:
    """Write the substitute on the item. It never costs more than what it replaces: the seller bears the rest."""
    record = substitutes.get(wish.substitute_id or 0)
    if record is None or record.product_id == line.product_id:
        raise WrongProposal(_("%(title)s: chọn một món khác đang bán của gian hàng.") % {"title": item.title})
    if not item.missing or wish.substitute_quantity < 1:
        raise WrongProposal(_("%(title)s: ghi số lượng món thay, và số còn gửi được.") % {"title": item.title})
    if wish.substitute_quantity > record.net_stock_level:
        told = {"title": record.product.title, "left": max(0, record.net_stock_level)}
        raise WrongProposal(_("%(title)s chỉ còn %(left)s, không đủ để thay.") % told)
    item.substitute = record
    item.substitute_title = record.product.title
    item.substitute_quantity = wish.substitute_quantity
    missing_vnd = item.price_before_vnd - kept_vnd(item, item.quantity_after)
    item.substitute_total_vnd = min(int(record.price or 0) * wish.substitute_quantity, missing_vnd)


def kept_vnd(item: AmendmentItem, quantity: int) -> int:
    """Return what a quantity of the ordered good costs, in proportion to the line as it was ordered."""
    return int(item.price_before_vnd) * quantity // item.quantity_before


def weighed_vnd(item: AmendmentItem) -> int:
    """Return the line's price by its actual weight; a heavier one costs no more than agreed."""
    return min(int(item.price_before_vnd), int(item.price_before_vnd) * item.weight_after_g // item.weight_before_g)


def is_weight(amendment: Amendment) -> bool:
    return amendment.kind == AmendmentKind.WEIGHT
