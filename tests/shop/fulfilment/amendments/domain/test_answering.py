"""An answer changes stock, slot, part, order, commission, ledger and payment together, and nothing else."""

import datetime

import pytest
from django.utils import timezone

from sellers.commission.models import CommissionRate
from sellers.models import StockRecord
from shop.aftersales.domain.cancel import cancel_order
from shop.communication.models import Message
from shop.fulfilment.amendments.domain.answering import answer, end_overdue
from shop.fulfilment.amendments.domain.refusals import AlreadyAnswered, NoRoom, SubstituteGone
from shop.fulfilment.amendments.models import Amendment, AmendmentKind, AmendmentOutcome, Answer
from shop.fulfilment.domain.freeze import freeze
from shop.fulfilment.queries.manifest import stop_sheets
from shop.order.enums import SellerOrderState as State
from shop.order.models import Line, Order, SellerOrder
from shop.payment.models import Payment
from shop.shipping.models import Run, RunSlot
from tests.factories.amendments import proposed
from tests.factories.goods import stocked_product
from tests.factories.orders import placed_order
from tests.factories.places import RunStopFactory
from tests.promises import broken

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def every_promise_holds():
    yield
    assert broken() == []


@pytest.fixture
def part() -> SellerOrder:
    """Four jars at 100.000, 900 g each, 5 % commission, a point's fee of 5.000."""
    CommissionRate.objects.create(basis_points=500, valid_from="2026-01-01")
    stop = RunStopFactory(point__fee_vnd=5_000)
    return placed_order((stocked_product(price=100_000, stock=9), 4), stop=stop).seller_orders.get()


def say(amendment: Amendment, choice: Answer, **more: object) -> AmendmentOutcome:
    return answer(amendment=amendment, choice=choice, actor=None, at=timezone.now(), **more)


def stock() -> tuple[int, int]:
    record = StockRecord.objects.order_by("pk")[0]
    return record.num_in_stock, record.num_allocated


def figures() -> dict[str, int]:
    part, order, payment = SellerOrder.objects.get(), Order.objects.get(), Payment.objects.get()
    return {
        "goods": part.goods_vnd,
        "commission": part.commission_vnd,
        "weight": part.weight_g,
        "slot": RunSlot.objects.get().weight_g,
        "total": order.total_vnd,
        "asked": payment.amount_vnd,
    }


BEFORE = {"goods": 400_000, "commission": 20_000, "weight": 3600, "slot": 3600, "total": 405_000, "asked": 405_000}
ONE_LEFT = {"goods": 100_000, "commission": 5_000, "weight": 900, "slot": 900, "total": 105_000, "asked": 105_000}


def test_accepted_shortage_takes_the_missing_off_everything(part: SellerOrder) -> None:
    assert figures() == BEFORE
    outcome = say(proposed(part, quantity=1), Answer.ACCEPTED)
    assert figures() == ONE_LEFT
    assert stock() == (6, 1)  # three are not there at all
    assert (outcome.total_before_vnd, outcome.total_after_vnd, outcome.less_vnd) == (405_000, 105_000, 300_000)
    assert SellerOrder.objects.get().state == State.CONFIRMED


def test_goods_that_are_there_go_back_on_the_shelf(part: SellerOrder) -> None:
    say(proposed(part, kind=AmendmentKind.PARTIAL, quantity=1, is_gone=False), Answer.ACCEPTED)
    assert stock() == (9, 1)
    assert figures() == ONE_LEFT


def test_buyer_may_take_even_less(part: SellerOrder) -> None:
    amendment = proposed(part, quantity=3)
    say(amendment, Answer.LESS, less={amendment.items.get().pk: 1})
    assert figures() == ONE_LEFT
    assert stock() == (8, 1)  # one is not there, two go back


def test_buyer_cannot_take_more_than_is_there(part: SellerOrder) -> None:
    amendment = proposed(part, quantity=1)
    say(amendment, Answer.LESS, less={amendment.items.get().pk: 4})
    assert figures() == ONE_LEFT


def test_refused_proposal_changes_nothing(part: SellerOrder) -> None:
    say(proposed(part), Answer.REFUSED)
    assert figures() == BEFORE
    assert stock() == (9, 4)
    assert "gửi đủ" in Message.objects.get(template="amendment_answered").body


def test_no_answer_in_time_reduces_and_tells_both(part: SellerOrder) -> None:
    amendment = proposed(part, quantity=1)
    assert end_overdue(at=amendment.answer_by - datetime.timedelta(minutes=1)) == []
    assert [outcome.answer for outcome in end_overdue(at=amendment.answer_by)] == [Answer.NO_ANSWER]
    assert end_overdue(at=amendment.answer_by) == []
    assert figures() == ONE_LEFT
    assert set(Message.objects.values_list("template", flat=True)) >= {"amendment_answered", "amendment_ended"}


