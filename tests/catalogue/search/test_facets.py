from collections import Counter

from catalogue.search.protocol import PriceRange
from tests.catalogue.search.corpus import document


def counts(result, name):
    return {facet.value: facet.count for facet in result.facets[name]}


def test_counts_are_those_of_the_goods_found(ocop):
    result = ocop.search("trà", per_page=100)
    found = [good for page in (1, 2) for good in ocop.found("trà", page=page)]
    assert counts(result, "provinces") == Counter(good.province_slug for good in found)
    assert counts(result, "stars") == Counter(str(good.stars) for good in found if good.stars)
    assert counts(result, "in_stock")["1"] == sum(good.in_stock for good in found)
    names = {facet.value: facet.name for facet in result.facets["provinces"]}
    assert names["khanh-hoa"] == "Khánh Hòa"


def test_choosing_a_province_leaves_the_other_provinces_counts(ocop):
    before = ocop.search("trà")
    after = ocop.search("trà", provinces=("khanh-hoa",))
    assert counts(after, "provinces") == counts(before, "provinces")
    assert after.total == counts(before, "provinces")["khanh-hoa"]
    assert sum(counts(after, "stars").values()) <= after.total
    assert [facet.value for facet in after.facets["provinces"] if facet.selected] == ["khanh-hoa"]


def test_each_choice_counts_under_the_other_choices(ocop):
    result = ocop.search(provinces=("khanh-hoa", "lam-dong"), stars=(4,))
    goods = ocop.by_id.values()
    assert counts(result, "provinces") == Counter(good.province_slug for good in goods if good.stars == 4)
    assert counts(result, "stars") == Counter(
        str(good.stars) for good in goods if good.stars and good.province_slug in ("khanh-hoa", "lam-dong")
    )


def test_a_choice_that_finds_nothing_is_still_shown(ocop):
    result = ocop.search("nước mắm", sellers=("khong-co",))
    assert result.total == 0
    assert [(f.value, f.count, f.selected) for f in result.facets["sellers"] if f.selected] == [("khong-co", 0, True)]


def test_the_price_range_ignores_the_price_filter_only(market):
    goods = market(
        document(1, "Gạo", price_vnd=10_000, stars=3),
        document(2, "Gạo", price_vnd=50_000, stars=3),
        document(3, "Gạo", price_vnd=90_000, stars=5),
        document(4, "Gạo", stars=3),
    )
    result = goods.search(stars=(3,), price_from=20_000, price_to=50_000)
    assert (result.ids, result.price_range) == ([2], PriceRange(10_000, 50_000))
    assert counts(result, "stars") == {"3": 1}
    assert goods.search("gạo", stars=(4,)).price_range is None


def test_a_category_includes_what_lies_below_it(market):
    tree = {
        "category_slugs": ["thuc-pham", "che"],
        "category_names": ["Thực phẩm", "Chè"],
    }
    goods = market(
        document(1, "Trà sen", **tree),
        document(2, "Mật ong", category_slugs=["thuc-pham"], category_names=["Thực phẩm"]),
        document(3, "Nón lá", category_slugs=["thu-cong"], category_names=["Thủ công"]),
    )
    assert set(goods.search(categories=("thuc-pham",)).ids) == {1, 2}
    assert goods.search(categories=("che",)).ids == [1]
    assert set(goods.search(categories=("che", "thu-cong")).ids) == {1, 3}
    assert counts(goods.search(), "categories") == {
        "thuc-pham": 2,
        "che": 1,
        "thu-cong": 1,
    }


def test_marks_months_communes_and_stock_filter(market):
    goods = market(
        document(
            1,
            "Nho",
            marks=["ocop", "dac-thu"],
            months=[1, 2],
            communes=["22846"],
            in_stock=True,
        ),
        document(2, "Táo", marks=["hang-viet"], months=[2, 3], communes=["22846", "22849"]),
    )
    assert goods.search(marks=("dac-thu",)).ids == [1]
    assert set(goods.search(marks=("ocop", "hang-viet")).ids) == {1, 2}
    assert goods.search(months=(3,)).ids == [2]
    assert set(goods.search(months=(2,)).ids) == {1, 2}
    assert goods.search(communes=("22849",)).ids == [2]
    assert goods.search(in_stock=True).ids == [1]
    assert counts(goods.search(), "marks") == {"ocop": 1, "dac-thu": 1, "hang-viet": 1}


def test_a_result_may_be_changed_without_changing_the_next(ocop):
    first = ocop.search("trà")
    first.ids.clear()
    first.facets["stars"].clear()
    assert ocop.search("trà").ids
    assert ocop.search("trà").facets["stars"]
