"""Lots and the stock they make up. Stock is locked before lots, as everywhere."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.lots import fefo
from catalogue.lots.models import Lot, LotState, LotTracking
from sellers.listings.domain.stock import StockBelowAllocated, change_stock
from sellers.models import StockRecord
from sellers.movements.models import MovementKind
from shop.accounts.models import User
from shop.audit import trail

CODE = re.compile(r"[A-Za-z0-9_-]{1,40}")


class LotRefused(Exception):
    """A lot cannot be kept like this. field: what to mend; the message is a sentence."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@transaction.atomic
def add_lot(
    *,
    stockrecord: StockRecord,
    code: str,
    produced_on: datetime.date,
    expires_on: datetime.date | None,
    quantity: int,
    actor: User,
    at: datetime.datetime,
) -> Lot:
    """Write a new lot of a good; where its stock is counted by lots, the units come into stock. Raises LotRefused."""
    _check(code, produced_on, expires_on, quantity, today=timezone.localdate(at))
    record = StockRecord.objects.select_for_update().get(pk=stockrecord.pk)
    tracked = fefo.is_tracked(record.product_id)
    if tracked:
        _set_stock(record, (record.num_in_stock or 0) + quantity, MovementKind.LOT_ADDED, code, actor, at)
    lot = Lot.objects.create(
        product_id=record.product_id,
        code=code,
        produced_on=produced_on,
        expires_on=expires_on,
        quantity=quantity,
        on_hand=quantity if tracked else 0,
    )
    trail.record(actor=actor, action="lot.added", subject=lot, at=at, details={"code": code, "quantity": quantity})
    return lot


@transaction.atomic
def start_tracking(
    *, stockrecord: StockRecord, units: Mapping[int, int], actor: User, at: datetime.datetime
) -> LotTracking:
    """Count a good's stock by its lots from now on. units: lot id -> units that lie there now.

    The stock becomes their sum. Lots of other goods are left out. Raises StockBelowAllocated, LotRefused.
    """
    record = StockRecord.objects.select_for_update().get(pk=stockrecord.pk)
    if fefo.is_tracked(record.product_id):
        raise LotRefused("units", _("Hàng này đã đếm theo lô."))
    lots = list(fefo.sellable(record.product_id, today=timezone.localdate(at)).select_for_update())
    counted = {lot: units.get(lot.pk, 0) for lot in lots}
    if not counted:
        raise LotRefused("units", _("Thêm ít nhất một lô còn hạn rồi mới đếm theo lô."))
    _set_stock(record, sum(counted.values()), MovementKind.COUNTED, "", actor, at)
    for lot, number in counted.items():
        Lot.objects.filter(pk=lot.pk).update(on_hand=number, packed=0)
    tracking, _is_new = LotTracking.objects.get_or_create(product_id=record.product_id, defaults={"since": at})
    trail.record(actor=actor, action="lots.tracked", subject=record, at=at, details={"units": sum(counted.values())})
    return tracking


@transaction.atomic
def adjust_lot(*, lot: Lot, change: int, kind: str, actor: User, at: datetime.datetime, note: str = "") -> Lot:
    """Add or take units of one lot, and of the stock with it. Raises LotRefused, StockBelowAllocated."""
    record = StockRecord.objects.select_for_update().get(product=lot.product_id)
    lot = Lot.objects.select_for_update().get(pk=lot.pk)
    if not fefo.is_tracked(lot.product_id) or lot.on_hand + change < lot.packed:
        sentence = _("Lô chỉ còn %(free)s chưa đóng gói. Ghi số nhỏ hơn.")
        raise LotRefused("change", sentence % {"free": lot.free})
    _set_stock(record, (record.num_in_stock or 0) + change, kind, lot.code, actor, at, note)
    Lot.objects.filter(pk=lot.pk).update(on_hand=F("on_hand") + change)
    return Lot.objects.get(pk=lot.pk)


def write_off_expired(*, today: datetime.date, at: datetime.datetime) -> int:
    """Take what is left of expired and recalled lots out of the stock; return how many lots. Twice changes nothing.

    Units that orders still hold stay counted until their order is settled; packing never takes them from these lots.
    """
    over = Lot.objects.filter(Q(expires_on__lt=today) | Q(state=LotState.RECALLED), on_hand__gt=F("packed"))
    return sum(write_off(lot=lot, at=at, actor=None) > 0 for lot in over.order_by("pk"))


@transaction.atomic
def write_off(*, lot: Lot, at: datetime.datetime, actor: User | None) -> int:
    """Take the free units of one lot out of the stock; return how many."""
    record = StockRecord.objects.select_for_update().filter(product=lot.product_id).first()
    lot = Lot.objects.select_for_update().get(pk=lot.pk)
    if record is None or not fefo.is_tracked(lot.product_id):
        return 0
    units = min(lot.free, (record.num_in_stock or 0) - (record.num_allocated or 0))
    if units <= 0:
        return 0
    kind = MovementKind.LOT_RECALLED if lot.state == LotState.RECALLED else MovementKind.LOT_EXPIRED
    _set_stock(record, (record.num_in_stock or 0) - units, kind, lot.code, actor, at)
    Lot.objects.filter(pk=lot.pk).update(on_hand=F("on_hand") - units)
    return units


def _set_stock(
    record: StockRecord,
    stock: int,
    kind: str,
    reference: str,
    actor: User | None,
    at: datetime.datetime,
    note: str = "",
) -> None:
    change_stock(
        stockrecord=record,
        price_vnd=int(record.price or 0),
        stock=stock,
        actor=actor,
        at=at,
        reason=note,
        kind=kind,
        reference=reference,
        with_lots=True,
    )


def _check(
    code: str, produced_on: datetime.date, expires_on: datetime.date | None, quantity: int, *, today: datetime.date
) -> None:
    if not CODE.fullmatch(code):
        raise LotRefused("code", _("Mã lô chỉ gồm chữ không dấu, số và gạch nối, ví dụ TD-2609-03."))
    if Lot.objects.filter(code__iexact=code).exists():
        raise LotRefused("code", _("Mã lô này đã có. Thêm chữ tắt tên gian hàng, ví dụ TG-%(code)s.") % {"code": code})
    if produced_on > today + datetime.timedelta(days=1):
        raise LotRefused("produced_on", _("Ngày sản xuất ở tương lai. Hãy xem lại."))
    if expires_on and expires_on < produced_on:
        raise LotRefused("expires_on", _("Hạn dùng đứng trước ngày sản xuất. Hãy xem lại."))
    if quantity < 1:
        raise LotRefused("quantity", _("Ghi số lượng của lô, từ 1 trở lên."))


__all__ = [
    "LotRefused",
    "StockBelowAllocated",
    "add_lot",
    "adjust_lot",
    "start_tracking",
    "write_off",
    "write_off_expired",
]
