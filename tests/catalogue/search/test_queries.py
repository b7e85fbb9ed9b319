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


@pytest.mark.parametrize(("filters", "expected"), FILTERS)
def test_filters_mean_the_same_with_and_without_an_index(goods, search_index, lose_index, filters, expected):
    search_index.drain()
    found = search(SearchQuery(**filters))
    lose_index()
    listed = search(SearchQuery(**filters))
    assert {name for name, product in goods.items() if product.pk in found.ids} == expected
    assert set(found.ids) == set(listed.ids)
    assert (found.total, listed.total) == (len(expected), len(expected))
    assert (found.degraded, listed.degraded) == (False, True)


@pytest.mark.parametrize(
    ("sort", "first"),
    [(Sort.PRICE_UP, "sen"), (Sort.PRICE_DOWN, "nho"), (Sort.NEWEST, "non"), (Sort.BEST_SELLING, "nho")],
)
def test_sorting_means_the_same_with_and_without_an_index(goods, search_index, lose_index, sort, first):
    search_index.drain()
    assert search(SearchQuery(sort=sort)).ids[0] == goods[first].pk
    lose_index()
    assert search(SearchQuery(sort=sort)).ids[0] == goods[first].pk


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


@pytest.mark.parametrize("name", ABSURD)
def test_made_up_values_find_little_and_break_nothing(goods, search_index, lose_index, name):
    search_index.drain()
    query = SearchQuery(**{name: ABSURD[name]})
    assert search(query).ids == [] or name == "per_page"
    lose_index()
    answer = search(query)
    assert answer.degraded or not answer.ids  # where no word is left, no engine is asked
