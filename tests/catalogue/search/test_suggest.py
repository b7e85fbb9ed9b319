import pytest

from catalogue.search.protocol import PlaceSuggestion, ProductSuggestion, Suggestions
from tests.catalogue.search.corpus import document


def names(suggestions):
    return [product.name for product in suggestions.products]


@pytest.mark.parametrize("text", ["nước m", "nuoc m", "nuocm", "NUOC  MA"])
def test_names_that_begin_as_typed_are_offered(ocop, text):
    offered = names(ocop.engine.suggest(text))
    assert len(offered) == 8
    assert all(name.startswith("Nước mắm") for name in offered)


def test_names_with_the_word_further_on_follow(ocop):
    assert "Xoài Úc Khánh Hòa Phát" in names(ocop.engine.suggest("khanh hoa"))


def test_marks_typed_come_first(market):
    goods = market(document(1, "Bơ sáp"), document(2, "Bò khô"), document(3, "Bộ ấm"))
    assert names(goods.engine.suggest("bò"))[0] == "Bò khô"
    assert names(goods.engine.suggest("bơ"))[0] == "Bơ sáp"


def test_a_name_of_many_sellers_is_offered_once(market):
    goods = market(
        *(document(number, "Mật ong rừng") for number in range(1, 20)),
        document(30, "Mật nho"),
    )
    assert sorted(names(goods.engine.suggest("mat"))) == ["Mật nho", "Mật ong rừng"]


def test_places_are_offered_with_their_slugs(market):
    goods = market(
        document(
            1,
            "Nho xanh",
            seller_slug="htx-thai-an",
            seller_name="HTX Thái An",
            province_slug="khanh-hoa",
            province_name="Khánh Hòa",
            category_slugs=["trai-cay"],
            category_names=["Trái cây"],
        )
    )
    assert goods.engine.suggest("thai") == Suggestions(sellers=[PlaceSuggestion("htx-thai-an", "HTX Thái An")])
    assert goods.engine.suggest("khánh").provinces == [PlaceSuggestion("khanh-hoa", "Khánh Hòa")]
    assert goods.engine.suggest("cay t").categories == [PlaceSuggestion("trai-cay", "Trái cây")]
    assert goods.engine.suggest("nh").products == [ProductSuggestion(1, "Nho xanh")]


def test_places_that_begin_as_typed_come_first(market):
    def goods_of(number, name):
        return document(number, "Nho", province_slug=name.lower(), province_name=name)

    goods = market(goods_of(1, "Đà Nẵng"), goods_of(2, "Đà Nẵng"), goods_of(3, "Nghệ An"))
    assert [place.name for place in goods.engine.suggest("n").provinces] == ["Nghệ An", "Đà Nẵng"]


@pytest.mark.parametrize("text", ["", " ", "😀", "\x00", "zzzzzzzz", "x" * 10_000])
def test_nothing_to_offer(ocop, text):
    assert ocop.engine.suggest(text) == Suggestions()


def test_the_limit_holds(ocop):
    assert len(names(ocop.engine.suggest("n", limit=3))) == 3
