"""Categories and provinces as every page shows them: read once, kept until one of them changes.

Kept in the cache under a version that a change raises (see `signals.py`); within one request each is fetched once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from asgiref.local import Local
from django.conf import settings
from django.core.cache import cache
from django.core.signals import request_started
from django.dispatch import receiver

from catalogue.models import Category
from shop.regions.models import Province

Kept = TypeVar("Kept")

VERSION_KEY = "navigation:version"
KEEP_SECONDS = 600
MANY_KINDS = 4
DEEPEST_OPENED = 3

_this_request = Local()


@dataclass(frozen=True)
class CategoryLink:
    """A category as menus, crumbs and filters show it; `path` is treebeard's, so a prefix means "below"."""

    id: int
    slug: str
    name: str
    path: str
    depth: int
    image: str
    description: str

    def is_below(self, other: CategoryLink) -> bool:
        return self.path.startswith(other.path) and self.path != other.path


@dataclass(frozen=True)
class ProvinceLink:
    """A province as menus, cards and filters show it."""

    code: str
    slug: str
    name: str
    full_name: str
    former_names: tuple[str, ...]


def drop() -> None:
    """Forget everything kept: called when a category or a province changes."""
    forget_request()
    try:
        cache.incr(VERSION_KEY)
    except ValueError:
        cache.set(VERSION_KEY, 1, timeout=None)


def categories() -> list[CategoryLink]:
    """Return public categories in tree order."""
    return _kept("categories", _read_categories)


def root_categories() -> list[CategoryLink]:
    return [category for category in categories() if category.depth == 1]


def front_categories() -> list[CategoryLink]:
    """Return the categories of the home page: groups of many kinds are shown by their kinds."""
    shown: list[CategoryLink] = []
    for root in root_categories():
        shown += _opened(root)
    return shown


def _opened(category: CategoryLink) -> list[CategoryLink]:
    below = children(category)
    if len(below) < MANY_KINDS or category.depth >= DEEPEST_OPENED:
        return [category]
    return [link for child in below for link in _opened(child)]


def category_by_slug(slug: str) -> CategoryLink | None:
    return next((category for category in categories() if category.slug == slug), None)


def ancestors(category: CategoryLink) -> list[CategoryLink]:
    """Return the categories above, root first."""
    return [other for other in categories() if category.is_below(other)]


def children(category: CategoryLink) -> list[CategoryLink]:
    return [other for other in categories() if other.is_below(category) and other.depth == category.depth + 1]


def provinces() -> list[ProvinceLink]:
    """Return the provinces in dictionary order."""
    return _kept("provinces", _read_provinces)


def province_by_slug(slug: str) -> ProvinceLink | None:
    return next((province for province in provinces() if province.slug == slug), None)


def province_by_code(code: str | None) -> ProvinceLink | None:
    return next((province for province in provinces() if province.code == code), None)


def default_province() -> ProvinceLink | None:
    """Return the province whose runs a cached page promises."""
    return province_by_code(settings.DEFAULT_PROVINCE)


@receiver(request_started)
def forget_request(**_: Any) -> None:
    """Start the next request with nothing remembered."""
    _this_request.kept = {}


def _kept(name: str, read: Callable[[], Kept]) -> Kept:
    remembered: dict[str, Any] = getattr(_this_request, "kept", {})
    if name not in remembered:
        version = cache.get(VERSION_KEY, 0)
        remembered[name] = cache.get_or_set(f"navigation:{version}:{name}", read, KEEP_SECONDS)
        _this_request.kept = remembered
    return remembered[name]


def _read_categories() -> list[CategoryLink]:
    rows = Category.objects.filter(is_public=True, ancestors_are_public=True).order_by("path")
    return [
        CategoryLink(
            id=row.pk,
            slug=row.slug,
            name=row.name,
            path=row.path,
            depth=row.depth,
            image=row.card_image,
            description=row.description,
        )
        for row in rows
    ]


def _read_provinces() -> list[ProvinceLink]:
    return [
        ProvinceLink(
            code=row.code,
            slug=row.slug,
            name=row.name,
            full_name=row.full_name,
            former_names=tuple(row.former_names),
        )
        for row in Province.objects.filter(valid_to=None)
    ]
