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


def run(action):
    out = StringIO()
    call_command("search", action, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("action", ["status", "check", "drain"])
def test_without_an_index_it_says_what_to_do(settings, tmp_path, action):
    settings.SEARCH_INDEX_DIR = tmp_path
    ProductFactory()
    with pytest.raises(CommandError, match=r"manage\.py search rebuild"):
        run(action)


def test_rebuild_indexes_every_good_and_forgets_what_waited(settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path
    ids = {ProductFactory().pk for _ in range(3)}
    assert "3 mặt hàng" in run("rebuild")
    assert set(search(SearchQuery()).ids) == ids
    assert outbox.waiting() == 0


def test_check_tells_when_index_and_database_differ(search_index):
    product = ProductFactory()
    search_index.drain()
    assert "thiếu 0, thừa 0" in run("check")
    Product.objects.filter(pk=product.pk).update(is_public=False)
    SearchOutbox.objects.all().delete()
    with pytest.raises(CommandError, match="lệch"):
        run("check")


def test_drain_and_status_count_what_waits(search_index):
    ProductFactory()
    assert "đang chờ: 1" in run("status")
    assert "1 thay đổi" in run("drain")
    assert "đang chờ: 0" in run("status")
