"""What is found and in which order, on the real goods and on small markets made for one question."""

import unicodedata

import pytest

from catalogue.search.analysis import fold, tokens
from catalogue.search.protocol import MAX_TEXT, Sort
from catalogue.search.tree import MAX_WORDS, parse
from tests.catalogue.search.corpus import document


def has(name, *words):
    return set(words) <= {token.exact for token in tokens(name)}


@pytest.mark.parametrize(
    "text",
    [
        "nước mắm",
        "nuoc mam",
        "NƯỚC MẮM",
        "  nước   mắm ",
        unicodedata.normalize("NFD", "nước mắm"),
    ],
)
def test_marks_case_and_encoding_find_the_same_goods(ocop, text):
    assert set(ocop.names(text)) == set(ocop.names("nước mắm"))
    assert all(has(name, "nước", "mắm") for name in ocop.names(text)[:10])


@pytest.mark.parametrize(("one", "other"), [("Hoà Tân", "Hòa Tân"), ("mỳ", "mì"), ("đường", "ĐƯỜNG")])
def test_two_spellings_of_one_word_give_identical_lists(ocop, one, other):
    assert ocop.names(one) == ocop.names(other) != []


def test_every_good_is_found_first_by_its_own_name(ocop):
    missed = [good.name for good in ocop.by_id.values() if good.name not in ocop.names(good.name, per_page=3)]
    assert missed == []


def test_every_good_is_found_by_its_name_without_marks(ocop):
    missed = [
        good.name for good in ocop.by_id.values() if good.name not in ocop.names(fold(good.name.lower()), per_page=20)
    ]
    assert missed == []


def test_words_with_the_marks_typed_come_first(market):
    goods = market(
        document(1, "Bơ sáp"),
        document(2, "Bơ"),
        document(3, "Khô bò một nắng đặc sản miền núi gói lớn năm trăm gam"),
        document(4, "Bò khô bò một nắng"),
        document(5, "Bộ bát đĩa"),
    )
    assert set(goods.names("bò")[:2]) == {goods.by_id[3].name, goods.by_id[4].name}
    assert set(goods.names("bơ")[:2]) == {"Bơ sáp", "Bơ"}
    assert len(goods.names("bo")) == 5


def test_words_side_by_side_come_before_words_apart(market):
    goods = market(document(1, "Mắm nêm nước cốt dứa"), document(2, "Nước mắm cá cơm Cà Ná"))
    assert goods.names("nuoc mam")[0] == "Nước mắm cá cơm Cà Ná"


def test_a_name_counts_more_than_a_description(market):
    goods = market(
        document(1, "Kẹo chuối", description="Có thêm gừng, gừng tươi, gừng già"),
        document(2, "Mứt gừng"),
    )
    assert goods.names("gừng") == ["Mứt gừng", "Kẹo chuối"]


def test_every_word_must_be_found(market):
    goods = market(document(1, "Nước mắm"), document(2, "Nước yến"))
    assert goods.names("nước mắm") == ["Nước mắm"]


def test_another_region_s_word_finds_the_goods_after_the_word_typed(market):
    goods = market(
        document(1, "Thịt lợn gác bếp"),
        document(2, "Thịt heo gác bếp"),
        document(3, "Thịt dê"),
    )
    assert goods.names("thịt heo") == ["Thịt heo gác bếp", "Thịt lợn gác bếp"]
    assert goods.names("thịt lợn") == ["Thịt lợn gác bếp", "Thịt heo gác bếp"]


def test_synonyms_go_by_marks(market):
    goods = market(document(1, "Khóm Cầu Đúc"), document(2, "Dừa xiêm"), document(3, "Dưa lưới"))
    assert "Khóm Cầu Đúc" in goods.names("dứa")
    assert "Khóm Cầu Đúc" not in goods.names("dừa")


def test_a_merged_province_is_found_by_its_old_name(ocop):
    found = ocop.found("nho ninh thuan")
    assert len(found) > 5
    assert {good.province_name for good in found} == {"Khánh Hòa"}


def test_a_place_is_found_by_the_names_it_had(market):
    goods = market(
        document(1, "Nho xanh", commune_name="Phường Phan Rang", province_name="Khánh Hòa"),
        document(2, "Nho đỏ", former_place_names=["Phường Mỹ Hải", "Thành phố Phan Rang-Tháp Chàm", "Ninh Thuận"]),
        document(3, "Nho đen", former_place_names=["Xã Tháp Mười"]),
    )
    assert goods.names("nho tháp chàm") == ["Nho đỏ"]
    assert set(goods.names("phan rang")) == {"Nho xanh", "Nho đỏ"}


def test_stars_are_found_as_words(market):
    goods = market(document(1, "Nho xanh", stars=5), document(2, "Nho đỏ", stars=4), document(3, "Nho đen"))
    assert goods.names("nho ocop 5 sao") == ["Nho xanh"]


