"""A seller proposes a change: checked, asked of the buyer, and nothing changes yet."""

import datetime

import pytest
from django.conf import settings
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from sellers.models import StockRecord
from shop.communication.models import Message
from shop.communication.quiet_hours import is_quiet
from shop.fulfilment.amendments.domain import terms
from shop.fulfilment.amendments.domain.proposing import propose
from shop.fulfilment.amendments.domain.refusals import AlreadyOpen, NotAmendable, WrongProposal
from shop.fulfilment.amendments.domain.terms import Wish
from shop.fulfilment.amendments.models import Amendment, AmendmentKind
from shop.fulfilment.domain.packing import NotPackable
from shop.order.models import SellerOrder
from shop.shipping.enums import RunState
from shop.shipping.models import Run
from tests.factories.amendments import proposed
from tests.factories.goods import stocked_product
from tests.factories.orders import BUYER_PHONE, placed_order
from tests.factories.people import UserFactory
from tests.factories.places import RunFactory, RunStopFactory
from tests.factories.road import pack_part

pytestmark = pytest.mark.django_db


@pytest.fixture
def part() -> SellerOrder:
    return placed_order((stocked_product(price=100_000, stock=9), 4)).seller_orders.get()


def test_buyer_is_asked_and_nothing_changes_yet(part: SellerOrder) -> None:
    amendment = proposed(part, quantity=1)
    message = Message.objects.get(template="amendment_asked")
    assert message.recipient == BUYER_PHONE
    assert f"/don-hang/{part.order.number}/thay-doi/{amendment.pk}/?khoa={part.order.token}" in message.body
    item = amendment.items.get()
    assert (item.quantity_before, item.quantity_after, item.missing) == (4, 1, 3)
    part.refresh_from_db()
    assert part.goods_vnd == 400_000
    assert StockRecord.objects.get().num_allocated == 4


def test_only_one_proposal_waits(part: SellerOrder) -> None:
    proposed(part)
    with pytest.raises(AlreadyOpen):
        proposed(part, quantity=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        first = Amendment.objects.get()
        first.pk = None
        first.save(force_insert=True)


def test_a_proposal_is_never_rewritten(part: SellerOrder) -> None:
    amendment = proposed(part)
    for act in (
        lambda: Amendment.objects.update(reason="Lý do khác"),
        lambda: amendment.items.update(quantity_after=0),
        lambda: amendment.items.all().delete(),
    ):
        with pytest.raises(ProgrammingError), transaction.atomic():
            act()


@pytest.mark.parametrize("quantity", [4, 5, -1])
def test_same_or_more_is_no_proposal(part: SellerOrder, quantity: int) -> None:
    with pytest.raises(WrongProposal):
        proposed(part, quantity=quantity)


def test_reason_and_own_lines_are_required(part: SellerOrder) -> None:
    other = placed_order(stocked_product()).seller_orders.get()
    for lines, reason in ((part, " "), (other, "Không đủ hàng")):
        wish = Wish(line_id=lines.lines.get().pk, quantity=0)
        with pytest.raises(WrongProposal):
            propose(
                seller_order=part,
                kind=AmendmentKind.SHORTAGE,
                wishes=[wish],
                reason=reason,
                actor=UserFactory(),
                at=timezone.now(),
            )


def test_substitute_is_of_the_same_seller_and_in_stock(part: SellerOrder) -> None:
    theirs = StockRecord.objects.get(product=stocked_product())
    scarce = StockRecord.objects.get(product=stocked_product(seller=part.seller, stock=1))
    for record, count in ((theirs, 1), (scarce, 2)):
        with pytest.raises(WrongProposal):
            proposed(part, kind=AmendmentKind.SUBSTITUTION, substitute_id=record.pk, substitute_quantity=count)
    ours = proposed(part, kind=AmendmentKind.SUBSTITUTION, substitute_id=scarce.pk, substitute_quantity=1)
    assert ours.items.get().substitute == scarce


def test_packed_or_left_order_cannot_change(part: SellerOrder) -> None:
    pack_part(part)
    with pytest.raises(NotAmendable):
        proposed(part)
    left_behind = placed_order((stocked_product(), 2)).seller_orders.get()
    Run.objects.update(state=RunState.DEPARTED)
    with pytest.raises(NotAmendable):
        proposed(left_behind)


def test_order_that_waits_for_an_answer_is_not_packed(part: SellerOrder) -> None:
    proposed(part)
    with pytest.raises(NotPackable, match="chờ khách trả lời"):
        pack_part(part)


def test_answer_is_due_before_the_run_leaves_and_after_quiet() -> None:
    now = timezone.now()
    run = RunFactory(cut_off_at=now + datetime.timedelta(hours=1), departs_at=now + datetime.timedelta(hours=3))
    soon = placed_order((stocked_product(), 2), stop=RunStopFactory(run=run)).seller_orders.get()
    assert terms.answer_by(soon, now) == now + datetime.timedelta(hours=2)
    later = placed_order((stocked_product(), 2)).seller_orders.get()
    due = terms.answer_by(later, now)
    assert due >= now + datetime.timedelta(hours=settings.AMENDMENT_HOURS)
    assert not is_quiet(due)
