"""Vouchers as pages and rules read them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from sellers.commission.queries import category_paths
from shop.accounts.models import User
from shop.vouchers.domain.amounts import Good, Paths, discounts
from shop.vouchers.domain.refusals import NotBegun, NotIssued, Over, UsedByBuyer, UsedUp
from shop.vouchers.enums import Scope, VoucherState
from shop.vouchers.models import BasketVoucher, Voucher, VoucherUse


@dataclass(frozen=True)
class Figures:
    """How a voucher is used. uses and given_vnd: orders that stand; released: uses that were given back."""

    uses: int
    given_vnd: int
    released: int
    buyers: int


def entered(basket_id: int | None) -> Voucher | None:
    """Return the voucher whose code was entered for a basket."""
    rows = BasketVoucher.objects.filter(basket=basket_id).select_related(
        "voucher__seller", "voucher__category", "voucher__province"
    )
    row = rows.first() if basket_id else None
    return row.voucher if row else None


def require_usable(voucher: Voucher, *, at: datetime.datetime) -> None:
    """Raise NotBegun, Over or NotIssued unless its day and state let it be used."""
    today = timezone.localdate(at)
    if today > voucher.ends_on:
        raise Over(voucher)
    if voucher.state != VoucherState.ACTIVE:
        raise NotIssued(voucher)
    if today < voucher.starts_on:
        raise NotBegun(voucher)


def require_left(voucher: Voucher, amount_vnd: int) -> None:
    """Raise UsedUp when no use is left, or not enough of the budget. Certain only under the voucher's lock."""
    if voucher.most_uses is None and voucher.budget_vnd is None:
        return
    standing = standing_uses(voucher).aggregate(count=Count("pk"), given=Sum("amount_vnd", default=0))
    if voucher.most_uses is not None and standing["count"] >= voucher.most_uses:
        raise UsedUp(voucher)
    if voucher.budget_vnd is not None and standing["given"] + amount_vnd > voucher.budget_vnd:
        raise UsedUp(voucher)


def require_left_for(voucher: Voucher, *, phone: str, user: User | None) -> None:
    """Raise UsedByBuyer when this buyer, by phone or account, has used it as often as one may."""
    mine = Q(phone=phone) if phone else Q()
    if user is not None:
        mine |= Q(user=user)
        if user.phone_verified_at:
            mine |= Q(phone=str(user.phone))
    if mine and standing_uses(voucher).filter(mine).count() >= voucher.uses_per_buyer:
        raise UsedByBuyer(voucher)


def discounts_now(voucher: Voucher, goods: Sequence[Good]) -> list[int]:
    """Return what a voucher takes off each good; asks for categories only where it is for one."""
    return discounts(voucher, goods, _paths(voucher, goods))


def standing_uses(voucher: Voucher) -> QuerySet[VoucherUse]:
    """Return the uses that count: their order did not end as a whole."""
    return VoucherUse.objects.filter(voucher=voucher, released_at=None)


def figures_of(vouchers: Iterable[Voucher]) -> dict[int, Figures]:
    """Return voucher id -> how it is used. One query."""
    standing = Q(released_at=None)
    rows = VoucherUse.objects.filter(voucher__in=list(vouchers)).values_list("voucher").order_by()
    sums = rows.annotate(
        uses=Count("pk", filter=standing),
        given_vnd=Sum("amount_vnd", filter=standing, default=0),
        released=Count("pk", filter=~standing),
        buyers=Count("phone", filter=standing, distinct=True),
    )
    return {pk: Figures(*(int(figure) for figure in figures)) for pk, *figures in sums}


def waiting_for(seller_id: int) -> QuerySet[Voucher]:
    """Return vouchers of the office that this seller is asked to bear a share of."""
    return Voucher.objects.filter(seller=seller_id, state=VoucherState.WAITING)


def left_by_sellers() -> QuerySet[Voucher]:
    """Return vouchers of the office that stand still because their seller bears its share no more."""
    return Voucher.objects.filter(state=VoucherState.LEFT)


def _paths(voucher: Voucher, goods: Sequence[Good]) -> Paths:
    return category_paths({good.product_id for good in goods}) if voucher.scope == Scope.CATEGORY else {}
