from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalogue.search.protocol import SearchQuery
from catalogue.search.queries import search
from shop.shipping.enums import RunState
from tests.factories.goods import ProductFactory
from tests.factories.places import CommuneFactory, RunStopFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def goods(search_index):
    product = ProductFactory()
    search_index.drain()
    return {product.pk}


def found(*communes):
    return set(search(SearchQuery(communes=communes)).ids)


def test_goods_reach_a_commune_where_an_open_run_stops(goods):
    stop, nowhere = RunStopFactory(), CommuneFactory()
    assert found(stop.point.commune_id) == goods
    assert found(nowhere.code, stop.point.commune_id) == goods
    assert found(nowhere.code) == set()


@pytest.mark.parametrize("late", [timedelta(seconds=-1), timedelta(days=-3)])
def test_no_goods_reach_a_commune_after_the_cut_off(goods, late):
    stop = RunStopFactory(run__cut_off_at=timezone.now() + late)
    assert found(stop.point.commune_id) == set()


@pytest.mark.parametrize(
    "closed", [{"run__state": next(state for state in RunState if state != RunState.OPEN)}, {"point__is_active": False}]
)
def test_closed_runs_and_points_reach_nobody(goods, closed):
    stop = RunStopFactory(**closed)
    assert found(stop.point.commune_id) == set()


def test_without_an_index_it_means_the_same(settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path / "nothing"
    product, stop = ProductFactory(), RunStopFactory()
    assert found(stop.point.commune_id) == {product.pk}
    assert found(CommuneFactory().code) == set()


def test_a_search_without_communes_asks_for_no_run(goods):
    with CaptureQueriesContext(connection) as asked:
        search(SearchQuery(text="nước mắm"))
    assert [query["sql"] for query in asked if "shipping_run" in query["sql"]] == []
