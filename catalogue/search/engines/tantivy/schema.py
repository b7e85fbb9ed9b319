"""The fields of the embedded index and how a product fills them.

Text is analysed in Python and joined by spaces, so that tantivy's own "whitespace" tokenizer is all an open
index needs. Numbers are signed: deleting by a term of an unsigned field silently deletes nothing.
"""

from functools import cache

import tantivy

from catalogue.search.analysis import Token, code_key, tokens
from catalogue.search.engines.tantivy import together
from catalogue.search.fields import LONGEST_PREFIX, about, digest, label, popularity, start_key, words_apart
from catalogue.search.protocol import ProductDocument
from catalogue.search.tree import pairs

# Part of an index folder's name: raise it when fields or analysis change, and old folders are not read.
VERSION = 5


@cache
def schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("id", indexed=True, fast=True)
    builder.add_integer_field("digest", fast=True)
    for name in ("stars", "in_stock", "months"):
        builder.add_integer_field(name, indexed=True)
    for name in ("price", "sales", "published_at"):
        builder.add_integer_field(name, indexed=True, fast=True)
    builder.add_float_field("weight", fast=True)
    builder.add_bytes_field("title", stored=True)
    for name in ("name", "name_exact", "body_exact"):
        builder.add_text_field(name, tokenizer_name="whitespace")
    for name in (
        "name_pair",
        "name_prefix",
        "name_start",
        "body",
        "body_pair",
    ):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in ("told_exact", "pair_exact"):  # only looked up, for the spelling
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    for name in ("code", "category", "province", "seller", "commune", "mark"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("category_label", "province_label", "seller_label", together.CATEGORIES, together.TRAITS):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    return builder.build()


def to_tantivy(product: ProductDocument) -> tantivy.Document:
    name, apart = tokens(product.name), tokens(words_apart(product.name))
    around, told = tokens(about(product)), tokens(product.description)
    categories = [label(*category) for category in zip(product.category_slugs, product.category_names, strict=True)]
    values = {
        "id": product.id,
        "digest": digest(product),
        "title": product.name.encode(),
        "name": f"{_folded(name)} {_folded(apart)}",
        "name_exact": _exact(name),
        "name_pair": f"{_pairs(name)} {_pairs(apart)}",
        "name_prefix": " ".join({prefix for word in name for prefix in _prefixes(word.folded)}),
        "name_start": " ".join(_prefixes(start_key(name))),
        "body": f"{_folded(around)} {_folded(told)}",
        "body_exact": _exact(around),
        "body_pair": _pairs(around),
        "told_exact": _exact(told),
        "pair_exact": " ".join(pair for words in (name, around) for pair in pairs([word.exact for word in words])),
        "code": [key for key in (code_key(product.sku), code_key(product.gtin)) if key],
        "category": product.category_slugs,
        "category_label": categories,
        together.CATEGORIES: together.joined(categories),
        together.TRAITS: together.traits(product),
        "mark": product.marks,
        "months": product.months,
        "commune": product.communes,
        "in_stock": int(product.in_stock),
        "sales": product.sales,
        "published_at": int(product.published_at.timestamp()) if product.published_at else 0,
        "weight": _weight(product),
    }
    if product.province_slug:
        values["province"] = product.province_slug
        values["province_label"] = label(product.province_slug, product.province_name)
    if product.seller_slug:
        values["seller"] = product.seller_slug
        values["seller_label"] = label(product.seller_slug, product.seller_name)
    if product.stars is not None:
        values["stars"] = product.stars
    if product.price_vnd is not None:
        values["price"] = product.price_vnd
    return tantivy.Document.from_dict(values, schema())


def _weight(product: ProductDocument) -> float:
    """tantivy multiplies a score by log2(2 + weight)."""
    return 2 ** popularity(product) - 2


def _pairs(words: list[Token]) -> str:
    """Neighbours as "nuoc_mam" for finding them side by side, and as "nuocmam" for who leaves out the space."""
    beside = pairs([word.folded for word in words])
    return " ".join([*beside, *(both.replace("_", "") for both in beside)])


def _folded(words: list[Token]) -> str:
    return " ".join(word.folded for word in words)


def _exact(words: list[Token]) -> str:
    return " ".join(word.exact for word in words)


def _prefixes(word: str) -> list[str]:
    return [word[:length] for length in range(1, min(len(word), LONGEST_PREFIX) + 1)]
