import threading

import pytest
from django.db import connection

from catalogue.models import Product
from catalogue.search import documents, outbox, rebuilding
from catalogue.search.protocol import IndexLocked, SearchQuery
from catalogue.search.queries import search
from tests.factories.goods import ProductFactory


def found(text=""):
    return set(search(SearchQuery(text=text)).ids)


@pytest.mark.django_db
def test_what_is_changed_and_drained_during_a_rebuild_is_in_the_new_index(search_index, monkeypatch):
    early, late = ProductFactory(title="Mật ong"), ProductFactory(title="Rong nho")
    search_index.drain()
    load_all = documents.load_all

    def interrupted():
        for document in load_all():
            yield document
            if document.id == early.pk:  # already read with its old name
                Product.objects.filter(pk=early.pk).update(title="Nước mắm")
                Product.objects.filter(pk=late.pk).update(is_public=False)
                search_index.drain()

    monkeypatch.setattr(documents, "load_all", interrupted)
    rebuilding.rebuild()
    assert found("nước mắm") == {early.pk}
    assert found() == {early.pk}


@pytest.mark.django_db
def test_what_changes_during_a_rebuild_and_is_not_drained_stays_in_the_outbox(search_index, monkeypatch):
    product = ProductFactory(title="Mật ong")
    load_all = documents.load_all

    def interrupted():
        yield from load_all()
        Product.objects.filter(pk=product.pk).update(title="Nước mắm")

    monkeypatch.setattr(documents, "load_all", interrupted)
    rebuilding.rebuild()
    assert outbox.waiting() == 1
    search_index.drain()
    assert found("nước mắm") == {product.pk}


@pytest.mark.django_db(transaction=True)
def test_two_drains_at_once_never_leave_an_older_state(search_index):
    product = ProductFactory(title="Tên 0")
    done, failed = threading.Event(), []

    def drain():
        try:
            while not done.is_set():
                outbox.drain()
        except Exception as error:  # shown by the assertion below, not swallowed by the thread
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=drain) for _ in range(2)]
    for thread in threads:
        thread.start()
    for number in range(1, 31):
        Product.objects.filter(pk=product.pk).update(title=f"Tên {number}")
    done.set()
    for thread in threads:
        thread.join()
    search_index.drain()
    assert failed == []
    assert found("tên 30") == {product.pk}
    assert found("tên 29") == set()


@pytest.mark.django_db(transaction=True)
def test_only_one_rebuild_runs_at_a_time_over_all_machines(search_index):
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [rebuilding.REBUILD_LOCK])
        with pytest.raises(IndexLocked):
            rebuilding.rebuild()
        cursor.execute("SELECT pg_advisory_unlock(%s)", [rebuilding.REBUILD_LOCK])
    other.close()
    assert rebuilding.rebuild() == 0


@pytest.mark.django_db
def test_a_drain_that_the_index_refuses_as_older_keeps_the_change(search_index, monkeypatch):
    product = ProductFactory(title="Mật ong")
    search_index.drain()
    Product.objects.filter(pk=product.pk).update(title="Rong nho")
    monkeypatch.setattr(search_index.engine, "index", lambda documents: {document.id for document in documents})
    assert outbox.drain() == 0
    assert outbox.waiting() == 1
    monkeypatch.undo()
    assert search_index.drain() == 1
    assert found("rong nho") == {product.pk}


@pytest.mark.django_db
def test_later_readings_have_higher_versions():
    product = ProductFactory()
    versions = [documents.load([product.pk]).version for _ in range(3)]
    assert versions == sorted(set(versions))
