"""The judgements stay as they were made."""

import hashlib
import unicodedata
from collections import Counter

import pytest

from tests.relevance.collection import CLASSES, HERE, fresh_queries, goods, queries

FROZEN = {
    "corpus.jsonl": "49c05710d9c5dae93e9698a10ac3a39efd875990c5803b9436b2efcfd1e0c203",
    "queries.jsonl": "df9f3fef3e53bb8d874834dddf482edce6311af5d5b02804eeb55e8f945a7938",
    "fresh.jsonl": "111b4c1e5673070e50f72c64a2c5e8fff755536f1041ec45ac29886ee8608d93",
    "qrels": "f54fd1cadd5ac86f660f56656d65331e450463693e26e6cd532d126d7848e5b1",
}


@pytest.mark.parametrize(("name", "checksum"), FROZEN.items())
def test_the_files_are_frozen(name: str, checksum: str) -> None:
    assert hashlib.sha256((HERE / name).read_bytes()).hexdigest() == checksum


def test_every_class_is_asked_often_enough() -> None:
    counts = Counter(query.kind for query in queries())
    assert set(counts) == set(CLASSES)
    assert min(counts.values()) >= 15
    assert len(queries()) >= 150


def test_every_query_has_an_answer_among_the_goods() -> None:
    known = {row["sku"] for row in goods()}
    for query in queries():
        assert query.grades.keys() <= known
        assert set(query.grades.values()) <= {0, 1, 2, 3}
        assert 3 in query.grades.values()


def test_fresh_queries_ask_for_what_no_judged_slip_asks_for() -> None:
    """Or a rule made for the judged ones would have seen them."""
    seen = {query.intent for query in queries() if query.kind in {"typo", "partial"}}
    fresh = fresh_queries()
    assert len(fresh) >= 40
    assert not {query.text for query in fresh} & {query.text for query in queries()}
    assert not {query.intent for query in fresh} & seen


def test_only_the_nfd_class_has_loose_marks() -> None:
    for query in queries():
        assert unicodedata.is_normalized("NFC", query.text) == (query.kind != "nfd")
