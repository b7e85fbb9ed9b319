"""Counts of searches: what is counted, when it is written, when it goes."""

import datetime

import pytest

from catalogue.search import searchlog
from catalogue.search.models import SearchCount
from catalogue.search.searchlog import countable, counted, forget_old, log

TODAY = datetime.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("  NƯỚC   Mắm! ", "nước mắm"),
        ("nước mắm", "nước mắm"),
        ("gạo ST25", "gạo st25"),
        ("0912 345 678", ""),
        ("a@b.vn", ""),
        ("…", ""),
        ("tôi tên là An nhà ở số 5 đường Hai", ""),
        ("x" * 61, ""),
    ],
)
def test_what_may_be_a_person_s_is_not_counted(typed, query):
    assert countable(typed) == query


@pytest.mark.django_db
def test_counts_are_added_up_in_one_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        for found in (True, False, True):
            log.note("Nước  mắm", found=found)
        log.note("chít", found=False)
    with django_assert_num_queries(1):
        log.write()
    log.note("nước mắm", found=False)
    log.write()
    rows = counted(since=datetime.date(2026, 1, 1))
    assert [tuple(row.values()) for row in rows] == [("nước mắm", 4, 2), ("chít", 1, 1)]


@pytest.mark.django_db
def test_it_is_written_after_some_seconds_only(monkeypatch, django_assert_num_queries):
    log.note("chít", found=False)
    with django_assert_num_queries(0):
        log.write_if_due()
    monkeypatch.setattr(searchlog, "WRITE_EVERY_SECONDS", 0.0)
    with django_assert_num_queries(1):
        log.write_if_due()
    with django_assert_num_queries(0):
        log.write_if_due()


@pytest.mark.django_db
def test_counts_go_after_90_days():
    kept, gone = (SearchCount.objects.create(day=TODAY - datetime.timedelta(days), query="a") for days in (90, 91))
    assert forget_old(today=TODAY) == 1
    assert list(SearchCount.objects.all()) == [kept]
    assert gone.day < kept.day


def test_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(searchlog, "MOST_WAITING", 2)
    for query in ("một", "hai", "ba", "một"):
        log.note(query, found=True)
    assert sorted(query for _, query in log._waiting) == ["hai", "một"]
