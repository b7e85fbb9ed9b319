"""The steps of catalogue.search.analysis in the words of Lucene, made from the same rule file.

Needs no plugin: two mapping character filters, a pattern tokenizer, and filters for case, y = i and folding. Text is
NFKC before it comes here (Lucene has no such filter without ICU); the compose filter does what remains, marks in an
unusual order. A test compares both token by token on a real node.
"""

from typing import Any

from catalogue.search.analysis import MAX_TOKEN, RULES
from catalogue.search.fields import LONGEST_PREFIX

LOOSE_MARKS = range(0x300, 0x370)


def _mappings(rules: dict[str, str]) -> list[str]:
    return [f"{_escaped(old)}=>{_escaped(new)}" for old, new in rules.items()]


def _escaped(text: str) -> str:
    """A combining mark at the beginning of a rule would be read as part of nothing."""
    return "".join(f"\\u{ord(letter):04x}" for letter in text)


def settings() -> dict[str, Any]:
    """Return index.analysis and the similarity of beginnings."""
    words = ["lowercase", "y_is_i", "cut"]
    folded = [*words, "asciifolding"]
    return {
        "analysis": {
            "char_filter": {
                "compose": {"type": "mapping", "mappings": _mappings(RULES["compose"])},
                "tone": {
                    "type": "mapping",
                    "mappings": _mappings(RULES["move"] | {chr(mark): "" for mark in LOOSE_MARKS}),
                },
            },
            "tokenizer": {"letters": {"type": "pattern", "pattern": "[^\\p{L}\\p{N}]+"}},
            "filter": {
                "y_is_i": {
                    "type": "stemmer_override",
                    "rules": [f"{old} => {new}" for old, new in RULES["y2i"].items()],
                },
                "cut": {"type": "truncate", "length": MAX_TOKEN},
                "pairs": _neighbours("_"),
                "together": _neighbours(""),
                "beginnings": {"type": "edge_ngram", "min_gram": 1, "max_gram": LONGEST_PREFIX},
            },
            "analyzer": {
                "exact": _analyser(words),
                "folded": _analyser(folded),
                "pairs": _analyser([*folded, "pairs"]),
                "marked_pairs": _analyser([*words, "pairs"]),
                "together": _analyser([*folded, "together"]),
                "beginnings": _analyser([*folded, "beginnings", "unique"]),
                "start": {"type": "custom", "tokenizer": "keyword", "filter": ["beginnings"]},
            },
        },
        # All beginnings of a word stand at one place, and still a longer name counts as longer.
        "similarity": {"beginnings": {"type": "BM25", "discount_overlaps": False}},
    }


def _neighbours(separator: str) -> dict[str, Any]:
    size = {"min_shingle_size": 2, "max_shingle_size": 2}
    return {"type": "shingle", "output_unigrams": False, "token_separator": separator, **size}


def _analyser(filters: list[str]) -> dict[str, Any]:
    return {"type": "custom", "char_filter": ["compose", "tone"], "tokenizer": "letters", "filter": filters}
