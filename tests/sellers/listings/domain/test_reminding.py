"""Administrators hear of a take-down at each of the hours set before its deadline, and when it is over."""

import datetime

import pytest
from django.utils import timezone

from sellers.listings.domain import authority
from sellers.listings.domain.authority import Letter
from sellers.listings.domain.reminding import remind_of_take_downs
from sellers.listings.models import TakeDownRequest
from shop.accounts.enums import Role
from shop.communication.models import Message
from tests.factories.listings import published
from tests.factories.people import GrantFactory

pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)
HOUR = datetime.timedelta(hours=1)


@pytest.fixture(autouse=True)
def _hours(settings) -> None:
    settings.AUTHORITY_REMIND_HOURS = [2, 12]


@pytest.fixture
def request_open() -> TakeDownRequest:
    now = timezone.now()
    letter = Letter(authority="Chi cục QLTT", document_no="12/QLTT", demand="Gỡ tin.", received_at=now)
    by = GrantFactory(role=Role.ADMINISTRATOR).user
    return authority.record_request(listing=published(), letter=letter, by=by, at=now)


def told() -> list[str]:
    return sorted(Message.objects.filter(template="take_down_due").values_list("recipient", flat=True))


def test_every_administrator_is_told_once_at_each_stage_and_once_when_it_is_overdue(
    request_open: TakeDownRequest,
) -> None:
    second = GrantFactory(role=Role.ADMINISTRATOR).user
    GrantFactory(role=Role.REVIEWER)
    both = [request_open.recorded_by.phone, second.phone]
    due = request_open.due_at

    remind_of_take_downs(at=due - 12 * HOUR - MINUTE)
    assert told() == []
    for stage, when in enumerate([due - 12 * HOUR, due - 2 * HOUR, due], start=1):
        remind_of_take_downs(at=when)
        remind_of_take_downs(at=when + MINUTE)
        assert told() == sorted(both * stage)

    bodies = list(Message.objects.filter(template="take_down_due", recipient=second.phone).order_by("pk"))
    assert all("12/QLTT" in one.body and request_open.listing.content["name"] in one.body for one in bodies)
    assert ["QUÁ HẠN" in one.body for one in bodies] == [False, False, True]


def test_one_recorded_late_is_told_of_at_its_stage_only(request_open: TakeDownRequest) -> None:
    remind_of_take_downs(at=request_open.due_at - HOUR)
    assert len(told()) == 1


def test_what_is_decided_is_not_told_of(request_open: TakeDownRequest) -> None:
    authority.decline(
        request=request_open, reason="Không đúng gian hàng.", by=request_open.recorded_by, at=timezone.now()
    )

    assert remind_of_take_downs(at=request_open.due_at) == 0
    assert told() == []
