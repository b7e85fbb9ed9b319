"""Goods of a recalled lot stay at the point: what that means for a hand-over."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from shop.fulfilment.domain.refusal import Refused
from shop.order.lots.queries import recalled_parts
from shop.order.models import SellerOrder

REASON = "Hàng thuộc lô đang thu hồi"


class Recalled(Refused):
    """Something that is to be given is known to be of a recalled lot."""


def check_not_recalled(parts: Iterable[SellerOrder]) -> None:
    """Raise Recalled when a part is known to hold a recalled lot."""
    told = recalled_words(parts)
    if told:
        raise Recalled(_("Thu hồi, không giao: %(what)s. Giữ lại phần này, giao phần còn lại nếu có.") % {"what": told})


def recalled_words(parts: Iterable[SellerOrder]) -> str:
    """Return the recalled lots that parts are known to hold, for people ("lô L1 của Mật ong"), or nothing."""
    notices = [one for of_part in recalled_parts(part.pk for part in parts).values() for one in of_part]
    lots = {one.recall.lot for one in notices if one.is_certain}
    named = sorted((lot.code, lot.product.get_title()) for lot in lots)
    return ", ".join(_("lô %(code)s của %(name)s") % {"code": code, "name": name} for code, name in named)
