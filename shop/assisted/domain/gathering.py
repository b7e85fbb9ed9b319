"""Start an order for a buyer at a point of the operator, put goods into it, choose its run."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from catalogue.models import Product
from shop.accounts.models import User
from shop.accounts.queries import point_ids
from shop.assisted.models import AssistedOrder
from shop.basket.applied import goods_in
from shop.basket.domain.lines import add, set_quantity
from shop.basket.models import Basket
from shop.basket.queries import contents_of
from shop.fulfilment.domain.refusal import Refused
from shop.shipping.models import PickUpPoint, RunStop
from shop.vouchers.domain.entering import enter, remove

STARTS_A_DAY = 60


class NotYours(Refused):
    """The operator does not operate this point."""


class OwnPhone(Refused):
    """Operators order for themselves like everybody."""


class TooMany(Refused):
    """The operator started a great many today."""


class Ended(Refused):
    """The order was placed; nothing of it changes here any more."""


@transaction.atomic
def start(*, point: PickUpPoint, operator: User, name: str, phone: str, at: datetime.datetime) -> AssistedOrder:
    """Open an empty order. phone: E.164. It says nothing about whether the buyer has an account, and shows none of it.

    Raises NotYours, OwnPhone, TooMany.
    """
    _check_point(point.pk, operator)
    if phone == operator.phone:
        raise OwnPhone(_("Đây là số của bạn. Đặt cho mình thì vào chợ như mọi người mua."))
    User.objects.select_for_update(no_key=True).get(pk=operator.pk)
    today = AssistedOrder.objects.filter(operator=operator, started_at__gt=at - datetime.timedelta(days=1))
    if today.count() >= STARTS_A_DAY:
        raise TooMany(_("Hôm nay bạn đã đặt hộ quá nhiều. Nhờ điều phối hỗ trợ, hoặc đặt tiếp ngày mai."))
    return AssistedOrder.objects.create(
        point=point,
        operator=operator,
        buyer_name=" ".join(name.split()),
        buyer_phone=phone,
        basket=Basket.objects.create(owner=None),
        started_at=at,
    )


@transaction.atomic
def put_in(*, assisted: AssistedOrder, operator: User, product: Product, quantity: int) -> None:
    """Add a good. Raises NotYours, Ended, and what the basket refuses (NotForSale, NotEnough)."""
    add(basket=locked(assisted, operator).basket, product=product, quantity=quantity)


@transaction.atomic
def change(*, assisted: AssistedOrder, operator: User, line_id: int, quantity: int) -> None:
    """Set how many of a line are wanted; 0 takes it out. A line of another basket is left alone.

    Raises NotYours, Ended, NotEnough.
    """
    line = locked(assisted, operator).basket.lines.select_related("stockrecord").filter(pk=line_id).first()
    if line:
        set_quantity(line=line, quantity=quantity)


@transaction.atomic
def choose_run(*, assisted: AssistedOrder, operator: User, stop: RunStop) -> None:
    """Choose the run that brings it; only one that stops at this point. Raises NotYours, Ended."""
    mine = locked(assisted, operator)
    if stop.point_id != mine.point_id:
        raise NotYours(_("Chuyến này không dừng ở điểm của bạn. Chọn chuyến khác."))
    mine.run_stop = stop
    mine.save(update_fields=["run_stop"])


@transaction.atomic
def put_code(*, assisted: AssistedOrder, operator: User, code: str, at: datetime.datetime) -> None:
    """Use a voucher's code; an empty one takes it out. The buyer's own uses are asked when the order is placed.

    Raises NotYours, Ended, VoucherRefused.
    """
    basket = locked(assisted, operator).basket
    if code.strip():
        enter(basket_id=basket.pk, code=code, goods=goods_in(contents_of(basket)), user=None, at=at)
    else:
        remove(basket_id=basket.pk)


def locked(assisted: AssistedOrder, operator: User) -> AssistedOrder:
    """Lock the basket, as everybody does first, then the gathered order."""
    Basket.objects.select_for_update(no_key=True).get(pk=assisted.basket_id)
    rows = AssistedOrder.objects.select_for_update(of=("self",)).select_related("basket", "point", "run_stop")
    mine = rows.get(pk=assisted.pk)
    _check_point(mine.point_id, operator)
    if mine.order_id:
        raise Ended(_("Đơn này đã đặt xong. Đặt đơn mới nếu bà con muốn mua thêm."))
    return mine


def _check_point(point_id: int, operator: User) -> None:
    if point_id not in point_ids(operator):
        raise NotYours(_("Bạn không trực điểm này."))
