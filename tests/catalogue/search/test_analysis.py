import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.search.analysis import RULES, clean, code_key, fold, tokens, words

LETTERS = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"
vietnamese = st.text(alphabet=LETTERS + LETTERS.upper() + "0123456789 -,.", max_size=60)


def exact(text):
    return [token.exact for token in tokens(text)]


def folded(text):
    return [token.folded for token in tokens(text)]


@given(st.text(max_size=80))
def test_analysing_a_second_time_changes_nothing(text):
    once = exact(text)
    assert exact(" ".join(once)) == once
    assert folded(" ".join(folded(text))) == folded(text)


@given(vietnamese)
def test_decomposed_text_gives_the_same_words(text):
    assert tokens(unicodedata.normalize("NFD", text)) == tokens(unicodedata.normalize("NFC", text))


@given(vietnamese)
def test_case_does_not_matter(text):
    assert tokens(text.upper()) == tokens(text.lower())


@given(vietnamese)
def test_folded_words_are_plain_letters_and_digits(text):
    assert all(word.isascii() and word.isalnum() for word in folded(text))


@pytest.mark.parametrize(("typed", "composed"), RULES["compose"].items())
def test_marks_compose_in_whatever_order_they_were_typed(typed, composed):
    assert clean(typed) == composed.lower()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hoà Bình", ["hòa", "bình"]),
        ("Hòa BÌNH", ["hòa", "bình"]),
        ("thuý, Khoẻ", ["thúy", "khỏe"]),
        ("Mỳ Quảng", ["mì", "quảng"]),
        ("Đường thốt-nốt 500g", ["đường", "thốt", "nốt", "500g"]),
        ("một_hai", ["một", "hai"]),
        ("Ｎước", ["nước"]),
        ("😀 \x00 …", []),
        ("", []),
    ],
)
def test_words_keep_their_marks_in_one_spelling(text, words):
    assert exact(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Đặc sản Cà Ná", ["dac", "san", "ca", "na"]),
        ("ĐƯỜNG", ["duong"]),
        ("crème brûlée", ["creme", "brulee"]),
    ],
)
def test_folded_words_have_no_marks(text, words):
    assert folded(text) == words


def test_fold_maps_d_with_stroke():
    assert fold("đậu") == "dau"


def test_codes_compare_without_case_spaces_and_punctuation():
    assert code_key(" ocop-0001 ") == code_key("OCOP 0001") == "ocop0001"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Quýt đường", "quýt đường"),
        ("QÚYT", "quýt"),
        ("quý, quỳ", "quý quỳ"),
        ("Xoài xòai", "xoài xoài"),
        ("hoàng hoà hòa", "hoàng hòa hòa"),
        ("Thuỷ huỳnh tuýp", "thủy huỳnh tuýp"),
        ("khoẻ khoẻn", "khỏe khoẻn"),
        ("qủa gía gìo", "quả giá giò"),
        ("Mỹ Tho", "mỹ tho"),
    ],
)
def test_words_are_shown_with_the_tone_mark_where_people_write_it(typed, shown):
    assert " ".join(words(typed)) == shown


@pytest.mark.parametrize(("one", "other"), [("quýt", "qúyt"), ("quả", "qủa"), ("già", "gìa"), ("giò", "gìo")])
def test_a_mark_beside_its_vowel_after_qu_and_gi_is_the_same_word(one, other):
    assert tokens(one) == tokens(other)


@given(vietnamese)
def test_what_is_shown_is_searched_as_what_was_typed(text):
    assert tokens(" ".join(words(text))) == tokens(text)
