"""A good as Elasticsearch holds it: the fields and how a product fills them.

Values that are only filtered or counted are keywords, numbers too: looking one up is a walk in a term dictionary.
"""

import hashlib
import json
from functools import cache
from typing import Any

from elasticsearch.dsl import Document, Float, Keyword, Long, Text, mapped_field

from catalogue.search.analysis import code_key, compose, tokens
from catalogue.search.engines.elasticsearch import analysers
from catalogue.search.fields import about, digest, label, popularity, start_key, words_apart
from catalogue.search.protocol import ProductDocument


def _filter() -> Any:
    return mapped_field(Keyword(doc_values=False, ignore_above=512))


def _counted(**options: Any) -> Any:
    return mapped_field(Keyword(ignore_above=1024, eager_global_ordinals=True, **options))


def _ordered() -> Any:
    """Indexed, because sorting then passes over what comes too late anyway."""
    return mapped_field(Long())


class Goods(Document):
    id: int = mapped_field(Long())
    digest: int = mapped_field(Long(index=False))
    name: list[str] = mapped_field(
        Text(
            analyzer="folded",
            index_options="freqs",
            fields={
                "exact": Text(analyzer="exact"),
                "pair": Text(analyzer="pairs", index_options="freqs"),
                "together": Text(analyzer="together", index_options="freqs"),
                "prefix": Text(analyzer="beginnings", index_options="freqs", similarity="beginnings"),
            },
        )
    )
    start: str = mapped_field(Text(analyzer="start", index_options="freqs", similarity="beginnings"))
    body: list[str] = mapped_field(Text(analyzer="folded", index_options="freqs"))
    about: str = mapped_field(
        Text(
            analyzer="exact",
            norms=False,
            fields={
                "pair": Text(analyzer="pairs", index_options="freqs"),
                "together": Text(analyzer="together", index_options="freqs"),
            },
        )
    )
    # Only looked up, for the spelling: descriptions with their marks, and pairs of names and places with theirs.
    told: str = mapped_field(Text(analyzer="exact", index_options="docs", norms=False))
    pairs: list[str] = mapped_field(Text(analyzer="marked_pairs", index_options="docs", norms=False))
    # The vocabulary that slips are corrected against, with marks.
    name_words: list[str] = mapped_field(Keyword(index=False))
    body_words: list[str] = mapped_field(Keyword(index=False))
    code: list[str] = _filter()
    category: list[str] = _filter()
    province: str = _filter()
    seller: str = _filter()
    commune: list[str] = _filter()
    months: list[str] = _filter()
    category_label: list[str] = _counted()
    province_label: str = _counted()
    seller_label: str = _counted()
    mark: list[str] = _counted()
    stars: str = _counted()
    in_stock: str = _counted()
    price: int = _ordered()
    sales: int = _ordered()
    published_at: int = _ordered()
    weight: float = mapped_field(Float())

    class Meta:
        dynamic = "strict"


@cache
def definition() -> dict[str, Any]:
    """Return settings and mappings of a new index. The source keeps the name alone; the database has the rest."""
    mappings = Goods._doc_type.mapping.to_dict()
    mappings |= {"dynamic": "strict", "_source": {"includes": ["name"]}}
    return {"settings": analysers.settings(), "mappings": mappings}


@cache
def fingerprint() -> str:
    """Return what changes whenever fields or analysis do: an index made for others is not read."""
    return hashlib.blake2b(json.dumps(definition(), sort_keys=True).encode(), digest_size=4).hexdigest()


def source(product: ProductDocument) -> dict[str, Any]:
    around, words = compose(about(product)), tokens(product.name)
    name, apart = compose(product.name), words_apart(product.name)
    told = compose(product.description)
    values: dict[str, Any] = {
        "id": product.id,
        "digest": digest(product),
        "name": [name, apart] if apart else [name],
        "start": start_key(words),
        "body": [around, told],
        "about": around,
        "told": told,
        "pairs": [name, around],
        "name_words": _vocabulary(name, apart),
        "body_words": _vocabulary(around, told),
        "code": [key for key in (code_key(product.sku), code_key(product.gtin)) if key],
        "category": product.category_slugs,
        "category_label": [
            label(*category) for category in zip(product.category_slugs, product.category_names, strict=True)
        ],
        "mark": product.marks,
        "months": [str(month) for month in product.months],
        "commune": product.communes,
        "in_stock": str(int(product.in_stock)),
        "sales": product.sales,
        "published_at": int(product.published_at.timestamp()) if product.published_at else 0,
        "weight": popularity(product),
    }
    if product.province_slug:
        values |= {
            "province": product.province_slug,
            "province_label": label(product.province_slug, product.province_name),
        }
    if product.seller_slug:
        values |= {"seller": product.seller_slug, "seller_label": label(product.seller_slug, product.seller_name)}
    if product.stars is not None:
        values["stars"] = str(product.stars)
    if product.price_vnd is not None:
        values["price"] = product.price_vnd
    return values


def _vocabulary(*texts: str) -> list[str]:
    return list({word.exact for text in texts for word in tokens(text) if not word.exact.isdigit()})