def test_producer_and_place_are_found(ocop):
    assert all("Thái An" in f"{good.name}, {good.seller_name}" for good in ocop.found("htx thái an")[:5])


def test_popular_goods_in_stock_come_first_among_equals(market):
    goods = market(
        document(1, "Mật ong", in_stock=False),
        document(2, "Mật ong", in_stock=True, sales=500),
        document(3, "Mật ong", in_stock=True),
    )
    assert goods.search("mật ong").ids == [2, 3, 1]


@pytest.mark.parametrize("text", ["OCOP-0002", "ocop0002", " ocop 0002 "])
def test_a_code_finds_its_good_first(ocop, text):
    assert ocop.search(text).ids[0] == 2


def test_a_barcode_finds_its_good(market):
    goods = market(
        document(1, "Nho xanh", gtin="8938505974194"),
        document(2, "Nho đỏ", gtin="8938505974200"),
    )
    assert goods.search("8938505974200").ids == [2]


@pytest.mark.parametrize(("typed", "meant"), [("mật on", "mật"), ("nuoc ma", "nước")])
def test_an_unfinished_last_word_finds_goods(ocop, typed, meant):
    assert has(ocop.names(typed)[0], meant)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nước mắn", "nước mắm"),
        ("nước mămm", "nước mắm"),
        ("bánh trnág", "bánh tráng"),
        ("sấu riêg", "sầu riêng"),
        ("mật ongg", "mật ong"),
    ],
)
def test_a_slip_is_corrected_and_told(ocop, typed, meant):
    result = ocop.search(typed)
    assert fold(result.corrected) == fold(meant)
    assert result.searched_for_corrected
    assert set(result.ids) == set(ocop.search(meant).ids)


@pytest.mark.parametrize("text", ["nuocmam", "nướcmắm", "banhtrang", "matong rung", "ninhthuan"])
def test_a_space_left_out_finds_the_same_goods(ocop, text):
    apart = {"nuocmam": "nuoc mam", "nướcmắm": "nước mắm", "banhtrang": "banh trang"}
    apart |= {"matong rung": "mat ong rung", "ninhthuan": "ninh thuan"}
    found = ocop.search(text)
    assert found.total > 0
    assert set(found.ids) <= set(ocop.search(apart[text]).ids)
    assert found.corrected in (None, apart.get(text))


def test_a_name_written_together_is_found_with_a_space(ocop):
    assert ocop.names("nuoc mam ca na")[0].startswith("Nước mắm CaNa")
    assert ocop.names("nuoc mam cana")[0].startswith("Nước mắm CaNa")


def test_a_correction_is_written_with_marks_and_y_as_people_do(market):
    goods = market(document(1, "Kỹ nghệ mây tre"), document(2, "Kỹ nghệ gốm"))
    assert goods.search("ky nghej").corrected == "kỹ nghệ"


def test_goods_that_exist_are_not_corrected_away(market):
    goods = market(document(1, "Kẹo heo đất"), *(document(n, f"Kẹo dừa {n}") for n in range(2, 60)))
    result = goods.search("heo")
    assert (result.ids, result.corrected) == ([1], None)


def test_a_word_that_is_none_with_its_marks_is_corrected_unless_asked_as_typed(market):
    goods = market(
        *(document(n, f"Nước mắm cá cơm {n}") for n in range(1, 60)),
        *(document(n, "Mận ngâm nước đường") for n in range(60, 65)),
    )
    result = goods.search("nước mắn")
    assert (result.corrected, result.searched_for_corrected, result.total) == ("nước mắm", True, 59)
    result = goods.search("nước mắn", as_typed=True)
    assert (result.corrected, result.searched_for_corrected, result.total) == (None, False, 5)


def test_a_word_that_goods_have_only_in_their_description_is_a_word(market):
    goods = market(
        *(document(n, f"Mứt gừng {n}", description="Dẻo, giòn") for n in range(1, 9)), document(9, "Mứt giồn")
    )
    assert goods.search("mứt giòn").corrected is None


def test_words_that_no_good_has_side_by_side_are_offered_not_searched(market):
    """ "Hội" beside "cá" only because a seller's place is called so."""
    goods = market(*(document(n, f"Cá cơm khô {n}", commune_name="Hội An") for n in range(1, 9)))
    result = goods.search("cá hồi")
    assert (result.corrected, result.searched_for_corrected, result.total) == ("cá hội", False, 8)


def test_a_begun_word_that_is_also_a_word_is_completed_where_goods_have_it_so(market):
    goods = market(
        *(document(n, f"Đèn học {n}", seller_name="Họ Nguyễn") for n in range(1, 5)), document(5, "Đền Hồ", sales=9)
    )
    result = goods.search("đèn họ")
    assert result.searched_for_corrected is False  # a good of this seller has both words
    goods = market(*(document(n, f"Đèn học {n}") for n in range(1, 5)), document(5, "Họ đậu"), document(6, "Đen hộp"))
    result = goods.search("đèn họ")
    assert (result.corrected, result.searched_for_corrected, result.total) == ("đèn học", True, 4)


