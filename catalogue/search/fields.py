"""What a good is found by, beyond the plain columns of its document: the same for every engine."""

import hashlib
import math
from dataclasses import fields
from itertools import pairwise

from catalogue.search.analysis import Token, compose
from catalogue.search.protocol import ProductDocument

LONGEST_PREFIX = 12
LABEL_SEPARATOR = "\x1f"
# How far sales, stock and stars may move a product that matches the words equally well.
POPULARITY_SHARE = 0.06
MANY_SALES = 1000


def label(slug: str, name: str) -> str:
    """Return a slug and its name as one term, so that counts come back with names."""
    return f"{slug}{LABEL_SEPARATOR}{name}"


def popularity(product: ProductDocument) -> float:
    """Return what a score is multiplied by: between 1 and 1.06."""
    sales = min(1.0, math.log1p(product.sales) / math.log1p(MANY_SALES))
    liked = 0.4 * product.in_stock + 0.4 * sales + 0.2 * (product.stars or 0) / 5
    return 1 + POPULARITY_SHARE * liked


def about(product: ProductDocument) -> str:
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


def words_apart(name: str) -> str:
    """Return the parts of words that are written together with capitals inside (CaNa: "Ca Na")."""
    words = compose(name).split()
    return " ".join(apart for word in words if (apart := _split_capitals(word)) != word)


def _split_capitals(word: str) -> str:
    starts = [at for at, (before, letter) in enumerate(pairwise(word), 1) if before.islower() and letter.isupper()]
    return " ".join(word[start:end] for start, end in pairwise([0, *starts, len(word)]))


def start_key(words: list[Token]) -> str:
    """Return how a name begins, without spaces, as far as beginnings are indexed."""
    return "".join(word.folded for word in words)[:LONGEST_PREFIX]


def digest(product: ProductDocument) -> int:
    """Return a number that changes with anything the index knows about a product, to find what is out of date."""
    known = [getattr(product, field.name) for field in fields(product) if field.name != "version"]
    return int.from_bytes(hashlib.blake2b(repr(known).encode(), digest_size=8).digest()) >> 1
