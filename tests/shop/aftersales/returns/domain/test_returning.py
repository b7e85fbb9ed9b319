"""A return from its request to the money: who may do what, what time decides, and what every account says after it."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from sellers.commission.enums import FeeKind
from sellers.commission.models import FeeRate
from sellers.enums import LegalType
from sellers.models import StockRecord
from sellers.payouts.domain.batches import NothingToPay, make_batch
from sellers.payouts.models import PayoutHold
from sellers.tax.domain.deciding import decide
from sellers.tax.enums import KINDS_WITH_RATES, Tax
from sellers.tax.models import TaxRate, WithheldTax
from shop.accounts.enums import Role
from shop.aftersales.returns.domain.answering import accept, escalate, offer, refuse, take_offer
from shop.aftersales.returns.domain.asking import ask, returnable, withdraw
from shop.aftersales.returns.domain.coming_back import (
    confirm_goods,
    contest_goods,
    drop_at_point,
    find_at_point,
)
from shop.aftersales.returns.domain.deciding import decide_for_buyer, decide_for_seller
from shop.aftersales.returns.domain.overdue import act_on_overdue, sound_alarms
from shop.aftersales.returns.domain.paying_back import (
    follow_refunds,
    pay_by_seller,
    pay_by_transfer,
    pay_from_drawer,
)
from shop.aftersales.returns.domain.refusals import (
    NotEnoughCash,
    NotReturnable,
    NotYourTurn,
    OwnCase,
    UnknownCode,
    WrongAnswer,
    WrongRequest,
)
from shop.aftersales.returns.domain.terms import change_terms
from shop.aftersales.returns.enums import GoodsState, ReturnState, ReturnWay
from shop.aftersales.returns.models import ReturnRequest
from shop.backoffice.returns.forms import TermsForm, initial_of
from shop.communication.models import Message
from shop.fulfilment.cash.domain.remitting import hand_from_point
from shop.fulfilment.domain.custody import WrongPerson, bring_back, take_back
from shop.fulfilment.models import Parcel, ParcelState
from shop.fulfilment.queries.driving import to_take_back
from shop.fulfilment.queries.holders import holder_of
from shop.ledger.enums import AccountKind
from shop.ledger.queries import balance, order_balances
from shop.order.domain.delivered import settle_delivered
from shop.order.domain.transitions import move
from shop.order.enums import SellerOrderState as State
from shop.payment.domain.collecting import collect_cash, uncollect_cash
from shop.payment.domain.refunding import finish_refund
from shop.payment.enums import PaymentState
from shop.payment.models import Payment, Refund
from tests.factories.goods import SellerFactory, category, stocked_product
from tests.factories.orders import placed_order
from tests.factories.payments import set_up_transfers
from tests.factories.payouts import payout_of, seller_with_account, settled
from tests.factories.people import GrantFactory, UserFactory
from tests.factories.places import RunStopFactory
from tests.factories.returns import a_reason, asked, delivered_part, wish
from tests.factories.road import a_driver, an_operator, nonce
from tests.promises import broken

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def state(request: ReturnRequest) -> str:
    return ReturnRequest.objects.values_list("state", flat=True).get(pk=request.pk)


@pytest.fixture
def seller_user() -> Any:
    return UserFactory()


def test_asking_holds_the_payout_and_tells_the_seller_once() -> None:
    part = delivered_part()
    request = asked(part, quantity=1)
    assert (request.asked_vnd, request.lines.get().quantity, request.pictures.count()) == (10_000, 1, 1)
    assert PayoutHold.objects.get(released_at=None).amount_vnd == 10_000
    assert Message.objects.filter(template="return_asked").count() == 1
    assert not returnable(part, at=timezone.now())
    with pytest.raises(NotReturnable, match="đã có một yêu cầu"):
        asked(part, quantity=1)
    withdraw(request=request, actor=None, at=timezone.now())
    assert not PayoutHold.objects.filter(released_at=None).exists() and returnable(part, at=timezone.now())
    assert broken() == []


def test_a_request_keeps_to_its_terms() -> None:
    part, now = delivered_part(), timezone.now()
    strict = a_reason("spoiled", needs_picture=True, ask_days=3)
    for wanted, sentence in (
        (wish(part, quantity=3), "nhiều nhất 2"),
        (wish(part, quantity=0), "ít nhất một món"),
        (wish(part, words="  "), "Kể ngắn gọn"),
        (wish(part, reason=strict), "ít nhất một ảnh"),
    ):
        with pytest.raises(WrongRequest, match=sentence):
            ask(part=part, wish=wanted, actor=None, at=now)
    late = part.delivered_at + 4 * DAY
    with pytest.raises(NotReturnable, match="nhận yêu cầu tới"):
        asked(part, reason=strict, at=late)
    off = a_reason("changed-mind", is_on=False)
    with pytest.raises(NotReturnable):
        asked(part, reason=off)
    undelivered = placed_order(stocked_product(), stop=RunStopFactory()).seller_orders.get()
    with pytest.raises(NotReturnable, match="hàng đã nhận"):
        asked(undelivered)
    assert ReturnRequest.objects.count() == 0


def test_new_terms_begin_later_and_leave_what_was_delivered_before(seller_user: Any) -> None:
    reason, today = a_reason(), timezone.localdate()
    form = TermsForm({**initial_of(reason), "ask_days": 1, "valid_from": f"{today + DAY:%Y-%m-%d}"})
    assert form.is_valid(), form.errors
    with pytest.raises(WrongAnswer):
        change_terms(
            code="damaged", terms=form.terms(), valid_from=today, by=seller_user, at=timezone.now(), today=today
        )
    change_terms(
        code="damaged", terms=form.terms(), valid_from=today + DAY, by=seller_user, at=timezone.now(), today=today
    )
    reason.refresh_from_db()
    assert (reason.valid_to, reason.ask_days) == (today, 7)
    assert returnable(delivered_part(), at=timezone.now() + 6 * DAY)


def test_prepaid_money_goes_back_by_its_way_and_every_account_is_reversed(settings: Any, seller_user: Any) -> None:
    set_up_transfers(settings)
    part = delivered_part(method="vietqr")
    part_before = order_balances(part.order.number)
    request = asked(part, quantity=1)
    accept(request=request, way=ReturnWay.KEEP, words="Xin lỗi", actor=seller_user, at=timezone.now())
    assert (state(request), Refund.objects.get().amount_vnd) == (ReturnState.REFUNDING, 10_000)
    assert broken() == []
    assert follow_refunds(at=timezone.now()) == []
    finish_refund(refund=Refund.objects.get(), at=timezone.now(), external_id="FT1")
    follow_refunds(at=timezone.now())
    assert state(request) == ReturnState.REFUNDED
    after = order_balances(part.order.number)
    fee = part.commission_vnd // 2
    assert after["clearing:vietqr"] == part_before["clearing:vietqr"] - 10_000
    assert after[f"seller_payable:{part.seller_id}"] == part_before[f"seller_payable:{part.seller_id}"] + 10_000 - fee
    assert broken() == []


def test_all_of_a_part_gives_back_commission_delivery_and_tax_exactly(settings: Any, seller_user: Any) -> None:
    today = timezone.localdate()
    for tax in Tax:
        for kind in KINDS_WITH_RATES:
            for resident in (True, False):
                TaxRate.objects.create(
                    tax=tax, sale_kind=kind, is_resident=resident, basis_points=100, valid_from=today, legal_basis="L"
                )
    decide(is_on=True, starts_on=today, reason="CV 1", by=UserFactory(), at=timezone.now(), today=today)
    goods = stocked_product(seller=SellerFactory(legal_type=LegalType.HOUSEHOLD), price=33_333)
    goods.categories.add(category())
    stop = RunStopFactory(point__fee_vnd=5_000)
    for kind, amount in ((FeeKind.RUN, 2_000), (FeeKind.POINT, 1_001)):
        FeeRate.objects.create(kind=kind, amount_vnd=amount, valid_from=today)
    part = delivered_part(goods=goods, quantity=3, stop=stop)
    assert part.fees_vnd == 3_001
    assert WithheldTax.objects.count() and part.delivery_vnd == 5_000
    for quantity in (1, 2):
        request = asked(part, quantity=quantity)
        accept(request=request, way=ReturnWay.KEEP, words="", actor=seller_user, at=timezone.now())
        assert broken() == []
        pay_from_drawer(request=request, operator=an_operator(stop.point), at=timezone.now())
    assert sum(WithheldTax.objects.values_list("amount_vnd", flat=True)) == 0
    assert set(order_balances(part.order.number).values()) == {0}
    assert Payment.objects.get().state == PaymentState.REFUNDED
    assert broken() == []


def test_cash_comes_from_the_drawer_of_the_point_against_the_code(seller_user: Any) -> None:
    part = delivered_part()
    point = part.run_stop.point
    operator, stranger = an_operator(point), an_operator(RunStopFactory().point)
    request = asked(part)
    accept(request=request, way=ReturnWay.KEEP, words="", actor=seller_user, at=timezone.now())
    assert find_at_point(code=f" {request.code[:4].lower()}-{request.code[4:]}", operator=operator) == request
    with pytest.raises(UnknownCode):
        find_at_point(code=request.code, operator=stranger)
    with pytest.raises(WrongPerson):
        pay_from_drawer(request=request, operator=stranger, at=timezone.now())
    drawer = balance(AccountKind.CASH_DRAWER, str(point.pk))
    for _again in range(2):
        pay_from_drawer(request=request, operator=operator, at=timezone.now())
    assert balance(AccountKind.CASH_DRAWER, str(point.pk)) == drawer - request.asked_vnd
    assert (state(request), broken()) == (ReturnState.REFUNDED, [])


def test_an_empty_drawer_refuses_and_finance_transfers(seller_user: Any) -> None:
    part = delivered_part()
    request, point = asked(part), part.run_stop.point
    accept(request=request, way=ReturnWay.KEEP, words="", actor=seller_user, at=timezone.now())
    operator = an_operator(point)
    hand_from_point(
        point=point, operator=operator, driver=None, amount_vnd=part.total_vnd, nonce=nonce(), at=timezone.now()
    )
    with pytest.raises(NotEnoughCash, match="chưa đủ"):
        pay_from_drawer(request=request, operator=operator, at=timezone.now())
    with pytest.raises(WrongAnswer):
        pay_by_transfer(request=request, bank_number=" ", actor=seller_user, at=timezone.now())
    paid = pay_by_transfer(request=request, bank_number="FT9", actor=seller_user, at=timezone.now())
    assert (paid.paid_reference, state(request), broken()) == ("FT9", ReturnState.REFUNDED, [])
    with pytest.raises(NotYourTurn):
        pay_by_seller(request=request, actor=seller_user, at=timezone.now())


def test_goods_come_back_by_the_same_custody_and_are_in_stock_again(seller_user: Any) -> None:
    part = delivered_part()
    point, driver = part.run_stop.point, a_driver()
    operator = an_operator(point)
    in_stock = StockRecord.objects.get(pk=part.lines.get().stockrecord_id).num_in_stock
    request = asked(part)
    accept(request=request, way=ReturnWay.POINT, words="", actor=seller_user, at=timezone.now())
    key = nonce()
    for _again in range(2):
        parcel = drop_at_point(request=request, operator=operator, weight_g=900, nonce=key, at=timezone.now())
    assert (Parcel.objects.count(), holder_of(parcel).name, state(request)) == (1, point.name, ReturnState.ON_WAY)
    run = RunStopFactory(point=point, run__driver=driver).run
    assert list(to_take_back(run)) == [parcel]
    take_back(code=parcel.code, run=run, driver=driver, nonce=nonce(), at=timezone.now())
    bring_back(code=parcel.code, actor=driver, nonce=nonce(), at=timezone.now())
    confirm_goods(request=request, goods_state=GoodsState.SELLABLE, actor=seller_user, at=timezone.now())
    record = StockRecord.objects.get(pk=part.lines.get().stockrecord_id)
    assert record.num_in_stock == in_stock + 2
    assert (state(request), broken()) == (ReturnState.REFUNDING, [])
    with pytest.raises(NotYourTurn):
        confirm_goods(request=request, goods_state=GoodsState.SELLABLE, actor=seller_user, at=timezone.now())


def test_silence_contest_and_decision(seller_user: Any) -> None:
    part = delivered_part()
    request = asked(part)
    accept(request=request, way=ReturnWay.DIRECT, words="", actor=seller_user, at=timezone.now())
    contest_goods(request=request, words="Đã dùng hết nửa", actor=seller_user, at=timezone.now())
    judge = UserFactory()
    GrantFactory(user=seller_user, role=Role.SELLER_OWNER, seller=part.seller)
    with pytest.raises(OwnCase):
        decide_for_seller(request=request, words="Không", actor=seller_user, at=timezone.now())
    with pytest.raises(WrongAnswer):
        decide_for_buyer(
            request=request,
            amount_vnd=request.asked_vnd + 1,
            way=ReturnWay.KEEP,
            words="Đúng",
            actor=judge,
            at=timezone.now(),
        )
    decide_for_buyer(
        request=request, amount_vnd=7_000, way=ReturnWay.KEEP, words="Hoàn một phần", actor=judge, at=timezone.now()
    )
    request.refresh_from_db()
    assert (request.state, request.settlement.refund_vnd, broken()) == (ReturnState.REFUNDING, 7_000, [])


def test_what_time_decides(seller_user: Any) -> None:
    now = timezone.now()
    silent, refused, unsent = (asked(delivered_part()) for _ in range(3))
    refuse(request=refused, words="Hàng tốt", actor=seller_user, at=now)
    accept(request=unsent, way=ReturnWay.POINT, words="", actor=seller_user, at=now)
    assert act_on_overdue(at=now) == []
    later = now + 8 * DAY
    act_on_overdue(at=later)
    assert [state(one) for one in (silent, refused, unsent)] == ["escalated", "closed", "withdrawn"]
    assert act_on_overdue(at=later + 30 * DAY) == []
    assert broken() == []


def test_the_clock_of_the_duty_rings_once_a_day_that_is_set(settings: Any) -> None:
    settings.RETURN_ALARM_DAYS = [2, 7]
    GrantFactory(role=Role.ADMINISTRATOR)
    request = asked(delivered_part())
    for days, rung in ((10, 0), (24, 1), (25, 1), (29, 2), (31, 3), (32, 3)):
        sound_alarms(at=request.asked_at + days * DAY)
        assert Message.objects.filter(template="return_alarm").count() == rung
    assert "QUÁ HẠN" in Message.objects.filter(template="return_alarm").latest("pk").body


def test_an_offer_is_taken_or_goes_to_the_market(seller_user: Any) -> None:
    request = asked(delivered_part())
    with pytest.raises(WrongAnswer, match="nhỏ hơn"):
        offer(request=request, amount_vnd=request.asked_vnd, words="Bớt", actor=seller_user, at=timezone.now())
    with pytest.raises(NotYourTurn):
        take_offer(request=request, actor=None, at=timezone.now())
    offer(request=request, amount_vnd=4_000, words="Bớt", actor=seller_user, at=timezone.now())
    take_offer(request=request, actor=None, at=timezone.now())
    with pytest.raises(NotYourTurn):
        escalate(request=request, actor=None, at=timezone.now())
    request.refresh_from_db()
    assert (request.settlement.refund_vnd, broken()) == (4_000, [])
    templates = Message.objects.filter(template="return_buyer_news").count()
    assert templates == 2  # the offer, and that the money goes back


def test_after_settlement_the_debt_is_carried_over(seller_user: Any) -> None:
    seller = seller_with_account()
    a_reason(ask_days=60)
    goods = stocked_product(seller=seller, price=50_000)
    part = delivered_part(goods=goods, quantity=1)
    settled()
    with pytest.raises(NothingToPay):  # held while a request is open
        held = asked(part, reason=a_reason(ask_days=60))
        make_batch(by=UserFactory(), at=timezone.now())
    first = payout_of(seller)
    accept(request=held, way=ReturnWay.KEEP, words="", actor=seller_user, at=timezone.now())
    settled(days_ahead=30)
    last = payout_of(seller)
    assert (first.amount_vnd, last.amount_vnd, last.earned_vnd) == (50_000, 0, -50_000)
    assert (last.carried_vnd, broken()) == (-50_000, [])


def test_where_sellers_collect_or_deliver_home_the_seller_gives_the_cash(settings: Any, seller_user: Any) -> None:
    settings.COLLECTS_MONEY = "seller"
    part = delivered_part()
    request = asked(part)
    accept(request=request, way=ReturnWay.KEEP, words="", actor=seller_user, at=timezone.now())
    with pytest.raises(NotYourTurn, match="nhà bán giữ"):
        pay_from_drawer(request=request, operator=an_operator(part.run_stop.point), at=timezone.now())
    pay_by_seller(request=request, actor=seller_user, at=timezone.now())
    assert balance(AccountKind.SELLER_CASH, str(part.seller_id)) == 0
    assert (state(request), broken()) == (ReturnState.REFUNDED, [])


def test_a_later_hand_over_of_another_part_is_paid_and_undone_after_a_return(seller_user: Any) -> None:
    """Cash of one order: one part comes back before the other is handed over."""
    stop = RunStopFactory()
    order = placed_order(
        stocked_product(seller=SellerFactory(), price=10_000),
        stocked_product(seller=SellerFactory(), price=20_000),
        stop=stop,
    )
    first, second = order.seller_orders.order_by("pk")
    now = timezone.now()
    collect_cash(order=order, amount_vnd=10_000, at=now, holder=stop.point, parts=[first])
    for to in (State.PACKED, State.DELIVERED):
        move(seller_order=first, to=to, actor=None, at=now)
    settle_delivered(seller_order=first, at=now)
    request = asked(type(first).objects.get(pk=first.pk))
    accept(request=request, way=ReturnWay.KEEP, words="", actor=seller_user, at=now)
    for _round in range(2):
        collect_cash(order=order, amount_vnd=20_000, at=now, holder=stop.point, parts=[second])
        assert Payment.objects.get().state == PaymentState.PARTLY_REFUNDED
        uncollect_cash(order=order, at=now, holder=stop.point, parts=[second])
        assert Payment.objects.get().state == PaymentState.PENDING
    # Nothing was handed over by a counter here, so there are no rows of visits.
    assert [line for line in broken() if not line.startswith("9") and "cash-collected" not in line] == []


def test_the_parcel_nobody_scanned_at_its_end_is_noted_when_the_seller_confirms(seller_user: Any) -> None:
    part = delivered_part()
    request = asked(part)
    accept(request=request, way=ReturnWay.POINT, words="", actor=seller_user, at=timezone.now())
    operator = an_operator(part.run_stop.point)
    drop_at_point(request=request, operator=operator, weight_g=900, nonce=nonce(), at=timezone.now())
    confirm_goods(request=request, goods_state=GoodsState.SPOILED, actor=seller_user, at=timezone.now())
    assert Parcel.objects.get().state == ParcelState.RETURNED
    assert StockRecord.objects.get(pk=part.lines.get().stockrecord_id).num_in_stock == 48


def test_the_whole_hand_over_can_be_returned_line_by_line(seller_user: Any) -> None:
    part = delivered_part(price=7_777, quantity=3)
    total = 0
    for _unit in range(3):
        request = asked(part, quantity=1)
        total += request.asked_vnd
        accept(request=request, way=ReturnWay.KEEP, words="", actor=seller_user, at=timezone.now())
        pay_from_drawer(request=request, operator=an_operator(part.run_stop.point), at=timezone.now())
    assert total == part.total_vnd
    with pytest.raises(WrongRequest, match="nhiều nhất 0"):
        asked(part, quantity=1)
