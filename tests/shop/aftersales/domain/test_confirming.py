"""Sellers are reminded, then listed for a telephone call; each once, and nobody at night."""

import datetime

import pytest
from django.conf import settings
from django.utils import timezone

from shop.accounts.enums import Role
from shop.accounts.models import User
from shop.aftersales.domain.calling import CallDone, NoteMissing, record_call
from shop.aftersales.domain.confirming import confirm_by, remind_and_escalate
from shop.aftersales.models import Call, CallAttempt, CallOutcome
from shop.communication.models import Message
from shop.communication.quiet_hours import after_quiet, is_quiet
from shop.order.domain.transitions import move
from shop.order.enums import SellerOrderState as State
from shop.order.models import SellerOrder
from tests.factories.orders import BUYER_PHONE, placed_order
from tests.factories.people import GrantFactory, UserFactory
from tests.factories.places import RunFactory, RunStopFactory
from tests.promises import broken

pytestmark = pytest.mark.django_db
PACKER = "+84977000111"
HOUR = datetime.timedelta(hours=1)


def morning() -> datetime.datetime:
    """Return 8:00 of tomorrow in Viet Nam."""
    day = timezone.localtime(timezone.now()) + datetime.timedelta(days=1)
    return day.replace(hour=8, minute=0, second=0, microsecond=0)


def part_of(at: datetime.datetime, cut_off_after: int = 60) -> SellerOrder:
    """Return a part ordered at a moment, with one packer to be told."""
    run = RunFactory(cut_off_at=at + cut_off_after * HOUR)
    part = placed_order(stop=RunStopFactory(run=run), now=at).seller_orders.get()
    packer = User.objects.filter(phone=PACKER).first() or UserFactory(phone=PACKER)
    GrantFactory(user=packer, role=Role.SELLER_PACKER, seller=part.seller)
    return SellerOrder.objects.select_related("run_stop__run").get(pk=part.pk)


def told() -> list[str]:
    return list(
        Message.objects.filter(template__startswith="confirm").order_by("pk").values_list("template", "recipient")
    )


def test_time_is_the_set_hours_but_not_beyond_the_cut_off(settings) -> None:
    settings.CONFIRM_HOURS = 10
    at = morning()
    assert confirm_by(part_of(at)) == at + 10 * HOUR
    assert confirm_by(part_of(at, cut_off_after=5)) == at + 5 * HOUR
    assert confirm_by(part_of(at, cut_off_after=1)) == at + 2 * HOUR


def test_staff_are_reminded_once_per_set_time(settings) -> None:
    settings.CONFIRM_HOURS, settings.CONFIRM_REMIND_HOURS = 12, [4, 8]
    at = morning()
    part_of(at)
    for hours in (1, 5, 6, 9, 10):
        remind_and_escalate(at=at + hours * HOUR)
    assert told() == [("confirm_reminder", PACKER)] * 2
    assert not Call.objects.exists()


def test_late_order_is_listed_once_and_told(settings) -> None:
    settings.CONFIRM_HOURS, settings.CONFIRM_REMIND_HOURS = 4, []
    at = morning()
    part = part_of(at)
    assert [call.seller_order for call in remind_and_escalate(at=at + 5 * HOUR)] == [part]
    assert remind_and_escalate(at=at + 6 * HOUR) == []
    assert told() == [("confirm_late", PACKER)]
    assert Call.objects.waiting().get().since == at + 4 * HOUR


def test_nobody_is_disturbed_at_night(settings) -> None:
    settings.CONFIRM_HOURS, settings.CONFIRM_REMIND_HOURS = 14, [4]
    settings.QUIET_HOURS = (datetime.time(21), datetime.time(7))
    at = morning()
    part = part_of(at)
    night = at + 15 * HOUR
    assert is_quiet(night)
    assert confirm_by(part) == after_quiet(at + 14 * HOUR) == at + 23 * HOUR
    assert remind_and_escalate(at=night) == []
    assert told() == []


def test_confirmed_order_is_neither_reminded_nor_listed() -> None:
    at = morning()
    part = part_of(at)
    move(seller_order=part, to=State.CONFIRMED, actor=None, at=at)
    assert remind_and_escalate(at=at + settings.CONFIRM_HOURS * 3 * HOUR) == []
    assert told() == []


@pytest.fixture
def call() -> Call:
    at = morning()
    part_of(at)
    return remind_and_escalate(at=at + 26 * HOUR)[0]


def test_call_leaves_the_list_when_the_seller_confirms(call: Call) -> None:
    move(seller_order=call.seller_order, to=State.CONFIRMED, actor=None, at=timezone.now())
    assert not Call.objects.waiting().exists()
    with pytest.raises(CallDone):
        record_call(call=call, outcome=CallOutcome.REACHED, note="", by=UserFactory(), at=timezone.now())


def test_calls_are_kept_until_one_ends_the_matter(call: Call) -> None:
    for outcome in (CallOutcome.NO_ANSWER, CallOutcome.REACHED, CallOutcome.CONFIRMED):
        assert Call.objects.waiting().exists()
        record_call(call=call, outcome=outcome, note="", by=UserFactory(), at=timezone.now())
    assert not Call.objects.waiting().exists()
    assert SellerOrder.objects.get().state == State.CONFIRMED
    assert list(CallAttempt.objects.values_list("outcome", flat=True)) == ["no_answer", "reached", "confirmed"]


def test_cancelling_by_phone_gives_everything_back_and_tells_the_buyer(call: Call) -> None:
    admin = UserFactory()
    with pytest.raises(NoteMissing):
        record_call(call=call, outcome=CallOutcome.CANCELLED, note=" ", by=admin, at=timezone.now())
    record_call(call=call, outcome=CallOutcome.CANCELLED, note="Mất mùa", by=admin, at=timezone.now())
    assert SellerOrder.objects.get().state == State.CANCELLED
    assert "Mất mùa" in Message.objects.get(template="part_cancelled", recipient=BUYER_PHONE).body
    assert broken() == []
