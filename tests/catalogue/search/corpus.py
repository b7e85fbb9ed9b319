"""The 500 real goods of the demo market as documents, with invented prices and stock fixed by position."""

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

from catalogue.search.analysis import tokens
from catalogue.search.protocol import ProductDocument

GOODS = Path(__file__).parents[3] / "shop" / "demo" / "data" / "ocop_products.csv"
START = datetime(2026, 1, 1, tzinfo=UTC)


def slug(text: str) -> str:
    return "-".join(token.folded for token in tokens(text))


def ocop_documents() -> list[ProductDocument]:
    with GOODS.open(encoding="utf-8") as file:
        return [_document(number, row) for number, row in enumerate(csv.DictReader(file), start=1)]


def _document(number: int, row: dict[str, str]) -> ProductDocument:
    seller = row["producer"] or "Hợp tác xã chưa nêu tên"
    return document(
        number,
        row["name_vi"],
        seller_slug=slug(seller),
        seller_name=seller,
        province_slug=slug(row["province_2025"]),
        province_name=row["province_2025"],
        former_province_names=[row["old_province"]],
        category_slugs=["ocop", slug(row["category_vi"])],
        category_names=["OCOP", row["category_vi"]],
        stars=int(row["stars"]) if row["stars"] else None,
        price_vnd=10_000 + number * 37 % 500 * 1000,
        in_stock=number % 7 != 0,
        sales=number * 13 % 97,
        published_at=START + timedelta(hours=number),
    )


def document(number: int, name: str, **values) -> ProductDocument:
    return ProductDocument(id=number, name=name, sku=f"OCOP-{number:04}", **values)
