"""The filters of a list as the page draws them: groups with counts, and chips for what is in use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _

from catalogue.search.protocol import FacetCount, SearchQuery, SearchResult
from shop.money.formatting import vnd
from shop.storefront import navigation
from shop.storefront.listing import parameters as names
from shop.storefront.listing.parameters import Place
from shop.storefront.navigation import CategoryLink

SHOWN_AT_ONCE = 8
FEW = 3
KEPT = (names.TEXT, names.AS_TYPED, names.COMMUNE, names.MARK)


@dataclass(frozen=True)
class Option:
    value: str
    name: str
    count: int
    selected: bool
    level: int = 0


@dataclass(frozen=True)
class Group:
    """One filter: the parameter's name, its title and options; `more` options are folded away."""

    name: str
    title: str
    options: list[Option]
    open: bool = True

    @property
    def first(self) -> list[Option]:
        chosen = [option for option in self.options[SHOWN_AT_ONCE:] if option.selected]
        return self.options[:SHOWN_AT_ONCE] + chosen

    @property
    def more(self) -> list[Option]:
        return [option for option in self.options[SHOWN_AT_ONCE:] if not option.selected]


@dataclass(frozen=True)
class Chip:
    """A filter in use and the address without it."""

    label: str
    url: str


@dataclass(frozen=True)
class Filters:
    """as_typed_url searches the very words, as_meant_url lets them be corrected again; both keep the filters."""

    groups: list[Group]
    chips: list[Chip]
    in_stock: Option
    season: Option
    clear_url: str
    as_typed_url: str
    as_meant_url: str
    kept: list[tuple[str, str]] = field(default_factory=list)


def filters_of(query: SearchQuery, result: SearchResult, parameters: QueryDict, place: Place) -> Filters:
    """Return the filters for a page. `kept` are parameters the form carries without showing them."""
    return Filters(
        groups=[group for group in _groups(query, result, place) if group.options],
        chips=list(_chips(query, result, parameters, place)),
        in_stock=_in_stock(query, result),
        season=Option("1", _("Đang vào mùa"), 0, bool(query.months)),
        clear_url=_without(parameters, *names.FILTERS),
        as_typed_url=_with(parameters, names.AS_TYPED, "1"),
        as_meant_url=_without(parameters, names.AS_TYPED),
        kept=[(name, value) for name in KEPT for value in parameters.getlist(name)],
    )


def _groups(query: SearchQuery, result: SearchResult, place: Place) -> Iterable[Group]:
    facets = result.facets
    yield Group(names.STARS, _("Hạng OCOP"), _stars(facets.get("stars", [])))
    yield Group(names.CATEGORY, _("Danh mục"), _categories(facets.get("categories", []), query, place))
    if not place.province:
        yield Group(names.PROVINCE, _("Tỉnh, thành phố"), _options(facets.get("provinces", [])))
    if not place.seller:
        yield Group(names.SELLER, _("Nhà bán"), _options(facets.get("sellers", [])), open=bool(query.sellers))


def _options(counts: list[FacetCount]) -> list[Option]:
    return [Option(count.value, count.name, count.count, count.selected) for count in counts]


def _stars(counts: list[FacetCount]) -> list[Option]:
    shown = [count for count in counts if count.value in {"3", "4", "5"} or count.selected]
    return sorted(_options(shown), key=lambda option: option.value, reverse=True)


def _categories(counts: list[FacetCount], query: SearchQuery, place: Place) -> list[Option]:
    """Show the first level that offers a choice, and below whatever is chosen one level more."""
    by_slug = {count.value: count.count for count in counts}
    counted = [link for link in navigation.categories() if link.slug in by_slug]
    here = navigation.category_by_slug(place.category) if place.category else None
    chosen = [link for link in counted if link.slug in query.categories and link != here]
    top = _first_choice(counted, here)
    first_depth = min((link.depth for link in top), default=1)
    options = []
    for link in counted:
        below_chosen = any(link.is_below(other) and link.depth == other.depth + 1 for other in chosen)
        if link in top or link in chosen or below_chosen:
            level = max(0, link.depth - first_depth)
            options.append(Option(link.slug, link.name, by_slug[link.slug], link in chosen, level))
    return options


def _first_choice(counted: list[CategoryLink], here: CategoryLink | None) -> list[CategoryLink]:
    """Return the children of `here` (or the roots); one or two give way to their own children."""
    inside = [link for link in counted if here is None or link.is_below(here)]
    level = [link for link in inside if link.depth == (here.depth + 1 if here else 1)]
    while len(level) < FEW:
        opened = [child for link in level for child in _children(inside, link) or [link]]
        if opened == level:
            break
        level = opened
    return level


def _children(links: list[CategoryLink], parent: CategoryLink) -> list[CategoryLink]:
    return [link for link in links if link.is_below(parent) and link.depth == parent.depth + 1]


def _in_stock(query: SearchQuery, result: SearchResult) -> Option:
    count = next((count.count for count in result.facets.get("in_stock", []) if count.value == "1"), 0)
    return Option("1", _("Còn hàng"), count, query.in_stock)


def _chips(query: SearchQuery, result: SearchResult, parameters: QueryDict, place: Place) -> Iterable[Chip]:
    if query.months:
        yield Chip(_("Đang vào mùa"), _without(parameters, names.SEASON))
    if query.in_stock:
        yield Chip(_("Còn hàng"), _without(parameters, names.IN_STOCK))
    for stars in query.stars:
        yield Chip(_("OCOP %(n)d sao") % {"n": stars}, _without_value(parameters, names.STARS, str(stars)))
    for slug in query.categories:
        if slug != place.category:
            yield Chip(_category_name(slug), _without_value(parameters, names.CATEGORY, slug))
    if not place.province:
        for slug in query.provinces:
            yield Chip(_province_name(slug), _without_value(parameters, names.PROVINCE, slug))
    if not place.seller:
        known = {count.value: count.name for count in result.facets.get("sellers", [])}
        for slug in query.sellers:
            yield Chip(known.get(slug, slug), _without_value(parameters, names.SELLER, slug))
    if query.price_from is not None:
        yield Chip(_("Từ %(price)s") % {"price": vnd(query.price_from)}, _without(parameters, names.PRICE_FROM))
    if query.price_to is not None:
        yield Chip(_("Đến %(price)s") % {"price": vnd(query.price_to)}, _without(parameters, names.PRICE_TO))
    for mark in query.marks:
        yield Chip(MARKS.get(mark, mark), _without_value(parameters, names.MARK, mark))
    if query.communes:
        yield Chip(_("Có chuyến về xã đã chọn"), _without(parameters, names.COMMUNE))


MARKS = {"ocop": "OCOP", "hang-viet": "Hàng Việt", "dac-thu": "Đặc thù của tỉnh"}


def _category_name(slug: str) -> str:
    link = navigation.category_by_slug(slug)
    return link.name if link else slug


def _province_name(slug: str) -> str:
    link = navigation.province_by_slug(slug)
    return link.name if link else slug


def _without(parameters: QueryDict, *removed: str) -> str:
    left = parameters.copy()
    for name in (*removed, names.PAGE):
        left.pop(name, None)
    return f"?{left.urlencode()}"


def _with(parameters: QueryDict, name: str, value: str) -> str:
    changed = parameters.copy()
    changed[name] = value
    changed.pop(names.PAGE, None)
    return f"?{changed.urlencode()}"


def _without_value(parameters: QueryDict, name: str, value: str) -> str:
    left = parameters.copy()
    left.setlist(name, [other for other in left.getlist(name) if other != value])
    left.pop(names.PAGE, None)
    return f"?{left.urlencode()}"
