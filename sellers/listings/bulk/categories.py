"""Find a category by what stands in a cell."""

from __future__ import annotations

from collections.abc import Callable

from catalogue.models import Category
from catalogue.queries import category_groups
from sellers.listings.kinds import Kind, kind_of_category
from shop.regions.vietnamese import fold

SEPARATOR = " › "


def category_finder() -> Callable[[str], str | None]:
    """Return a function from a name, "branch › name", slug or code to the slug of a leaf. One query, made once.

    A name that two leaves share is known only with its branch.
    """
    found: dict[str, str | None] = {}
    for group in category_groups():
        for category in group.categories:
            name = _plain(category.name)
            found[name] = None if name in found else category.slug
            for other in (f"{group.name}{SEPARATOR}{category.name}", category.slug, category.code or ""):
                found[_plain(other)] = category.slug
    return lambda text: found.get(_plain(text))


def category_names(kind: Kind | None = None) -> list[str]:
    """Return the names that may stand in a cell, of one type or of all goods, in the order of the tree."""
    leaves = [(group.name, category) for group in category_groups() for category in group.categories]
    twice = _shared([category for _group, category in leaves])
    return [
        f"{group}{SEPARATOR}{category.name}" if category.name in twice else category.name
        for group, category in leaves
        if kind is None or kind_of_category(category.code) is kind
    ]


def names_by_slug() -> dict[str, str]:
    """Return slug -> the name that an export writes and an import reads."""
    leaves = [(group.name, category) for group in category_groups() for category in group.categories]
    twice = _shared([category for _group, category in leaves])
    return {
        category.slug: f"{group}{SEPARATOR}{category.name}" if category.name in twice else category.name
        for group, category in leaves
    }


def _shared(categories: list[Category]) -> set[str]:
    names = [category.name for category in categories]
    return {name for name in names if names.count(name) > 1}


def _plain(text: str) -> str:
    return " ".join(fold(text).replace("›", ">").split())
