import pytest

from catalogue.search import documents
from catalogue.search.models import SearchOutbox
from catalogue.search.protocol import SearchQuery
from catalogue.search.queries import search
from sellers.enums import SellerState
from sellers.search_fields import seller_fields
from tests.factories.goods import ProductFactory, SellerFactory, StockFactory, stocked_product

pytestmark = pytest.mark.django_db


def found(text=""):
    return set(search(SearchQuery(text=text)).ids)


def test_goods_are_found_by_the_seller_s_sku(search_index):
    product = StockFactory(partner_sku="NM-CN-500").product
    search_index.drain()
    assert found("nm cn 500") == {product.pk}


def test_goods_of_a_suspended_seller_leave_the_search_and_come_back(search_index):
    seller = SellerFactory()
    product, others = stocked_product(seller=seller), stocked_product()
    search_index.drain()
    assert found() == {product.pk, others.pk}

    seller.state = SellerState.SUSPENDED
    seller.save()
    search_index.drain()
    assert found() == {others.pk}

    seller.state = SellerState.APPROVED
    seller.save()
    search_index.drain()
    assert found() == {product.pk, others.pk}


def test_goods_that_another_seller_still_sells_stay():
    product = stocked_product(seller=SellerFactory(state=SellerState.CLOSED))
    StockFactory(product=product)
    assert [document.id for document in documents.load([product.pk]).documents] == [product.pk]


def test_a_saved_stock_record_is_noticed():
    record = StockFactory()
    SearchOutbox.objects.all().delete()
    record.save()
    assert set(SearchOutbox.objects.values_list("product_id", flat=True)) == {record.product_id}


def test_many_goods_cost_one_query(django_assert_num_queries):
    ids = [stocked_product().pk for _ in range(3)] + [ProductFactory().pk]
    with django_assert_num_queries(1):
        assert set(seller_fields(ids)) == set(ids[:3])
