from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalogue.models import Category
from catalogue.search import contributors, documents
from catalogue.search.contributors import UnknownField
from shop.regions.models import FormerCommune
from tests.factories.goods import ProductFactory, stocked_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def contributor():
    """Register a contributor for this test only."""

    def register(contribute):
        contributors.register("test", contribute)

    yield register
    contributors.unregister("test")


def load_one(product):
    (document,) = documents.load([product.pk]).documents
    return document


def food_tree():
    food = Category.objects.add_root({"name": "Thực phẩm", "slug": "thuc-pham"})
    return food, Category.objects.add_child(food, {"name": "Gia vị", "slug": "gia-vi"})


def test_a_product_brings_its_card_place_and_marks():
    today = timezone.localdate()
    product = stocked_product(
        title="Nước mắm Cà Ná",
        description="<p>Ủ chượp <b>12 tháng</b></p>",
        ingredients="cá cơm",
        gtin="8938505974194",
        season_months=[3, 4],
        is_speciality=True,
        stars=4,
        stars_until=today,
        sales_count=7,
    )
    document = load_one(product)
    assert document.name == "Nước mắm Cà Ná"
    assert document.province_slug == "khanh-hoa"
    assert "Ninh Thuận" in document.former_province_names
    assert document.commune_name == product.commune.name
    assert (document.seller_slug, document.seller_name) == (product.seller_slug, product.seller_name)
    assert (document.price_vnd, document.in_stock, document.stars, document.sales) == (98_000, True, 4, 7)
    assert document.marks == ["ocop", "hang-viet", "dac-thu"]
    assert document.months == [3, 4]
    assert document.gtin == "8938505974194"
    assert "12 tháng" in document.description
    assert "<b>" not in document.description
    assert "cá cơm" in document.description


def test_a_product_brings_what_its_commune_was_before():
    product = ProductFactory()
    FormerCommune.objects.create(
        province_name="Ninh Thuận",
        district_name="Thành phố Phan Rang-Tháp Chàm",
        name="Phường Mỹ Hải",
        code="22762",
        search_key="my hai",
        commune=product.commune,
    )
    assert load_one(product).former_place_names == ["Phường Mỹ Hải", "Thành phố Phan Rang-Tháp Chàm", "Ninh Thuận"]


def test_lapsed_stars_are_not_shown():
    product = ProductFactory(stars=4, stars_until=timezone.localdate() - timedelta(days=1), is_vietnamese=False)
    document = load_one(product)
    assert (document.stars, document.marks) == (None, [])


def test_categories_come_with_all_above_them_root_first():
    _, spices = food_tree()
    product = ProductFactory()
    product.categories.add(spices)
    document = load_one(product)
    assert document.category_slugs == ["thuc-pham", "gia-vi"]
    assert document.category_names == ["Thực phẩm", "Gia vị"]


def test_goods_not_for_the_public_are_gone():
    hidden = ProductFactory(is_public=False)
    loaded = documents.load([hidden.pk, 10**9])
    assert loaded.documents == []
    assert loaded.gone == [hidden.pk, 10**9]


def test_contributors_fill_in_and_hide(contributor):
    shown, hidden = ProductFactory(), ProductFactory()
    contributor(lambda ids: {shown.pk: {"communes": ["22846"], "sku": "NM-1"}, hidden.pk: {"hidden": True}})
    loaded = documents.load([shown.pk, hidden.pk])
    assert [(document.communes, document.sku) for document in loaded.documents] == [(["22846"], "NM-1")]
    assert loaded.gone == [hidden.pk]


def test_a_contributor_s_misspelt_field_is_refused(contributor):
    product = ProductFactory()
    contributor(lambda ids: {product.pk: {"comunes": []}})
    with pytest.raises(UnknownField, match="test: comunes"):
        documents.load([product.pk])


def test_loading_costs_the_same_queries_however_many(django_assert_num_queries):
    _, spices = food_tree()
    ids = [ProductFactory().pk for _ in range(3)]
    spices.product_set.add(*ids)
    with CaptureQueriesContext(connection) as one:
        documents.load(ids[:1])
    with django_assert_num_queries(len(one)):
        documents.load(ids)


def test_load_all_goes_through_every_batch(monkeypatch):
    monkeypatch.setattr(documents, "BATCH", 2)
    ids = {ProductFactory().pk for _ in range(5)}
    ProductFactory(is_public=False)
    assert {document.id for document in documents.load_all()} == ids
    assert documents.count_all() == 5
