"""The fields of the embedded index and how a product fills them.

Text is analysed in Python and joined by spaces, so that tantivy's own "whitespace" tokenizer is all an open
index needs. Numbers are signed: deleting by a term of an unsigned field silently deletes nothing.
"""

import math
from functools import cache
from itertools import pairwise

import tantivy

from catalogue.search.analysis import Token, code_key, compose, tokens
from catalogue.search.protocol import ProductDocument
from catalogue.search.tree import pairs

# Part of an index folder's name: raise it when fields or analysis change, and old folders are not read.
VERSION = 2

LONGEST_PREFIX = 12
LABEL_SEPARATOR = "\x1f"
# How far sales, stock and stars may move a product that matches the words equally well.
POPULARITY_SHARE = 0.06
MANY_SALES = 1000


@cache
def schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("id", indexed=True, fast=True)
    for name in ("stars", "in_stock", "months"):
        builder.add_integer_field(name, indexed=True, fast=True)
    for name in ("price", "sales", "published_at"):
        builder.add_integer_field(name, indexed=True, fast=True)
    builder.add_float_field("weight", fast=True)
    builder.add_bytes_field("title", stored=True)
    for name in ("name", "name_exact"):
        builder.add_text_field(name, tokenizer_name="whitespace")
    for name in (
        "name_pair",
        "name_prefix",
        "name_start",
        "body",
        "body_exact",
        "body_pair",
    ):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in ("code", "category", "province", "seller", "commune"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("category_label", "province_label", "seller_label", "mark"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    return builder.build()


def to_tantivy(product: ProductDocument) -> tantivy.Document:
    name, apart = tokens(product.name), _words_apart(product.name)
    about = tokens(_about(product))
    values = {
        "id": product.id,
        "title": product.name.encode(),
        "name": f"{_folded(name)} {_folded(apart)}",
        "name_exact": _exact(name),
        "name_pair": f"{_pairs(name)} {_pairs(apart)}",
        "name_prefix": " ".join({prefix for word in name for prefix in _prefixes(word.folded)}),
        "name_start": " ".join(_prefixes(start_key(name))),
        "body": f"{_folded(about)} {_folded(tokens(product.description))}",
        "body_exact": _exact(about),
        "body_pair": _pairs(about),
        "code": [key for key in (code_key(product.sku), code_key(product.gtin)) if key],
        "category": product.category_slugs,
        "category_label": [
            label(*category) for category in zip(product.category_slugs, product.category_names, strict=True)
        ],
        "mark": product.marks,
        "months": product.months,
        "commune": product.communes,
        "in_stock": int(product.in_stock),
        "sales": product.sales,
        "published_at": int(product.published_at.timestamp()) if product.published_at else 0,
        "weight": weight(product),
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


def label(slug: str, name: str) -> str:
    """Return a slug and its name as one term, so that counts come back with names."""
    return f"{slug}{LABEL_SEPARATOR}{name}"


def weight(product: ProductDocument) -> float:
    """Return what the engine multiplies a score by, as log2(2 + weight): between 1 and 1.06."""
    sales = min(1.0, math.log1p(product.sales) / math.log1p(MANY_SALES))
    popularity = 0.4 * product.in_stock + 0.4 * sales + 0.2 * (product.stars or 0) / 5
    return 2 ** (1 + POPULARITY_SHARE * popularity) - 2


def _about(product: ProductDocument) -> str:
    """Who made it, where, and what kind it is; a merged province is found by its old names too."""
    return " ".join(
        [
            product.seller_name,
            product.commune_name,
            product.province_name,
            *product.former_province_names,
            *product.former_place_names,
            *product.category_names,
            f"OCOP {product.stars} sao" if product.stars else "",
        ]
    )


def _words_apart(name: str) -> list[Token]:
    """Return the parts of words that are written together with capitals inside (CaNa: ca, na)."""
    words = compose(name).split()
    return tokens(" ".join(apart for word in words if (apart := _split_capitals(word)) != word))


def _split_capitals(word: str) -> str:
    starts = [at for at, (before, letter) in enumerate(pairwise(word), 1) if before.islower() and letter.isupper()]
    return " ".join(word[start:end] for start, end in pairwise([0, *starts, len(word)]))


def _pairs(words: list[Token]) -> str:
    """Neighbours as "nuoc_mam" for finding them side by side, and as "nuocmam" for who leaves out the space."""
    together = pairs([word.folded for word in words])
    return " ".join([*together, *(both.replace("_", "") for both in together)])


def _folded(words: list[Token]) -> str:
    return " ".join(word.folded for word in words)


def _exact(words: list[Token]) -> str:
    return " ".join(word.exact for word in words)


def start_key(words: list[Token]) -> str:
    """Return how a name begins, without spaces, as far as beginnings are indexed."""
    return "".join(word.folded for word in words)[:LONGEST_PREFIX]


def _prefixes(word: str) -> list[str]:
    return [word[:length] for length in range(1, min(len(word), LONGEST_PREFIX) + 1)]
