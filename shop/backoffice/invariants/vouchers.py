"""Vouchers: no more used or given than was set; each discounted order is one use; each bearer's bill adds up."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, F, Q, Sum

from shop.aftersales.returns.models import ReturnSettlement
from shop.ledger.enums import AccountKind
from shop.ledger.queries import balances
from shop.order.domain.voucher_use import ENDED
from shop.order.models import Order, SellerOrder
from shop.vouchers.models import SponsorPayment, Voucher, VoucherUse


def broken() -> Iterator[str]:
    """Name each voucher, use and sponsor for which this does not hold."""
    yield from _bounds()
    yield from _uses()
    yield from _sponsors()


def _bounds() -> Iterator[str]:
    standing = Q(uses__released_at=None)
    rows = Voucher.objects.annotate(
        used=Count("uses", filter=standing), given=Sum("uses__amount_vnd", filter=standing, default=0)
    )
    for voucher in rows.filter(Q(used__gt=F("most_uses")) | Q(given__gt=F("budget_vnd"))):
        yield f"{voucher}: used {voucher.used} times for {voucher.given}, more than was set"
    mine = VoucherUse.objects.filter(released_at=None).exclude(phone="").values("voucher__code", "phone").order_by()
    for row in mine.annotate(times=Count("pk")).filter(times__gt=F("voucher__uses_per_buyer")):
        yield f"{row['voucher__code']}: one buyer used it {row['times']} times"


def _uses() -> Iterator[str]:
    """A use stands exactly while something of its order does, and for what is taken off that."""
    standing = SellerOrder.objects.exclude(state__in=ENDED).values_list("order").order_by()
    taken = dict(standing.annotate(Sum("discount_vnd")))
    used = {use.order_id: use for use in VoucherUse.objects.select_related("voucher")}
    for pk, number, code in Order.objects.exclude(voucher_code="").values_list("pk", "number", "voucher_code"):
        use = used.get(pk)
        if use is None or use.voucher.code != code:
            yield f"{number}: says {code}, but is no use of it"
        elif (use.released_at is None) != (pk in taken) or use.amount_vnd != taken.get(pk, 0):
            yield f"{number}: {taken.get(pk)} is taken off what stands, its use says {use.amount_vnd}"
    for number in Order.objects.filter(voucher_code="", discount_vnd__gt=0).values_list("number", flat=True):
        yield f"{number}: discounted without a voucher"


def _sponsors() -> Iterator[str]:
    """What a sponsor still owes: borne of what stands, less what went back with goods, less what it paid."""
    due: dict[str, int] = {}
    for rows, sign in (
        (SellerOrder.objects.exclude(state__in=ENDED).values_list("sponsor"), 1),
        (ReturnSettlement.objects.values_list("request__seller_order__sponsor"), -1),
        (SponsorPayment.objects.filter(reversed_at=None).values_list("sponsor"), -1),
    ):
        field = {SellerOrder: "sponsor_discount_vnd", ReturnSettlement: "sponsor_vnd"}.get(rows.model, "amount_vnd")
        for key, amount in rows.order_by().annotate(Sum(field)):
            if key is not None:
                due[str(key)] = due.get(str(key), 0) + sign * int(amount)
    booked = balances(AccountKind.SPONSOR_DUE)
    for key in sorted({*booked, *due}):
        if booked.get(key, 0) != due.get(key, 0):
            yield f"sponsor {key}: owes {due.get(key, 0)}, the ledger says {booked.get(key, 0)}"
