"""What every search engine takes and gives: the contract between the pages and the index.

Plain data only, no Django, so that engines, pages and tests can share it.
"""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

MAX_PAGE = 100
MAX_PER_PAGE = 100
MAX_TEXT = 200
MAX_VALUES = 50  # of one filter
MAX_PRICE_VND = 10**12


class SearchUnavailable(Exception):
    """The index cannot be read now: not built yet, being repaired, or its server does not answer."""


class IndexLocked(Exception):
    """Another process is writing, or another rebuild is running."""


class RebuildIncomplete(Exception):
    """The new index does not hold what was written to it; the old one goes on serving."""


class NoPrevious(Exception):
    """There is no index to go back to that this version of the code can read."""


class Sort(StrEnum):
    RELEVANCE = "phu-hop"
    NEWEST = "moi-nhat"
    PRICE_UP = "gia-tang"
    PRICE_DOWN = "gia-giam"
    BEST_SELLING = "ban-chay"


@dataclass(frozen=True, kw_only=True)
class SearchQuery:
    """One request. Several values of one filter mean "or"; different filters mean "and".

    Takes any values and keeps them within what every engine and the database can hold, so that an address somebody
    made up finds nothing instead of failing.
    """

    text: str = ""
    as_typed: bool = False  # neither corrected nor completed nor content with some of the words
    categories: tuple[str, ...] = ()  # category slugs; a category includes everything below it
    provinces: tuple[str, ...] = ()  # province slugs
    stars: tuple[int, ...] = ()
    price_from: int | None = None  # whole VND, both ends included
    price_to: int | None = None
    sellers: tuple[str, ...] = ()  # seller slugs
    in_stock: bool = False
    marks: tuple[str, ...] = ()  # dac-thu, hang-viet, ocop
    months: tuple[int, ...] = ()  # 1-12, in season
    communes: tuple[str, ...] = ()  # commune codes that a run reaches, see reach.py
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    per_page: int = 24

    def __post_init__(self) -> None:
        for name in ("categories", "provinces", "sellers", "marks", "communes"):
            self._set(name, tuple(value.replace("\x00", "") for value in getattr(self, name)[:MAX_VALUES]))
        for name in ("stars", "months"):
            self._set(name, tuple(between(value, 0, 99) for value in getattr(self, name)[:MAX_VALUES]))
        for name in ("price_from", "price_to"):
            price = getattr(self, name)
            self._set(name, None if price is None else between(price, 0, MAX_PRICE_VND))
        self._set("page", between(self.page, 1, MAX_PAGE))
        self._set("per_page", between(self.per_page, 1, MAX_PER_PAGE))

    def _set(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)


@dataclass(frozen=True)
class FacetCount:
    """How many goods a filter value would show, every other filter kept.

    value is what goes into the address (a slug, a number, or "1" for in_stock); name is for the eye.
    """

    value: str
    name: str
    count: int
    selected: bool = False


@dataclass(frozen=True)
class PriceRange:
    """Lowest and highest price in whole VND among the goods found, the price filter not applied."""

    lowest: int
    highest: int


@dataclass(kw_only=True)
class SearchResult:
    """One page of ids in order, and the counts beside it.

    corrected: set when the words typed found nothing (or next to nothing) and a corrected spelling was
    tried; searched_for_corrected tells whether ids are already those of the corrected words.
    partial: nothing has all the words; these goods have most of them.
    degraded: the index could not be read and the database answered without words and counts.
    """

    ids: list[int]
    total: int
    facets: dict[str, list[FacetCount]] = field(default_factory=dict)
    price_range: PriceRange | None = None
    corrected: str | None = None
    searched_for_corrected: bool = False
    partial: bool = False
    took_ms: float = 0.0
    page: int = 1
    pages: int = 1
    degraded: bool = False


@dataclass(frozen=True)
class ProductSuggestion:
    id: int
    name: str


@dataclass(frozen=True)
class PlaceSuggestion:
    """A category, seller or province that can be opened by its slug."""

    slug: str
    name: str


@dataclass(kw_only=True)
class Suggestions:
    products: list[ProductSuggestion] = field(default_factory=list)
    categories: list[PlaceSuggestion] = field(default_factory=list)
    sellers: list[PlaceSuggestion] = field(default_factory=list)
    provinces: list[PlaceSuggestion] = field(default_factory=list)


@dataclass(kw_only=True)
class ProductDocument:
    """Everything the index knows about one product. Rows of one product replace each other by version."""

    id: int
    name: str
    version: int = 0
    seller_slug: str = ""
    seller_name: str = ""
    province_slug: str = ""
    province_name: str = ""
    former_province_names: list[str] = field(default_factory=list)
    commune_name: str = ""
    former_place_names: list[str] = field(default_factory=list)  # old communes and districts that went into it
    category_slugs: list[str] = field(default_factory=list)  # the whole path, root first
    category_names: list[str] = field(default_factory=list)
    stars: int | None = None  # of a certificate in force
    price_vnd: int | None = None
    in_stock: bool = False
    description: str = ""
    sku: str = ""
    gtin: str = ""
    marks: list[str] = field(default_factory=list)
    months: list[int] = field(default_factory=list)
    communes: list[str] = field(default_factory=list)  # only if not every run carries it, see reach.py
    sales: int = 0
    published_at: datetime | None = None


@dataclass(kw_only=True)
class IndexStats:
    documents: int
    path: str
    built_at: datetime | None = None
    previous: str | None = None


Progress = Callable[[int], None]


def between(value: int, lowest: int, highest: int) -> int:
    return min(max(value, lowest), highest)


def pages(total: int, size: int) -> int:
    """Return how many pages can be opened: at least one, at most 100."""
    return max(1, min(MAX_PAGE, math.ceil(total / size)))


class Engine(Protocol):
    """An index of products. Reading and writing raise SearchUnavailable when the index cannot be used."""

    def index(self, documents: Iterable[ProductDocument]) -> set[int]:
        """Add or replace; visible to readers within two seconds.

        Returns the ids that were not taken because the index holds them with a higher version.
        """

    def delete(self, ids: Iterable[int], version: int = 0) -> set[int]:
        """Remove; returns the ids that were not, as index() does."""

    def rebuild(self, documents: Iterator[ProductDocument], progress: Progress | None = None) -> int:
        """Build a new index beside the old one and switch once it is whole. A failure keeps the old one."""

    def roll_back(self) -> None:
        """Exchange the index that serves and the one kept from before it, in one step. Raises NoPrevious.

        The one that serves then does not know what changed since it was replaced.
        """

    def search(self, query: SearchQuery) -> SearchResult: ...

    def suggest(self, text: str, limit: int = 8) -> Suggestions: ...

    def stats(self) -> IndexStats: ...

    def digests(self) -> dict[int, int]:
        """Every product in the index with the digest of its document, for comparing them to the database."""

    def refresh(self) -> None:
        """Let the next search in this process see everything written before."""
