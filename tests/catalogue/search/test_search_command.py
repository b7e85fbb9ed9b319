from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from catalogue.models import Product
from catalogue.search import outbox
from catalogue.search.models import SearchOutbox
from catalogue.search.protocol import SearchQuery
from catalogue.search.queries import search
from tests.factories.goods import ProductFactory

pytestmark = pytest.mark.django_db


def run(*arguments):
    out = StringIO()
    call_command("search", *arguments, stdout=out)
    return out.getvalue()


def lose_a_change(product, **values):
    """Change a product without the index ever hearing of it."""
    Product.objects.filter(pk=product.pk).update(**values)
    SearchOutbox.objects.all().delete()


@pytest.mark.parametrize("action", ["status", "check", "drain"])
def test_without_an_index_it_says_what_to_do(search_engine, action):
    ProductFactory()
    with pytest.raises(CommandError, match=r"manage\.py search rebuild"):
        run(action)


def test_rebuild_indexes_every_good_and_forgets_what_waited(search_engine):
    ids = {ProductFactory().pk for _ in range(3)}
    assert "3 mặt hàng" in run("rebuild")
    assert set(search(SearchQuery()).ids) == ids
    assert outbox.waiting() == 0


def test_check_tells_when_index_and_database_differ(search_index):
    product = ProductFactory()
    search_index.drain()
    assert "thiếu 0, cũ 0, thừa 0" in run("check")
    lose_a_change(product, is_public=False)
    with pytest.raises(CommandError, match="lệch"):
        run("check", "--only-tell")


def test_check_repairs_what_is_missing_outdated_or_too_many(search_index):
    renamed, hidden, missing = (ProductFactory(title=f"Mật ong {number}") for number in range(3))
    SearchOutbox.objects.filter(product_id=missing.pk).delete()
    search_index.drain()
    lose_a_change(renamed, title="Rong nho")
    lose_a_change(hidden, is_public=False)
    out = run("check")
    assert "thiếu 1, cũ 1, thừa 1" in out
    assert "Đã sửa 3 mặt hàng" in out
    assert set(search(SearchQuery()).ids) == {renamed.pk, missing.pk}
    assert search(SearchQuery(text="rong nho")).ids == [renamed.pk]


def test_check_says_so_when_the_index_holds_later_versions(search_index, monkeypatch):
    """As after the database was put back to a backup."""
    product = ProductFactory(title="Mật ong")
    search_index.drain()
    lose_a_change(product, title="Rong nho")
    monkeypatch.setattr(search_index.engine, "index", lambda documents: {document.id for document in documents})
    with pytest.raises(CommandError, match="search rebuild"):
        run("check")


def test_check_leaves_alone_what_waits(search_index):
    ProductFactory()
    assert "thiếu 0, cũ 0, thừa 0, đang chờ 1" in run("check")


def test_rollback_lets_the_index_before_serve_with_what_changed_since(search_index):
    kept, renamed, removed = (ProductFactory(title=f"Mật ong {number}") for number in range(3))
    search_index.drain()
    first = search_index.engine.stats().path
    run("rebuild")
    second = search_index.engine.stats().path
    Product.objects.filter(pk=renamed.pk).update(title="Rong nho")
    Product.objects.filter(pk=removed.pk).update(is_public=False)
    new = ProductFactory(title="Gạo nếp")
    search_index.drain()
    out = run("rollback")
    assert first in out and second in out and "3 thay đổi" in out
    assert (search_index.engine.stats().path, search_index.engine.stats().previous) == (first, second)
    assert set(search(SearchQuery()).ids) == {kept.pk, renamed.pk, new.pk}
    assert search(SearchQuery(text="rong nho")).ids == [renamed.pk]
    run("rollback")
    assert search_index.engine.stats().path == second


def test_rollback_says_when_there_is_nothing_to_go_back_to(search_index):
    with pytest.raises(CommandError, match="Không có bản chỉ mục trước"):
        run("rollback")


def test_drain_and_status_count_what_waits(search_index):
    ProductFactory()
    assert "đang chờ: 1" in run("status")
    assert "1 thay đổi" in run("drain")
    assert "đang chờ: 0" in run("status")
