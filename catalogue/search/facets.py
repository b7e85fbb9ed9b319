"""The counts beside the results, as every engine makes them: which there are, what is chosen, in which order."""

from dataclasses import dataclass

from catalogue.search.fields import LABEL_SEPARATOR
from catalogue.search.protocol import FacetCount, PriceRange, SearchQuery

Counts = tuple[dict[str, list[FacetCount]], PriceRange | None]

PRICE = "price"
MANY = 1000


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    field: str
    most: int


FACETS = [
    Facet("categories", "category_label", 300),
    Facet("provinces", "province_label", 70),
    Facet("sellers", "seller_label", 30),
    Facet("stars", "stars", 10),
    Facet("marks", "mark", 10),
    Facet("in_stock", "in_stock", 2),
]


def choices(query: SearchQuery) -> dict[str, list[str]]:
    """Return the chosen values by facet name, and [PRICE] for a price filter."""
    chosen = {facet.name: _chosen(query, facet.name) for facet in FACETS}
    chosen[PRICE] = [] if query.price_from is None and query.price_to is None else [PRICE]
    return chosen


def passes(chosen: dict[str, list[str]]) -> list[tuple[str, list[str]]]:
    """Return which filter to leave out and which counts to make then.

    Facets without a choice share one pass over the hits; each facet with one takes its own.
    """
    shared = [name for name, values in chosen.items() if not values]
    alone = [(name, [name]) for name, values in chosen.items() if values]
    return [("", shared), *alone] if shared else alone


def aggregation(name: str, is_chosen: bool) -> dict:
    """In the words that both engines share.

    Each part of an index gives some more values than are shown, not ten times as many (tantivy's habit): looking up
    the names of hundreds of sellers took longer than counting. Counts of the last ones shown may be a little low.
    """
    if name == PRICE:
        return {"stats": {"field": PRICE}}
    facet = next(facet for facet in FACETS if facet.name == name)
    size = MANY if is_chosen else facet.most
    return {"terms": {"field": facet.field, "size": size, "shard_size": size * 3 // 2 + 10}}


def counted(raw: dict[str, dict], chosen: dict[str, list[str]]) -> Counts:
    """Return the counts by facet name and the price range from the engine's raw answers."""
    facets = {facet.name: _counts(raw[facet.name], chosen[facet.name]) for facet in FACETS}
    return facets, _price_range(raw[PRICE])


def _chosen(query: SearchQuery, name: str) -> list[str]:
    if name == "in_stock":
        return ["1"] if query.in_stock else []
    return [str(value) for value in getattr(query, name)]


def _counts(raw: dict, chosen: list[str]) -> list[FacetCount]:
    """Most first; what is chosen is always there, with 0 if need be."""
    counts: dict[str, tuple[str, int]] = {}
    for bucket in raw["buckets"]:
        value, _, name = str(bucket["key"]).partition(LABEL_SEPARATOR)
        known_name, known_count = counts.get(value, (name or value, 0))
        counts[value] = (known_name, known_count + bucket["doc_count"])
    for value in chosen:
        counts.setdefault(value, (value, 0))
    facets = [FacetCount(value, name, count, value in chosen) for value, (name, count) in counts.items()]
    return sorted(facets, key=lambda facet: (-facet.count, facet.value))


def _price_range(raw: dict) -> PriceRange | None:
    if not raw["count"]:
        return None
    return PriceRange(int(raw["min"]), int(raw["max"]))
