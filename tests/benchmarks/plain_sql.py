"""The same goods in PostgreSQL, searched by LIKE and by its full text search: what the engines are compared with.

Both look for every word without marks in one prepared column and make the same page: 24 hits, a total, four counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection

from catalogue.search.analysis import tokens
from catalogue.search.fields import about
from catalogue.search.protocol import ProductDocument, SearchQuery, Sort

TABLE = "bench_goods"
COUNTED = ("province", "stars", "seller", "in_stock")
COLUMNS = ("id", "name", "words", *COUNTED, "price")


def load(goods: Iterator[ProductDocument]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMP TABLE {TABLE} (id bigint, name text, words text, province text, stars int, seller text,"
            " in_stock bool, price bigint)"
        )
        with cursor.copy(f"COPY {TABLE} ({', '.join(COLUMNS)}) FROM STDIN") as copy:
            for good in goods:
                copy.write_row(_row(good))
        cursor.execute(f"CREATE INDEX ON {TABLE} USING gin (to_tsvector('simple', words))")
        cursor.execute(f"CREATE INDEX ON {TABLE} (price)")
        cursor.execute(f"CREATE INDEX ON {TABLE} (name text_pattern_ops)")
        cursor.execute(f"ANALYZE {TABLE}")


def drop() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {TABLE}")


def size_bytes() -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_total_relation_size('{TABLE}')")
        return cursor.fetchone()[0]


def by_like(query: SearchQuery) -> None:
    words = [f"%{word.folded}%" for word in tokens(query.text)]
    _page(query, " AND ".join(["words LIKE %s"] * len(words)), words, "id", [])


def by_full_text(query: SearchQuery) -> None:
    text = " & ".join(word.folded for word in tokens(query.text))
    match = "to_tsvector('simple', words) @@ to_tsquery('simple', %s)"
    _page(query, match, [text], "ts_rank(to_tsvector('simple', words), to_tsquery('simple', %s)) DESC", [text])


def begun(text: str) -> None:
    """Suggest by LIKE, the beginning given."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT name FROM {TABLE} WHERE lower(name) LIKE %s LIMIT 8", [f"{text.lower()}%"])
        cursor.fetchall()


def _row(good: ProductDocument) -> tuple[Any, ...]:
    words = " ".join(word.folded for word in tokens(f"{good.name} {about(good)} {good.description}"))
    price = good.price_vnd
    return (good.id, good.name, words, good.province_slug, good.stars, good.seller_slug, good.in_stock, price)


def _page(query: SearchQuery, match: str, values: list[Any], order: str, order_values: list[Any]) -> None:
    if query.provinces:
        match, values = f"{match} AND province = ANY(%s)", [*values, list(query.provinces)]
    if query.stars:
        match, values = f"{match} AND stars = ANY(%s)", [*values, list(query.stars)]
    if query.sort is Sort.PRICE_UP:
        order, order_values = "price", []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {TABLE} WHERE {match} ORDER BY {order} LIMIT 24", [*values, *order_values])
        cursor.fetchall()
        cursor.execute(f"SELECT count(*), min(price), max(price) FROM {TABLE} WHERE {match}", values)
        cursor.fetchall()
        for column in COUNTED:
            cursor.execute(f"SELECT {column}, count(*) FROM {TABLE} WHERE {match} GROUP BY 1", values)
            cursor.fetchall()


SEARCHES: dict[str, Callable[[SearchQuery], None]] = {"PostgreSQL LIKE": by_like, "PostgreSQL full text": by_full_text}
