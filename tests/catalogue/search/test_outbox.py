from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models.signals import post_delete, post_save
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from catalogue.models import Category, Product
from catalogue.search import engines, outbox, rebuilding, tasks
from catalogue.search.engines.elasticsearch import server
from catalogue.search.models import SearchOutbox
from catalogue.search.protocol import SearchQuery, SearchUnavailable
from catalogue.search.queries import search
from shop.regions.models import Province
from tests.catalogue.search.conftest import NOBODY_LISTENS
from tests.factories.goods import ProductFactory, stocked_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def product():
    """A product whose making is already forgotten by the outbox, in a transaction that has not woken the worker."""
    product = stocked_product(title="Nước mắm Cà Ná")
    forget()
    return product


def forget():
    SearchOutbox.objects.all().delete()
    ProcrastinateJob.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('search_index.woken', '', true)")


def noticed():
    return set(SearchOutbox.objects.values_list("product_id", flat=True))


def jobs():
    return list(ProcrastinateJob.objects.values_list("task_name", "queue_name", "lock", "status"))


def ids(text=""):
    return search(SearchQuery(text=text)).ids


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Nước mắm nhĩ"},
        {"price_vnd": 1},
        {"available": 0},
        {"is_public": False},
        {"stars": 5},
        {"seller_name": "HTX khác"},
        {"season_months": [1]},
        {"sales_count": 3},
    ],
)
def test_a_change_is_noticed_however_it_is_written(product, change):
    Product.objects.filter(pk=product.pk).update(**change)
    assert noticed() == {product.pk}


@pytest.mark.parametrize("change", [{"available": 49}, {"review_count": 3}, {"unit": "hũ"}])
def test_changes_that_search_does_not_show_are_not_noticed(product, change):
    Product.objects.filter(pk=product.pk).update(**change)
    assert noticed() == set()
    assert jobs() == []


def test_new_and_deleted_goods_are_noticed(product):
    new = ProductFactory()
    assert noticed() == {new.pk}
    forget()
    pk = new.pk
    new.delete()
    assert pk in noticed()


def test_filing_and_renaming_a_category_is_noticed(product):
    food = Category.objects.add_root({"name": "Thực phẩm", "slug": "thuc-pham"})
    spices = Category.objects.add_child(food, {"name": "Gia vị", "slug": "gia-vi"})
    product.categories.add(spices)
    assert noticed() == {product.pk}
    forget()
    Category.objects.filter(pk=food.pk).update(name="Đồ ăn")
    assert noticed() == {product.pk}
    forget()
    product.categories.remove(spices)
    assert noticed() == {product.pk}


def test_one_transaction_queues_one_job_that_the_worker_knows(product):
    outbox.touch([product.pk])
    outbox.touch([product.pk])
    Product.objects.filter(pk=product.pk).update(title="Khác")
    assert jobs() == [(tasks.DRAIN, "search", "search-index", "todo")]
    assert tasks.DRAIN in tasks.app.tasks


def test_a_rolled_back_change_leaves_nothing(product):
    with pytest.raises(IntegrityError), transaction.atomic():
        outbox.touch([product.pk])
        raise IntegrityError
    assert (noticed(), jobs()) == (set(), [])


@pytest.mark.django_db(transaction=True)
def test_every_transaction_queues_its_own_job():
    ProductFactory()
    before = len(jobs())
    for _ in range(2):
        outbox.touch([1])
    assert len(jobs()) == before + 2


def test_a_saved_product_is_found_changed_and_gone(search_index):
    product = ProductFactory(title="Nước mắm Cà Ná")
    search_index.drain()
    assert ids("nuoc mam") == [product.pk]

    product.title = "Rong nho"
    product.save()
    search_index.drain()
    assert ids("nuoc mam") == []
    assert ids("rong nho") == [product.pk]

    Product.objects.filter(pk=product.pk).update(is_public=False)
    search_index.drain()
    assert ids() == []


def test_draining_empties_the_outbox_and_counts(search_index, monkeypatch):
    monkeypatch.setattr(outbox, "BATCH", 2)
    for _ in range(5):
        ProductFactory()
    assert search_index.drain() == outbox.SearchOutbox.objects.count() + 5
    assert search_index.drain() == 0
    assert len(ids()) == 5


def test_a_failure_while_indexing_keeps_the_changes(search_index, monkeypatch):
    ProductFactory()

    def fail(documents):
        raise OSError("disk full")

    monkeypatch.setattr(search_index.engine, "index", fail)
    with pytest.raises(OSError, match="disk full"):
        outbox.drain()
    assert outbox.waiting() == 1


def test_without_an_index_the_changes_wait(caplog):
    ProductFactory()
    with pytest.raises(SearchUnavailable):
        outbox.drain()
    tasks.drain_search_outbox()
    assert outbox.waiting() == 1
    assert "1 changes wait" in caplog.text


def test_the_sweep_indexes_what_was_left_behind(search_index):
    product = ProductFactory()
    tasks.sweep_search_outbox(timestamp=0)
    search_index.engine.refresh()
    assert ids() == [product.pk]


def test_lapsed_stars_are_touched_the_day_after(product):
    today = timezone.localdate()
    Product.objects.filter(pk=product.pk).update(stars=4, stars_until=today - timedelta(days=1))
    ProductFactory(stars=4, stars_until=today)
    forget()
    tasks.touch_lapsed_stars(timestamp=0)
    assert noticed() == {product.pk}


@pytest.fixture
def followed_province(product):
    """Goods touched when a province is saved, for this test only."""
    outbox.touch_on_save(Province, lambda province: province.product_set.values_list("pk", flat=True))
    yield product.province
    for signal in (post_save, post_delete):
        signal.disconnect(sender=Province, dispatch_uid="search:regions.Province")


def test_touch_on_save_follows_another_model(product, followed_province):
    followed_province.save()
    assert noticed() == {product.pk}


@pytest.mark.elasticsearch
def test_what_changes_while_the_server_is_away_waits_and_is_indexed_by_itself(search_url, settings, monkeypatch):
    """The shop goes on from the database meanwhile and says so."""
    monkeypatch.setattr(server, "LEAVE_ALONE_SECONDS", 0.0)
    settings.SEARCH_URL = search_url
    rebuilding.rebuild()
    settings.SEARCH_URL = NOBODY_LISTENS
    product = ProductFactory(title="Nước mắm Cà Ná")
    tasks.sweep_search_outbox(timestamp=0)
    assert outbox.waiting() == 1
    answer = search(SearchQuery(text="nuoc mam"))
    assert (answer.degraded, answer.ids) == (True, [product.pk])
    settings.SEARCH_URL = search_url
    tasks.sweep_search_outbox(timestamp=60)
    engines.current().refresh()
    answer = search(SearchQuery(text="nuoc mam"))
    assert (answer.degraded, answer.ids, outbox.waiting()) == (False, [product.pk], 0)
    engines.close_all()
