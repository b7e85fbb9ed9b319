"""Administrators hear of a take-down whose deadline is near, once."""

import datetime

import pytest
from django.utils import timezone

from sellers.listings.domain import authority
from sellers.listings.domain.authority import Letter
from sellers.listings.domain.reminding import BEFORE, remind_of_take_downs
from sellers.listings.models import TakeDownRequest
from shop.accounts.enums import Role
from shop.communication.models import Message
from tests.factories.listings import published
from tests.factories.people import GrantFactory

pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def request_open() -> TakeDownRequest:
    now = timezone.now()
    letter = Letter(authority="Chi cục QLTT", document_no="12/QLTT", demand="Gỡ tin.", received_at=now)
    by = GrantFactory(role=Role.ADMINISTRATOR).user
    return authority.record_request(listing=published(), letter=letter, by=by, at=now)


def told() -> list[str]:
    return sorted(Message.objects.filter(template="take_down_due").values_list("recipient", flat=True))


def test_every_administrator_is_told_once_when_six_hours_are_left(request_open: TakeDownRequest) -> None:
    second = GrantFactory(role=Role.ADMINISTRATOR).user
    GrantFactory(role=Role.REVIEWER)
    near = request_open.due_at - BEFORE

    remind_of_take_downs(at=near - MINUTE)
    assert told() == []
    remind_of_take_downs(at=near)
    remind_of_take_downs(at=near + MINUTE)

    assert told() == sorted([request_open.recorded_by.phone, second.phone])
    message = Message.objects.filter(template="take_down_due").first()
    assert "12/QLTT" in message.body and request_open.listing.content["name"] in message.body


def test_what_is_decided_is_not_told_of(request_open: TakeDownRequest) -> None:
    authority.decline(
        request=request_open, reason="Không đúng gian hàng.", by=request_open.recorded_by, at=timezone.now()
    )

    assert remind_of_take_downs(at=request_open.due_at) == 0
    assert told() == []
