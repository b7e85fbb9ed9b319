"""Order total = lines + delivery − discounts = payments − refunds + due; what was returned is refunded."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F, Q, Sum

from shop.aftersales.returns.models import ReturnSettlement
from shop.ledger.enums import AccountKind
from shop.ledger.queries import balances
from shop.order.enums import SellerOrderState
from shop.order.models import Line, Order, SellerOrder
from shop.payment.enums import COUNTED
from shop.payment.models import Payment

ENDED = (SellerOrderState.CANCELLED, SellerOrderState.RETURNED)


def broken() -> Iterator[str]:
    """Name each order that does not add up, and how."""
    yield from _columns()
    yield from _lines_and_parts()
    yield from _due()


def _columns() -> Iterator[str]:
    adds_up = Q(total_vnd=F("goods_vnd") + F("delivery_vnd") - F("discount_vnd"))
    same = Q(total_incl_tax=F("total_vnd"), shipping_incl_tax=F("delivery_vnd"))
    for number in Order.objects.exclude(adds_up & same).values_list("number", flat=True):
        yield f"{number}: its own columns do not add up"


def _lines_and_parts() -> Iterator[str]:
    lines = dict(Line.objects.values_list("order").annotate(total=Sum("line_price_incl_tax")).order_by())
    columns = ("goods_vnd", "delivery_vnd", "discount_vnd")
    sums = SellerOrder.objects.values_list("order").order_by().annotate(*(Sum(name) for name in columns))
    parts = {order: tuple(amounts) for order, *amounts in sums}
    for pk, number, *amounts in Order.objects.values_list("pk", "number", *columns):
        if lines.get(pk, 0) != amounts[0]:
            yield f"{number}: lines come to {lines.get(pk, 0)}, the order says {amounts[0]}"
        if parts.get(pk) != tuple(amounts):
            yield f"{number}: sellers' parts {parts.get(pk)} are not the order's {tuple(amounts)}"
    taken = SellerOrder.objects.annotate(of_lines=Sum("lines__discount_vnd", default=0)).exclude(
        of_lines=F("discount_vnd")
    )
    for number, total, of_lines in taken.values_list("number", "discount_vnd", "of_lines"):
        yield f"{number}: {total} taken off, off its lines {of_lines}"


def _due() -> Iterator[str]:
    owed = balances(AccountKind.BUYER_DUE)
    standing = SellerOrder.objects.exclude(state__in=ENDED).values_list("order").order_by()
    totals = dict(standing.annotate(total=Sum(F("goods_vnd") + F("delivery_vnd") - F("discount_vnd"))))
    granted = ReturnSettlement.objects.values_list("request__seller_order__order").order_by()
    returned = dict(granted.annotate(Sum("refund_vnd")))
    paid = {
        order: (asked, got)
        for order, asked, got in Payment.objects.filter(state__in=COUNTED)
        .values_list("order")
        .order_by()
        .annotate(Sum("amount_vnd"), Sum("collected_vnd"))
    }
    for pk, number in Order.objects.values_list("pk", "number"):
        asked, got = paid.get(pk, (0, 0))
        expected = totals.get(pk, 0) - returned.get(pk, 0) - got
        if owed.get(number, 0) != expected or asked - got != expected:
            yield f"{number}: due {expected}, the ledger says {owed.get(number, 0)}, payments say {asked - got}"
