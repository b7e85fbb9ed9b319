"""Values that a good has together, as one term: counting one term of a good is several times as fast as counting five.

There are few different sets of categories and few of traits, so each is counted once and taken apart afterwards.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from catalogue.search.protocol import ProductDocument

CATEGORIES = "categories_together"
TRAITS = "traits_together"
TRAIT_FACETS = ("stars", "in_stock", "marks")  # in this order in a term
MOST_SETS = 10_000  # far beyond what categories and traits give, so that no set is left out
BETWEEN_VALUES = "\x1e"
BETWEEN_FACETS = "\x1d"

Buckets = list[tuple[str, int]]  # a term and how many goods have it


def joined(values: Iterable[str]) -> str:
    return BETWEEN_VALUES.join(values)


def traits(product: ProductDocument) -> str:
    stars = "" if product.stars is None else str(product.stars)
    return BETWEEN_FACETS.join([stars, str(int(product.in_stock)), joined(product.marks)])


def field_of(facet: str) -> str | None:
    """Return the field that holds the values of a facet together with others, None when it has a field of its own."""
    if facet in TRAIT_FACETS:
        return TRAITS
    return CATEGORIES if facet == "categories" else None


def counted(facet: str, buckets: Buckets) -> Buckets:
    """Return how many goods have each value of a facet, most first, from the counts of its field."""
    counts: Counter[str] = Counter()
    for term, count in buckets:
        for value in _values(facet, term):
            counts[value] += count
    return counts.most_common()


def _values(facet: str, term: str) -> Iterator[str]:
    if facet in TRAIT_FACETS:
        term = term.split(BETWEEN_FACETS)[TRAIT_FACETS.index(facet)]
    return filter(None, term.split(BETWEEN_VALUES))