def test_cancelling_the_only_line_cancels_the_part(part: SellerOrder) -> None:
    outcome = say(proposed(part, quantity=1), Answer.CANCELLED_LINE)
    assert SellerOrder.objects.get().state == State.CANCELLED
    assert (outcome.total_after_vnd, Payment.objects.get().amount_vnd) == (0, 0)


def test_cancelling_one_of_two_lines_leaves_the_other() -> None:
    first = stocked_product(price=100_000, stock=9)
    second = stocked_product(seller=first.stockrecords.get().partner, price=30_000)
    part = placed_order((first, 4), second).seller_orders.get()
    say(proposed(part, quantity=1), Answer.CANCELLED_LINE)
    assert list(Line.objects.order_by("pk").values_list("quantity", "line_price_incl_tax")) == [(0, 0), (1, 30_000)]
    assert SellerOrder.objects.get().total_vnd == Order.objects.get().total_vnd == 30_000
    assert stock() == (6, 0)


def substitution(part: SellerOrder, price: int, count: int, stock: int = 20) -> Amendment:
    record = StockRecord.objects.get(product=stocked_product(seller=part.seller, price=price, stock=stock))
    return proposed(
        part, kind=AmendmentKind.SUBSTITUTION, quantity=1, substitute_id=record.pk, substitute_quantity=count
    )


@pytest.mark.parametrize(
    ("price", "count", "goods"), [(80_000, 3, 340_000), (100_000, 3, 400_000), (150_000, 3, 400_000)]
)
def test_substitute_costs_no_more_than_what_it_replaces(part: SellerOrder, price: int, count: int, goods: int) -> None:
    say(substitution(part, price, count), Answer.ACCEPTED)
    assert figures()["goods"] == goods
    assert figures()["asked"] == goods + 5_000
    substitute = Line.objects.order_by("-pk")[0]
    assert (substitute.quantity, substitute.num_allocated) == (count, count)
    assert StockRecord.objects.get(pk=substitute.stockrecord_id).num_allocated == count


def test_without_an_answer_nothing_is_replaced(part: SellerOrder) -> None:
    amendment = substitution(part, 80_000, 3)
    end_overdue(at=amendment.answer_by)
    assert figures() == ONE_LEFT
    assert Line.objects.count() == 1


def test_substitute_sold_meanwhile_is_said_and_other_choices_stay(part: SellerOrder) -> None:
    amendment = substitution(part, 80_000, 3, stock=3)
    placed_order((amendment.items.get().substitute.product, 2), stop=part.run_stop, buyer_phone="+84912345670")
    with pytest.raises(SubstituteGone):
        say(amendment, Answer.ACCEPTED)
    assert Amendment.objects.get().is_open
    say(amendment, Answer.LESS)
    part.refresh_from_db()
    assert part.goods_vnd == 100_000


@pytest.mark.parametrize(("grams", "goods"), [(2700, 300_000), (4500, 400_000)])
def test_actual_weight_lowers_the_price_and_never_raises_it(part: SellerOrder, grams: int, goods: int) -> None:
    say(proposed(part, kind=AmendmentKind.WEIGHT, quantity=4, weight_g=grams), Answer.ACCEPTED)
    assert (figures()["goods"], figures()["weight"], figures()["slot"]) == (goods, grams, grams)
    assert stock() == (9, 4)


def test_heavier_goods_need_room_on_the_run(part: SellerOrder) -> None:
    amendment = proposed(part, kind=AmendmentKind.WEIGHT, quantity=4, weight_g=4500)
    Run.objects.update(capacity_g=4000)
    with pytest.raises(NoRoom):
        say(amendment, Answer.ACCEPTED)
    assert [outcome.answer for outcome in end_overdue(at=amendment.answer_by)] == [Answer.VOID]
    assert figures() == BEFORE


def test_the_same_answer_again_changes_nothing_and_another_is_refused(part: SellerOrder) -> None:
    amendment = proposed(part, quantity=1)
    assert say(amendment, Answer.ACCEPTED) == say(amendment, Answer.ACCEPTED)
    with pytest.raises(AlreadyAnswered):
        say(amendment, Answer.REFUSED)
    assert figures() == ONE_LEFT


def test_order_cancelled_meanwhile_is_left_alone(part: SellerOrder) -> None:
    amendment = proposed(part, quantity=1)
    cancel_order(order=part.order, actor=None, at=timezone.now())
    assert say(amendment, Answer.ACCEPTED).answer == Answer.VOID
    assert stock() == (9, 0)


def test_changed_order_is_cancelled_whole(part: SellerOrder) -> None:
    say(proposed(part, quantity=1), Answer.ACCEPTED)
    cancel_order(order=Order.objects.get(), actor=None, at=timezone.now())
    assert stock() == (6, 0)
    assert Payment.objects.get().amount_vnd == 0


def test_change_after_the_freeze_lowers_the_cash_on_the_drivers_list(part: SellerOrder) -> None:
    run = part.run_stop.run
    manifest = freeze(run=run, at=run.cut_off_at)
    say(proposed(part, quantity=1), Answer.ACCEPTED)
    assert stop_sheets(manifest)[0].cash_vnd == 105_000