def test_two_words_that_are_one_in_the_goods_find_it(market):
    goods = market(*(document(n, f"Gạo ST25 túi {n} kg") for n in range(2, 9)), document(9, "Gạo lứt"))
    assert goods.search("gao st 25").corrected == "gạo st25"
    assert goods.search("gạo st 25").ids == goods.search("gạo st25").ids


def test_a_correction_is_shown_with_the_tone_mark_where_people_write_it(market):
    goods = market(*(document(n, f"Quýt đường {n}") for n in range(1, 9)))
    assert goods.search("quýt đườngg").corrected == "quýt đường"
    assert goods.search("qúyt đường").ids == goods.search("quýt đường").ids


def test_synonyms_hold_for_sellers_too(market):
    goods = market(
        document(1, "Nho đỏ", seller_name="HTX Thái An"),
        document(2, "Nho xanh", seller_name="Hợp tác xã Thái An"),
        document(3, "Nho đen", seller_name="Công ty Thái An"),
    )
    assert set(goods.search("hợp tác xã thái an").ids) == {1, 2}
    assert goods.search("HTX Thái An").ids == [1, 2]
    assert set(goods.search("hop tac xa thai an").ids) == {1, 2}


def test_goods_with_most_of_many_words_are_shown_when_none_has_all(market):
    goods = market(document(1, "Nước mắm nhĩ ngon"), document(2, "Nước yến"), document(3, "Ngói đỏ giá rẻ"))
    result = goods.search("mua nước mắm ngon")
    assert (result.ids, result.partial) == ([1], True)
    assert not goods.search("nước mắm ngon").partial
    assert goods.search("nước khoáng").ids == []


def test_filters_that_leave_nothing_do_not_change_the_words(ocop):
    result = ocop.search("nước mắm", price_to=1)
    assert (result.total, result.corrected) == (0, None)


def test_nothing_like_it_gives_an_empty_page(ocop):
    result = ocop.search("zzzzqqqq wwwwjjjj")
    assert (result.ids, result.total, result.corrected, result.pages) == (
        [],
        0,
        None,
        1,
    )


@pytest.mark.parametrize(
    "text",
    [
        "😀",
        "\x00\x01",
        "…!?",
        "\u0301\u0323",
        "\u202e\u202e",
        "'; DROP TABLE --",
        '+ - AND OR ()*"~^',
    ],
)
def test_odd_characters_are_harmless(ocop, text):
    assert ocop.search(text).total < 50


@pytest.mark.parametrize(
    "text",
    [
        "a",
        "x" * 10_000,
        "nước mắm " * 5_000,
        "a b c d e f g h i k l m n o p q r s t u v",
    ],
)
def test_short_and_endless_texts_ask_no_more_than_a_long_query(ocop, text):
    asked = parse(text)
    assert len(asked.clauses) <= MAX_WORDS
    assert len(asked.text) <= MAX_TEXT
    assert ocop.search(text).total <= len(ocop.by_id)


def test_blank_text_lists_everything(ocop):
    assert ocop.search("   ").total == len(ocop.by_id)


@pytest.mark.parametrize(
    ("sort", "key"),
    [
        (Sort.PRICE_UP, lambda good: good.price_vnd),
        (Sort.PRICE_DOWN, lambda good: -good.price_vnd),
        (Sort.NEWEST, lambda good: -good.published_at.timestamp()),
        (Sort.BEST_SELLING, lambda good: -good.sales),
    ],
)
@pytest.mark.parametrize("text", ["", "trà"])
def test_sorting(ocop, sort, key, text):
    found = ocop.found(text, sort=sort)
    assert len(found) > 20
    assert [key(good) for good in found] == sorted(key(good) for good in found)


def test_goods_without_a_price_come_last_either_way(market):
    goods = market(
        document(1, "Gạo"),
        document(2, "Gạo", price_vnd=5),
        document(3, "Gạo", price_vnd=9),
    )
    assert goods.search(sort=Sort.PRICE_UP).ids == [2, 3, 1]
    assert goods.search(sort=Sort.PRICE_DOWN).ids == [3, 2, 1]


def test_pages_follow_each_other_without_gaps(ocop):
    pages = [ocop.search("trà", per_page=10, page=page) for page in range(1, 30)]
    ids = [number for page in pages for number in page.ids]
    assert len(ids) == len(set(ids)) == pages[0].total
    assert pages[0].pages == -(-pages[0].total // 10)


@pytest.mark.parametrize(("asked", "given"), [(0, 1), (-5, 1), (101, 100), (10**9, 100)])
def test_pages_stay_between_1_and_100(ocop, asked, given):
    assert ocop.search(page=asked).page == given
