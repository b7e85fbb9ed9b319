"""Lots: first expired first out, never expired ones, and a recall that reaches everybody."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from catalogue.lots.models import Lot, LotState
from sellers.listings.domain.lots import LotRefused, add_lot, adjust_lot, start_tracking, write_off_expired
from sellers.listings.domain.stock import StockByLots, change_stock
from sellers.models import StockRecord
from shop.aftersales.domain.cancel import cancel_order
from shop.backoffice.invariants import stock as stock_invariant
from shop.communication.models import Message
from shop.fulfilment.domain.packing import LotsShort
from shop.order.domain.delivered import settle_delivered
from shop.order.enums import SellerOrderState
from shop.order.lots.domain.recalling import AlreadyRecalled, ReasonMissing, open_recall, record_outcome, tell_everybody
from shop.order.lots.models import LineLot, RecallOutcome
from shop.order.models import SellerOrder
from tests.factories.goods import stocked_product
from tests.factories.orders import placed_order
from tests.factories.people import UserFactory
from tests.factories.places import RunStopFactory
from tests.factories.road import an_operator, pack_part

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


def lot(record: StockRecord, code: str, days: int | None, quantity: int) -> Lot:
    today = timezone.localdate()
    return add_lot(
        stockrecord=record,
        code=code,
        produced_on=today - 30 * DAY,
        expires_on=None if days is None else today + days * DAY,
        quantity=quantity,
        actor=UserFactory(),
        at=timezone.now(),
    )


@pytest.fixture
def record() -> StockRecord:
    """A good counted by three lots: 4 that expire soon, 10 later, 6 without an end."""
    found = StockRecord.objects.get(product=stocked_product(stock=5))
    lots = [lot(found, "SAU", 200, 10), lot(found, "TRUOC", 20, 4), lot(found, "MAI", None, 6)]
    units = {one.pk: one.quantity for one in lots}
    start_tracking(stockrecord=found, units=units, actor=UserFactory(), at=timezone.now())
    found.refresh_from_db()
    return found


def taken() -> list[tuple[str, int]]:
    return list(LineLot.objects.order_by("pk").values_list("lot__code", "quantity"))


def test_the_lot_that_expires_first_is_packed_first(record: StockRecord):
    assert record.num_in_stock == 20
    order = placed_order((record.product, 6))
    boxes = pack_part(order.seller_orders.get())

    assert taken() == [("TRUOC", 4), ("SAU", 2)]
    assert set(LineLot.objects.values_list("parcel", flat=True)) == {boxes[0].pk}
    assert list(stock_invariant.broken()) == []


def test_delivered_goods_leave_their_lot_and_cancelled_ones_come_back(record: StockRecord):
    first, second = placed_order((record.product, 4)), placed_order((record.product, 3))
    parts = [order.seller_orders.get() for order in (first, second)]
    for part in parts:
        pack_part(part)
    SellerOrder.objects.filter(pk=parts[0].pk).update(state=SellerOrderState.DELIVERED)
    settle_delivered(seller_order=parts[0], at=timezone.now())
    cancel_order(order=second, actor=None, at=timezone.now())

    assert list(Lot.objects.order_by("code").values_list("code", "on_hand", "packed")) == [
        ("MAI", 6, 0),
        ("SAU", 10, 0),
        ("TRUOC", 0, 0),
    ]
    assert list(stock_invariant.broken()) == []


def test_an_expired_lot_is_never_packed_and_leaves_the_stock(record: StockRecord):
    Lot.objects.exclude(code="TRUOC").update(expires_on=timezone.localdate() - DAY)
    order = placed_order((record.product, 6))
    with pytest.raises(LotsShort, match="chỉ còn 4"):
        pack_part(order.seller_orders.get())
    assert taken() == []

    assert write_off_expired(today=timezone.localdate(), at=timezone.now()) == 2
    record.refresh_from_db()
    assert record.num_in_stock == 6  # what the order holds stays counted until it is settled
    assert list(stock_invariant.broken()) == []


def test_stock_of_such_a_good_changes_only_with_its_lots(record: StockRecord):
    with pytest.raises(StockByLots):
        change_stock(stockrecord=record, price_vnd=1, stock=1, actor=None, at=timezone.now())
    found = Lot.objects.get(code="SAU")
    adjust_lot(lot=found, change=-3, kind="damaged", actor=UserFactory(), at=timezone.now())
    with pytest.raises(LotRefused, match="chỉ còn 7"):
        adjust_lot(lot=found, change=-8, kind="damaged", actor=UserFactory(), at=timezone.now())
    record.refresh_from_db()
    assert record.num_in_stock == 17
    assert list(stock_invariant.broken()) == []


def test_a_recall_reaches_everybody_who_got_the_lot_once_and_stops_its_sale(record: StockRecord):
    stop = RunStopFactory()
    operator = an_operator(stop.point)
    got = placed_order((record.product, 3), stop=stop, buyer_phone="+84911000001")
    pack_part(got.seller_orders.get())
    other = placed_order(stocked_product(), buyer_phone="+84911000002")
    found, user = Lot.objects.get(code="TRUOC"), UserFactory()

    with pytest.raises(ReasonMissing):
        open_recall(lot=found, reason=" ", advice="Đừng dùng", actor=user, at=timezone.now())
    recall = open_recall(lot=found, reason="Nhãn ghi sai hạn", advice="Đừng dùng", actor=user, at=timezone.now())
    with pytest.raises(AlreadyRecalled):
        open_recall(lot=found, reason="Nữa", advice="Đừng dùng", actor=user, at=timezone.now())
    for _ in range(2):
        tell_everybody(recall_id=recall.pk, at=timezone.now())

    told = Message.objects.filter(template__startswith="lot_recalled")
    assert sorted(told.values_list("recipient", "template")) == sorted(
        [("+84911000001", "lot_recalled"), (operator.phone, "lot_recalled_carrier")]
    )
    assert other.buyer_phone not in told.values_list("recipient", flat=True)
    found.refresh_from_db()
    record.refresh_from_db()
    assert (found.state, found.on_hand, record.num_in_stock) == (LotState.RECALLED, 3, 19)
    assert list(stock_invariant.broken()) == []
    more = placed_order((record.product, 2))
    pack_part(more.seller_orders.get())
    assert taken()[-1] == ("SAU", 2)

    notice = recall.notices.get()
    record_outcome(notice=notice, outcome=RecallOutcome.STOPPED, actor=user, at=timezone.now())
    recall.refresh_from_db()
    assert recall.closed_at is not None


def test_where_lots_were_not_counted_every_order_since_is_told():
    product = stocked_product()
    record = StockRecord.objects.get(product=product)
    batch = lot(record, "CU", 100, 50)
    order = placed_order((product, 2))
    recall = open_recall(
        lot=batch, reason="Nghi nhiễm khuẩn", advice="Mang trả", actor=UserFactory(), at=timezone.now()
    )
    assert list(recall.notices.values_list("seller_order__order", "quantity", "is_certain")) == [(order.pk, 2, False)]


def test_a_lot_with_a_known_code_or_impossible_days_is_refused(record: StockRecord):
    with pytest.raises(LotRefused, match="đã có"):
        lot(record, "sau", 5, 5)
    with pytest.raises(LotRefused, match="đứng trước"):
        lot(record, "MOI", -60, 5)


def test_goods_packed_before_lots_were_counted_still_leave_them():
    found = StockRecord.objects.get(product=stocked_product(stock=9))
    batch = lot(found, "MOI", 100, 9)
    part = placed_order((found.product, 4)).seller_orders.get()
    pack_part(part)
    start_tracking(stockrecord=found, units={batch.pk: 9}, actor=UserFactory(), at=timezone.now())
    SellerOrder.objects.filter(pk=part.pk).update(state=SellerOrderState.DELIVERED)
    settle_delivered(seller_order=part, at=timezone.now())

    batch.refresh_from_db()
    assert batch.on_hand == 5
    assert list(stock_invariant.broken()) == []
