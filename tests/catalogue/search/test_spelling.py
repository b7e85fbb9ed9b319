import pytest

from catalogue.search.analysis import tokens
from catalogue.search.slips import distance, marks_cost, one_slip
from catalogue.search.spelling import MarkedVocabulary, Vocabulary

WORDS = {
    "nuoc": 40,
    "mam": 38,
    "man": 5,
    "mat": 30,
    "ong": 29,
    "banh": 60,
    "trang": 20,
    "tra": 70,
    "ca": 50,
    "phe": 36,
    "cha": 9,
    "xanh": 15,
    "gao": 9,
    "st25": 4,
}
PAIRS = {"nuoc_mam": 38, "mat_ong": 29, "banh_trang": 20, "ca_phe": 36, "tra_xanh": 4, "gao_st25": 4}


def correct(text):
    vocabulary = Vocabulary(WORDS.items(), lambda pair: PAIRS.get(pair, 0))
    return " ".join(word for spelling in vocabulary.correct(tokens(text)) for word in spelling.words)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nuocc mam", "nuoc mam"),
        ("nuoc mma", "nuoc mam"),
        ("nuoc man", "nuoc mam"),  # both are words; only one pair stands in names
        ("matong", "mat ong"),
        ("bang trang", "banh trang"),
        ("banh chang", "banh trang"),
        ("ka fe", "ca phe"),
        ("cha xanh", "tra xanh"),
        ("nuow mawms", "nuoc mam"),
        ("2024", "2024"),
        ("qwertyuiop", "qwertyuiop"),
        ("mat ong", "mat ong"),
        ("gao st 25", "gao st25"),
    ],
)
def test_correct_chooses_words_that_stand_together_in_names(typed, meant):
    assert correct(typed) == meant


def test_distance_counts_swapped_neighbours_once_and_stops_at_the_limit():
    assert distance("nuoc", "nuco", limit=2) == 1
    assert distance("nuoc", "nuoc", limit=2) == 0
    assert distance("nuoc", "xxxxxxx", limit=2) == 3


def test_one_slip_knows_sounds_that_are_confused():
    assert {"tra", "xa"} & one_slip("cha") == {"tra"}
    assert "xa" in one_slip("sa")


MARKED = {"nước": 40, "mắm": 38, "mận": 5, "mặn": 9, "chả": 9, "cá": 50, "trà": 70, "xoài": 7, "cát": 3, "kẹo": 9}
MARKED_PAIRS = {"nước_mắm": 38, "chả_cá": 5, "xoài_cát": 2}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nước mắn", "nước mắm"),
        ("nước mận", "nước mận"),  # a word, so it stays
        ("trả cá", "chả cá"),
        ("nưóc mắm", "nước mắm"),
        ("nước mắ", "nước mắm"),
        ("xoai cat", "xoài cát"),
        ("nướcmắm", "nước mắm"),
        ("mắm 2024", "mắm 2024"),
    ],
)
def test_with_marks_only_what_is_no_word_is_corrected(typed, meant):
    vocabulary = MarkedVocabulary(
        [(tokens(word)[0].exact, count) for word, count in MARKED.items()],
        lambda pair: MARKED_PAIRS.get(pair.replace("xòai", "xoài"), 0),
    )
    corrected = [word for spelling in vocabulary.correct(tokens(typed)) for word in spelling.words]
    assert corrected == [token.exact for token in tokens(meant)]


def test_a_needless_mark_costs_more_than_a_missing_one_and_a_moved_one_nothing():
    assert marks_cost("lươí", "lưới") == 0
    assert marks_cost("trung", "trưng") < marks_cost("trưng", "trung")
    assert marks_cost("bưỡi", "bưởi") < marks_cost("bưới", "bưởi")
