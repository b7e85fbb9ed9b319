"""Telex and VNI keys that no input method has read."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.search.analysis import words
from catalogue.search.leftovers import SYLLABLE, readings
from tests.catalogue.search.corpus import document, ocop_documents

TELEX = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
VNI = {"\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
TELEX_SHAPES = {"ă": "aw", "â": "aa", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw", "đ": "dd"}
VNI_SHAPES = {"ă": "a8", "â": "a6", "ê": "e6", "ô": "o6", "ơ": "o7", "ư": "u7", "đ": "d9"}


def keys(word, tones, shapes):
    """Return the keys of one word: shapes after their letters, the tone at the end."""
    loose = unicodedata.normalize("NFD", word)
    tone = "".join(tones[char] for char in loose if char in tones)
    bare = unicodedata.normalize("NFC", "".join(char for char in loose if char not in tones))
    return "".join(shapes.get(letter, letter) for letter in bare) + tone


def bare(word):
    return unicodedata.normalize("NFC", "".join(c for c in unicodedata.normalize("NFD", word) if c not in TELEX))


SYLLABLES = sorted({word for good in ocop_documents() for word in words(good.name) if SYLLABLE.fullmatch(bare(word))})


@given(st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=5))
def test_every_syllable_of_the_goods_is_read_back(syllables):
    text = " ".join(syllables)
    for tones, shapes in ((TELEX, TELEX_SHAPES), (VNI, VNI_SHAPES)):
        typed = " ".join(keys(word, tones, shapes) for word in syllables)
        assert typed == text or text in readings(typed)


@given(st.text(max_size=60))
def test_any_text_can_be_read(text):
    for reading in readings(text):
        assert len(reading.split()) == len(words(text))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nuwowcs mawms", "nước mắm"),
        ("nuowcs mawms", "nước mắm"),
        ("nuocws mawsm", "nước mắm"),
        ("nu7o7c1 ma8m1", "nước mắm"),
        ("nuo7c1 ma8m1", "nước mắm"),
        ("ddoong trungf haj thaor", "đông trùng hạ thảo"),
        ("muaw", "mưa"),
        ("quyts", "quýt"),
        ("DDAWJC SANR", "đặc sản"),
    ],
)
def test_the_usual_ways_of_typing(typed, meant):
    assert " ".join(words(meant)) in readings(typed)


@pytest.mark.parametrize("typed", ["nuoc mam", "st25", "NH01-152", "🙂", "", "http", "1 2 3"])
def test_what_is_no_key_stays(typed):
    assert readings(typed) == []


@pytest.mark.parametrize("typed", ["nuwowcs mawms", "nuoc1 ma8m1", "NUWOWCS MAWMS"])
def test_as_a_last_resort_goods_are_found_and_it_is_told(market, typed):
    goods = market(document(1, "Nước mắm cá cơm"), document(2, "Mật ong"))
    result = goods.search(typed)
    assert (result.ids, result.corrected, result.searched_for_corrected) == ([1], "nước mắm", True)


def test_words_that_find_goods_are_not_read_as_keys(market):
    goods = market(document(1, "Tras Coffee"), document(2, "Trá hình"))
    result = goods.search("tras")
    assert (result.ids, result.corrected) == ([1], None)
