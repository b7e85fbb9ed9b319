import pytest

from catalogue.search.spelling import Vocabulary, distance, one_slip

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
}
PAIRS = {"nuoc_mam": 38, "mat_ong": 29, "banh_trang": 20, "ca_phe": 36, "tra_xanh": 4}


def correct(text):
    vocabulary = Vocabulary(WORDS.items(), lambda pair: PAIRS.get(pair, 0))
    return " ".join(word for words in vocabulary.correct(text.split()) for word in words)


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
