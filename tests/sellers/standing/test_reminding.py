"""A closing that an authority demanded sounds the alarm until a second person confirms it."""

from __future__ import annotations

import datetime

import pytest

from sellers.enums import SellerState
from sellers.standing.domain.measures import confirm
from sellers.standing.domain.reminding import remind_of_closings
from sellers.standing.models import AUTHORITY_TERM, MeasureKind
from shop.accounts.enums import Role
from shop.accounts.reach import Reach
from shop.backoffice.deadlines import deadlines
from shop.communication.models import Message
from tests.factories.people import GrantFactory, UserFactory
from tests.factories.places import ProvinceFactory
from tests.sellers.standing.test_measures import NOW, begin, request, seller, state  # noqa: F401
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


def test_administrators_hear_of_a_demanded_closing_before_and_after_it_is_due(seller, settings) -> None:  # noqa: F811
    settings.AUTHORITY_REMIND_HOURS = [2, 12]
    administrator = GrantFactory(role=Role.ADMINISTRATOR).user
    measure = begin(seller, MeasureKind.CLOSE, request=request())
    due = NOW + AUTHORITY_TERM
    told = Message.objects.filter(template="closing_due", recipient=administrator.phone).order_by("pk")
    for when, count in ((due - 13 * HOUR, 0), (due - 12 * HOUR, 1), (due - 2 * HOUR, 2), (due + HOUR, 3)):
        remind_of_closings(at=when)
        remind_of_closings(at=when)
        assert told.count() == count
    assert ["QUÁ HẠN" in message.body and seller.name in message.body for message in told] == [False, False, True]

    for address in ("/quan-tri/", "/quan-tri/nguoi-ban/"):
        page = sign_in(administrator).get(address).content.decode()
        assert "Đóng gian hàng" in page and seller.name in page and "Còn " in page

    confirm(measure_id=measure.pk, by=UserFactory(), at=due)
    assert state(seller) == SellerState.CLOSED
    assert remind_of_closings(at=due + HOUR) == 0


def test_only_a_reviewer_of_the_province_sees_what_is_demanded_and_what_is_overdue(seller) -> None:  # noqa: F811
    begin(seller, MeasureKind.CLOSE, request=request())
    mine = GrantFactory(role=Role.REVIEWER, province=seller.province).user
    other = GrantFactory(role=Role.REVIEWER, province=ProvinceFactory(code="75", name="Đồng Nai", slug="dong-nai")).user
    (one,) = deadlines(Reach(mine), at=NOW + AUTHORITY_TERM + HOUR)
    assert (one.title, one.is_overdue) == (seller.name, True)
    assert deadlines(Reach(other), at=NOW) == []
