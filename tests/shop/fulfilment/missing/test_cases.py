"""A parcel that is not where it should be is looked for by name, until it is found or written off."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, transaction

from sellers.models import StockRecord
from shop.aftersales.domain.uncollected import return_uncollected
from shop.communication.models import Message
from shop.fulfilment.amendments.models import AmendmentKind, AmendmentOutcome
from shop.fulfilment.domain.custody import bring_back, load, receive
from shop.fulfilment.domain.hub import take_in
from shop.fulfilment.domain.trip import StillOnBoard, arrive, close, depart
from shop.fulfilment.missing.domain.closing import CaseOver, close_found, close_lost
from shop.fulfilment.missing.domain.looking import raise_missing
from shop.fulfilment.missing.domain.raising import NoteMissing, NotMissing, NotYours, report
from shop.fulfilment.missing.domain.reappearing import NotLost, take_up
from shop.fulfilment.missing.domain.words import OutcomeMissing
from shop.fulfilment.missing.models import CaseNote, CaseState, Leg, ParcelCase
from shop.fulfilment.models import Parcel, ParcelState
from shop.fulfilment.queries.holders import holder_of
from shop.ledger.enums import AccountKind
from shop.ledger.queries import balance
from shop.order.enums import SellerOrderState
from tests.factories.goods import stocked_product
from tests.factories.hubs import hub_with_operator
from tests.factories.orders import placed_order
from tests.factories.people import UserFactory
from tests.factories.road import a_stop, an_operator, frozen, nonce, order_at, pack_up
from tests.promises import broken

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def stop():
    return a_stop()


def on_the_truck(stop, *boxes):
    """Load boxes and let the run leave and reach its stop."""
    run = frozen(stop.run)
    for box in boxes:
        load(code=box.code, run=run, driver=run.driver, nonce=nonce(), at=run.departs_at)
    depart(run=run, driver=run.driver, at=run.departs_at)
    arrive(run_stop=stop, driver=run.driver, at=stop.arrives_at)
    return run


def test_a_parcel_left_behind_raises_one_case_with_who_had_it_last(stop) -> None:
    loaded, forgotten, at_hub = (pack_up(order_at(stop))[0] for _ in range(3))
    hub, keeper = hub_with_operator(stop.run)
    take_in(code=at_hub.code, hub=hub, operator=keeper, nonce="hub", at=stop.run.cut_off_at)
    run = on_the_truck(stop, loaded)
    assert raise_missing(at=run.departs_at + datetime.timedelta(minutes=59)) == []
    first = raise_missing(at=run.departs_at + HOUR)
    found = {case.parcel_id: (case.leg, case.holder_kind, case.holder_name) for case in first}
    assert found == {
        forgotten.pk: (Leg.LOADING, "seller", forgotten.seller_order.seller.name),
        at_hub.pk: (Leg.LOADING, "hub", hub.name),
    }
    later = raise_missing(at=stop.arrives_at + HOUR)
    assert [(case.leg, case.holder_name) for case in later] == [(Leg.STOP, str(run.driver))]
    assert raise_missing(at=stop.arrives_at + 2 * HOUR) == []
    assert Message.objects.filter(key__startswith="parcel-missing:").count() >= 2


def test_a_scan_finds_it_and_the_run_may_end_while_it_is_looked_for(stop) -> None:
    box = pack_up(order_at(stop))[0]
    run = on_the_truck(stop, box)
    with pytest.raises(StillOnBoard), transaction.atomic():
        close(run=run, driver=run.driver, at=stop.closes_at)
    case = report(code=box.code, note="Đếm thiếu ở điểm", actor=run.driver, at=stop.closes_at)
    close(run=run, driver=run.driver, at=stop.closes_at)
    operator = an_operator(stop.point)
    receive(code=box.code, point=stop.point, operator=operator, nonce="late", at=stop.closes_at + HOUR)
    case.refresh_from_db()
    assert (case.state, case.closed_by, Parcel.objects.get().is_searched) == (CaseState.FOUND, operator, False)
    assert CaseNote.objects.filter(case=case).count() == 2


def test_only_people_on_its_way_report_a_parcel_and_again_is_a_note(stop) -> None:
    box = pack_up(order_at(stop))[0]
    with pytest.raises(NotYours):
        report(code=box.code, note="không thấy", actor=UserFactory(), at=stop.arrives_at)
    with pytest.raises(NoteMissing):
        report(code=box.code, note=" ", actor=an_operator(stop.point), at=stop.arrives_at)
    with pytest.raises(NotMissing):
        report(code="K-2222-2", note="không thấy", actor=an_operator(stop.point), at=stop.arrives_at)
    first = report(code=box.code, note="chưa tới", actor=an_operator(stop.point), at=stop.arrives_at)
    again = report(code=box.code.lower(), note="vẫn chưa", actor=stop.run.driver, at=stop.arrives_at)
    assert (first, first.notes.count(), first.raised_by_id is not None) == (again, 2, True)
    with pytest.raises(IntegrityError), transaction.atomic():
        ParcelCase.objects.create(
            parcel=box,
            leg=Leg.STOP,
            holder_kind="driver",
            holder_name="ai đó",
            holder_since=stop.arrives_at,
            raised_at=stop.arrives_at,
            due_at=stop.arrives_at,
        )


def test_found_by_the_desk_needs_words_and_ends_once(stop) -> None:
    box = pack_up(order_at(stop))[0]
    case = report(code=box.code, note="không thấy", actor=stop.run.driver, at=stop.arrives_at)
    admin = UserFactory()
    with pytest.raises(OutcomeMissing):
        close_found(case=case, outcome=" ", actor=admin, at=stop.arrives_at)
    close_found(case=case, outcome="Nằm ở kho nhà bán", actor=admin, at=stop.arrives_at)
    with pytest.raises(CaseOver), transaction.atomic():
        close_lost(case=case, outcome="không tìm ra", left={}, actor=admin, at=stop.arrives_at)


def test_a_lost_parcel_is_not_paid_and_not_in_stock_and_both_sides_are_told(stop) -> None:
    order = order_at(stop, sellers=2)
    lost, kept = pack_up(order)
    run = on_the_truck(stop, lost, kept)
    case = report(code=lost.code, note="rơi trên đường", actor=run.driver, at=stop.arrives_at)
    record = StockRecord.objects.get(partner=lost.seller_order.seller)
    before = record.num_in_stock
    close_lost(case=case, outcome="Xe rơi hàng, không tìm ra", left={}, actor=UserFactory(), at=stop.arrives_at + HOUR)
    record.refresh_from_db()
    lost.refresh_from_db()
    part = lost.seller_order
    assert (record.num_in_stock, record.num_allocated) == (before - 1, 0)
    assert (lost.state, part.state, holder_of(lost).kind) == (
        ParcelState.LOST,
        SellerOrderState.CANCELLED,
        "nobody",
    )
    assert balance(AccountKind.BUYER_DUE, order.number) == 98_000
    outcome = AmendmentOutcome.objects.get()
    assert (outcome.amendment.kind, outcome.less_vnd) == (AmendmentKind.LOST, 98_000)
    keys = set(Message.objects.filter(key__startswith="parcel-lost:").values_list("recipient", flat=True))
    assert order.buyer_phone in keys
    assert broken() == []


def test_of_an_order_in_two_parcels_what_the_other_holds_still_comes(stop) -> None:
    order = placed_order((stocked_product(price=50_000), 4), stop=stop)
    first, second = pack_up(order, parcels=2)
    run = on_the_truck(stop, first, second)
    operator = an_operator(stop.point)
    receive(code=second.code, point=stop.point, operator=operator, nonce="r", at=stop.arrives_at)
    case = report(code=first.code, note="thiếu một kiện", actor=operator, at=stop.arrives_at)
    line = order.lines.get()
    close_lost(
        case=case, outcome="Không tìm ra kiện này", left={line.pk: 3}, actor=run.driver, at=stop.arrives_at + HOUR
    )
    part = order.seller_orders.get()
    line.refresh_from_db()
    assert (part.state, line.quantity, part.total_vnd) == (SellerOrderState.AT_POINT, 3, 150_000)
    assert balance(AccountKind.BUYER_DUE, order.number) == 150_000
    assert broken() == []


def test_what_is_looked_for_is_not_ended_for_never_having_been_sent(stop) -> None:
    box = pack_up(order_at(stop))[0]
    case = report(code=box.code, note="không thấy", actor=stop.run.driver, at=stop.arrives_at)
    assert return_uncollected(run_stop=stop, at=stop.collect_by) == []
    close_found(case=case, outcome="Còn ở nhà bán", actor=UserFactory(), at=stop.collect_by)
    assert [part.state for part in return_uncollected(run_stop=stop, at=stop.collect_by)] == ["cancelled"]
    assert broken() == []


def test_a_lost_parcel_that_turns_up_goes_back_and_its_goods_are_in_stock_once(stop) -> None:
    """The buyer's order stays as it was settled; nothing is scanned on to the counter."""
    order = placed_order((stocked_product(price=50_000), 4), stop=stop)
    first, second = pack_up(order, parcels=2)
    run = on_the_truck(stop, first, second)
    operator, desk, at = an_operator(stop.point), UserFactory(), stop.arrives_at
    receive(code=second.code, point=stop.point, operator=operator, nonce="r", at=at)
    case = report(code=first.code, note="thiếu một kiện", actor=operator, at=at)
    with pytest.raises(NotLost):
        take_up(case=case, outcome="Thấy ở gầm ghế xe", is_with_seller=False, actor=desk, at=at)
    line, record = order.lines.get(), StockRecord.objects.get()
    close_lost(case=case, outcome="Không tìm ra kiện này", left={line.pk: 3}, actor=run.driver, at=at + HOUR)
    missing = StockRecord.objects.get(pk=record.pk).num_in_stock
    with pytest.raises(OutcomeMissing):
        take_up(case=case, outcome=" ", is_with_seller=False, actor=desk, at=at + HOUR)
    found = take_up(case=case, outcome="Thấy ở gầm ghế xe", is_with_seller=False, actor=desk, at=at + 2 * HOUR)
    part, box = order.seller_orders.get(), Parcel.objects.get(pk=first.pk)
    assert (found.state, box.state, holder_of(box).kind) == (CaseState.FOUND, ParcelState.RETURNING, "point")
    assert (part.state, part.total_vnd) == (SellerOrderState.AT_POINT, 150_000)
    with pytest.raises(NotLost):
        take_up(case=case, outcome="Thấy ở gầm ghế xe", is_with_seller=False, actor=desk, at=at + 2 * HOUR)
    for _again in range(2):
        bring_back(code=first.code, actor=operator, nonce="back", at=at + 3 * HOUR)
    assert StockRecord.objects.get(pk=record.pk).num_in_stock == missing + 1
    assert order.seller_orders.get().state == SellerOrderState.AT_POINT
    assert broken() == []


def test_a_lost_parcel_that_its_seller_had_all_along_is_in_stock_at_once(stop) -> None:
    box = pack_up(order_at(stop))[0]
    case = report(code=box.code, note="không thấy", actor=stop.run.driver, at=stop.arrives_at)
    before = StockRecord.objects.get().num_in_stock
    close_lost(case=case, outcome="Không tìm ra", left={}, actor=UserFactory(), at=stop.arrives_at)
    take_up(case=case, outcome="Còn ở kho nhà bán", is_with_seller=True, actor=UserFactory(), at=stop.arrives_at + HOUR)
    record = StockRecord.objects.get()
    assert (record.num_in_stock, record.num_allocated) == (before, 0)
    assert (Parcel.objects.get().state, holder_of(box).kind) == (ParcelState.RETURNED, "seller")
    assert Message.objects.filter(key__startswith="parcel-taken-up:").exists()
    assert broken() == []
