"""Searching through the database's goods, with and without an index."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalogue.models import Category
from catalogue.search import curated
from catalogue.search.protocol import SearchQuery, Sort, Suggestions
from catalogue.search.queries import is_ready, search, suggest
from tests.factories.goods import ProductFactory, stocked_product

pytestmark = pytest.mark.django_db

TOMORROW = timedelta(days=1)


@pytest.fixture
def goods():
    food = Category.objects.add_root({"name": "Thực phẩm", "slug": "thuc-pham"})
    tea = Category.objects.add_child(food, {"name": "Chè", "slug": "che"})
    today = timezone.localdate()
    sen = stocked_product(title="Trà sen", price=50_000, stars=4, stars_until=today + TOMORROW, is_speciality=True)
    sen.categories.add(tea)
    nho = stocked_product(
        title="Nho xanh", price=90_000, season_months=[1, 2], sales_count=9, is_vietnamese=False, stars=3,
        stars_until=today - TOMORROW,
    )  # fmt: skip
    nho.categories.add(food)
    non = ProductFactory(title="Nón lá", is_vietnamese=True, published_at=timezone.now() + TOMORROW)
    return {"sen": sen, "nho": nho, "non": non}


FILTERS = [
    ({}, {"sen", "nho", "non"}),
    ({"categories": ("thuc-pham",)}, {"sen", "nho"}),
    ({"categories": ("che",)}, {"sen"}),
    ({"categories": ("khong-co",)}, set()),
    ({"provinces": ("khanh-hoa",)}, {"sen", "nho", "non"}),
    ({"provinces": ("ha-noi",)}, set()),
    ({"stars": (3, 4)}, {"sen"}),
    ({"price_from": 60_000}, {"nho"}),
    ({"price_to": 60_000}, {"sen"}),
    ({"in_stock": True}, {"sen", "nho"}),
    ({"months": (2, 7)}, {"nho"}),
    ({"marks": ("ocop",)}, {"sen"}),
    ({"marks": ("dac-thu", "hang-viet")}, {"sen", "non"}),
    ({"marks": ("la",)}, set()),
]
FIRST = {Sort.PRICE_UP: "sen", Sort.PRICE_DOWN: "nho", Sort.NEWEST: "non", Sort.BEST_SELLING: "nho"}


def test_filters_mean_the_same_with_and_without_an_index(goods, search_index, lose_index):
    search_index.drain()
    found = [search(SearchQuery(**filters)) for filters, _ in FILTERS]
    lose_index()
    listed = [search(SearchQuery(**filters)) for filters, _ in FILTERS]
    wanted = [(filters, {goods[name].pk for name in names}, len(names)) for filters, names in FILTERS]
    for answers, degraded in ((found, False), (listed, True)):
        got = [(filters, set(a.ids), a.total) for (filters, _), a in zip(FILTERS, answers, strict=True)]
        assert got == wanted
        assert {answer.degraded for answer in answers} == {degraded}


def test_sorting_means_the_same_with_and_without_an_index(goods, search_index, lose_index):
    search_index.drain()
    wanted = {sort: goods[name].pk for sort, name in FIRST.items()}
    assert {sort: search(SearchQuery(sort=sort)).ids[0] for sort in FIRST} == wanted
    lose_index()
    assert {sort: search(SearchQuery(sort=sort)).ids[0] for sort in FIRST} == wanted


def test_sellers_filter(goods, search_index):
    search_index.drain()
    assert search(SearchQuery(sellers=(goods["sen"].seller_slug,))).ids == [goods["sen"].pk]


def test_without_an_index_pages_still_follow_each_other(goods):
    first, second = (search(SearchQuery(per_page=2, page=page)) for page in (1, 2))
    assert (first.pages, len(first.ids), len(second.ids)) == (2, 2, 1)
    assert not set(first.ids) & set(second.ids)


def test_without_an_index_nothing_is_suggested_and_it_is_not_ready():
    assert suggest("nước") == Suggestions()
    assert not is_ready()


def test_with_an_index_goods_are_suggested(goods, search_index):
    search_index.drain()
    assert [product.name for product in suggest("tra s").products] == ["Trà sen"]
    assert is_ready()


def test_a_search_asks_the_database_nothing_but_once_a_second(
    goods, search_index, django_assert_num_queries, monkeypatch
):
    monkeypatch.setattr(curated, "LOOK_AGAIN_SECONDS", 60)
    search_index.drain()
    search(SearchQuery(text="trà sen"))
    with django_assert_num_queries(0):
        search(SearchQuery(text="trà sen", stars=(4,)))
        suggest("trà")


ABSURD = {
    "text": "\x00" * 10_000,
    "categories": ("\x00",) * 1000,
    "provinces": ("'",),
    "sellers": ("x" * 10_000,),
    "stars": (10**30, -(10**30)),
    "months": (10**30,),
    "price_from": 10**30,
    "price_to": -(10**30),
    "marks": ("\ud7ff",),
    "communes": ("\x00",),
    "page": 10**30,
    "per_page": -1,
}


def test_made_up_values_find_little_and_break_nothing(goods, search_index, lose_index):
    search_index.drain()
    queries = {name: SearchQuery(**{name: value}) for name, value in ABSURD.items()}
    assert [name for name, query in queries.items() if search(query).ids] == ["per_page"]
    lose_index()
    answers = [search(query) for query in queries.values()]
    assert all(answer.degraded or not answer.ids for answer in answers)  # where no word is left, no engine is asked
