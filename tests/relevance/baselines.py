"""What a shop has without a search of its own: plain LIKE, and BM25 on words without marks."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from functools import cache

from catalogue.search.analysis import tokens
from tests.relevance.collection import goods

K1, B = 1.2, 0.75


def like(text: str) -> list[str]:
    """Goods whose name holds the text as typed, whatever its case, in the order of the table."""
    sought = unicodedata.normalize("NFC", text).lower()
    return [row["sku"] for row in goods() if sought in row["name"].lower()]


def folded_bm25(text: str) -> list[str]:
    """Goods by BM25 over name, producer, places, types and description in one field, marks stripped."""
    counts, having, average = _index()
    scores: Counter[str] = Counter()
    for word in {token.folded for token in tokens(text)}:
        rarity = math.log(1 + (len(counts) - having[word] + 0.5) / (having[word] + 0.5))
        for sku, words in counts.items():
            if words[word]:
                length = words.total() / average
                scores[sku] += rarity * words[word] * (K1 + 1) / (words[word] + K1 * (1 - B + B * length))
    return [sku for sku, _ in scores.most_common()]


@cache
def _index() -> tuple[dict[str, Counter[str]], Counter[str], float]:
    counts = {row["sku"]: Counter(token.folded for token in tokens(_text(row))) for row in goods()}
    having = Counter(word for words in counts.values() for word in words)
    return counts, having, sum(words.total() for words in counts.values()) / len(counts)


def _text(row: dict) -> str:
    plain = [row[name] for name in ("name", "producer", "province", "former_province", "commune", "description")]
    return " ".join([*plain, *row["categories"]])
