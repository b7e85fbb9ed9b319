"""Popular searches: many times, on several days, with something found."""

import datetime

import pytest

from catalogue.search.models import SearchCount
from catalogue.search.popular import popular

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 23)


def searched(query, *searches, empty=0, ago=0):
    for days, count in enumerate(searches):
        day = TODAY - datetime.timedelta(days + ago)
        SearchCount.objects.create(day=day, query=query, searches=count, empty=empty)


def test_only_what_cannot_be_one_person_s_and_finds_something_shows():
    searched("nho xanh", 10, 10, 10)
    searched("nước mắm", 20, 20, 20)
    searched("vừa đủ", 7, 7, 6)
    searched("một ngày", 500)
    searched("ít lượt", 6, 6, 7)
    searched("không có hàng", 10, 10, 10, empty=8)
    searched("đã lâu", 50, 50, 50, ago=31)
    assert popular(today=TODAY, limit=6) == ["nước mắm", "nho xanh", "vừa đủ"]


def test_it_is_looked_up_once_in_ten_minutes(django_assert_num_queries):
    popular(today=TODAY, limit=6)
    with django_assert_num_queries(0):
        popular(today=TODAY, limit=6)
