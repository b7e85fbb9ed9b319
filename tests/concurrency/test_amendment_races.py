"""Two people act on one changed order at the same moment; real connections, one outcome, every promise kept."""

from collections.abc import Callable
from functools import partial

import pytest
from django.utils import timezone

from sellers.models import StockRecord
from shop.aftersales.domain.cancel import CancelTooLate, cancel_order
from shop.fulfilment.amendments.domain.answering import answer, end_overdue
from shop.fulfilment.amendments.models import Amendment, AmendmentOutcome, Answer
from shop.fulfilment.domain.freeze import freeze
from shop.fulfilment.domain.packing import pack
from shop.fulfilment.domain.refusal import Refused
from shop.fulfilment.models import ManifestLine
from shop.order.models import SellerOrder
from shop.shipping.models import Run
from tests.concurrency import barrier
from tests.factories.amendments import proposed
from tests.factories.goods import stocked_product
from tests.factories.orders import placed_order
from tests.factories.people import UserFactory
from tests.promises import broken

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
at_once = partial(barrier.verdicts, refusals=(Refused, CancelTooLate))


@pytest.fixture
def part() -> SellerOrder:
    return placed_order((stocked_product(price=100_000, stock=9), 4)).seller_orders.get()


@pytest.fixture(autouse=True)
def every_promise_holds(part: SellerOrder):
    yield
    assert broken() == []


def say(amendment: Amendment, choice: Answer) -> Callable[[], object]:
    return lambda: answer(amendment=amendment, choice=choice, actor=None, at=timezone.now())


def test_of_two_proposals_one_waits(part: SellerOrder) -> None:
    outcomes = at_once(*[lambda: proposed(part, quantity=1)] * 3)
    assert outcomes == ["AlreadyOpen", "AlreadyOpen", "done"]
    assert Amendment.objects.count() == 1


def test_of_two_answers_one_counts(part: SellerOrder) -> None:
    amendment = proposed(part, quantity=1)
    late = amendment.answer_by
    at_once(say(amendment, Answer.ACCEPTED), say(amendment, Answer.REFUSED), lambda: end_overdue(at=late))
    outcome = AmendmentOutcome.objects.get()
    part.refresh_from_db()
    assert part.goods_vnd == (400_000 if outcome.answer == Answer.REFUSED else 100_000)


def test_the_same_answer_twice_is_applied_once(part: SellerOrder) -> None:
    amendment = proposed(part, quantity=1)
    assert at_once(*[say(amendment, Answer.ACCEPTED)] * 4) == ["done"] * 4
    record = StockRecord.objects.get()
    assert (record.num_in_stock, record.num_allocated) == (6, 1)


def test_answer_and_cancellation_leave_nothing_held(part: SellerOrder) -> None:
    amendment, now = proposed(part, quantity=1), timezone.now()
    cancel = lambda: cancel_order(order=part.order, actor=None, at=now)  # noqa: E731
    assert at_once(say(amendment, Answer.ACCEPTED), cancel) == ["done", "done"]
    part.refresh_from_db()
    assert part.state == "cancelled"
    assert StockRecord.objects.get().num_allocated == 0
    assert AmendmentOutcome.objects.get().answer in {Answer.ACCEPTED, Answer.VOID}


def test_answer_and_freeze_agree_on_the_weight(part: SellerOrder) -> None:
    amendment, run = proposed(part, quantity=1), Run.objects.get()
    assert at_once(say(amendment, Answer.ACCEPTED), lambda: freeze(run=run, at=run.cut_off_at)) == ["done", "done"]
    part.refresh_from_db()
    line = ManifestLine.objects.get()
    assert part.goods_vnd == 100_000
    assert (line.items, line.weight_g) in {(4, 3600), (1, 900)}


def test_proposal_and_packing_exclude_each_other(part: SellerOrder) -> None:
    packer, now = UserFactory(), timezone.now()
    pack_it = lambda: pack(seller_order=part, parcels=[900], actor=packer, at=now)  # noqa: E731
    outcomes = at_once(lambda: proposed(part, quantity=1), pack_it)
    assert outcomes in (["NotAmendable", "done"], ["NotPackable", "done"])
