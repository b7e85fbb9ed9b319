"""The frozen goods, queries and judgements of this folder (see README.md)."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from catalogue.search.analysis import tokens
from catalogue.search.protocol import ProductDocument

HERE = Path(__file__).parent
CLASSES = ("accented", "unaccented", "partial", "nfd", "typo", "synonym", "compound", "producer", "place")


@dataclass(frozen=True)
class JudgedQuery:
    """grades: sku -> 0-3; a good that is not in it is a 0."""

    qid: str
    text: str
    kind: str
    intent: str
    grades: dict[str, int]


@cache
def goods() -> tuple[dict[str, Any], ...]:
    return tuple(_lines("corpus.jsonl"))


@cache
def queries() -> tuple[JudgedQuery, ...]:
    grades: dict[str, dict[str, int]] = defaultdict(dict)
    for line in (HERE / "qrels").read_text("utf-8").splitlines():
        qid, _, sku, grade = line.split()
        grades[qid][sku] = int(grade)
    return tuple(
        JudgedQuery(row["qid"], row["text"], row["class"], row["intent"], grades[row["qid"]])
        for row in _lines("queries.jsonl")
    )


@cache
def fresh_queries() -> tuple[JudgedQuery, ...]:
    """Slips and unfinished words that no rule was made with, each judged as the judged queries of its intent are."""
    grades = {query.intent: query.grades for query in queries()}
    return tuple(
        JudgedQuery(row["qid"], row["text"], row["class"], row["intent"], grades[row["intent"]])
        for row in _lines("fresh.jsonl")
    )


def documents() -> list[ProductDocument]:
    """Return the goods as the engines take them; all in stock and none sold, so that only words decide."""
    return [_document(number, row) for number, row in enumerate(goods(), start=1)]


def skus(ids: list[int]) -> list[str]:
    """Return the keys of documents()."""
    return [goods()[number - 1]["sku"] for number in ids]


def _document(number: int, row: dict[str, Any]) -> ProductDocument:
    return ProductDocument(
        id=number,
        name=row["name"],
        sku=row["sku"],
        seller_slug=_slug(row["producer"]),
        seller_name=row["producer"],
        province_slug=_slug(row["province"]),
        province_name=row["province"],
        former_province_names=[row["former_province"]] if row["former_province"] else [],
        former_place_names=[row["commune"]] if row["commune"] else [],
        category_slugs=[_slug(name) for name in row["categories"]],
        category_names=row["categories"],
        stars=row["stars"],
        description=row["description"],
        price_vnd=10_000,
        in_stock=True,
    )


def _slug(text: str) -> str:
    return "-".join(token.folded for token in tokens(text))


def _lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text("utf-8").splitlines()]
