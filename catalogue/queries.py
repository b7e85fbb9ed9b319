"""Questions about goods and their categories."""

from __future__ import annotations

from dataclasses import dataclass

from oscar.apps.catalogue.models import ProductClass

from catalogue.models import Category

GOODS_CLASS = "hang-hoa"


@dataclass(frozen=True, kw_only=True)
class CategoryGroup:
    """Categories that goods may stand in, under the name of the branch above them."""

    name: str
    categories: list[Category]


def goods_class() -> ProductClass:
    """Return the one class of goods: stock is counted, each needs delivery."""
    return ProductClass.objects.get_or_create(
        slug=GOODS_CLASS, defaults={"name": "Hàng hóa", "track_stock": True, "requires_shipping": True}
    )[0]


def goods_category(slug: str) -> Category | None:
    """Return the category of this slug if goods may stand in it: a leaf of the tree."""
    return Category.objects.filter(slug=slug, numchild=0).first() if slug else None


def category_groups() -> list[CategoryGroup]:
    """Return every leaf of the tree in its order, grouped by the branch above it. One query."""
    tree = list(Category.objects.order_by("path"))
    by_path = {category.path: category for category in tree}
    groups: dict[str, list[Category]] = {}
    for category in tree:
        if category.numchild == 0:
            above = by_path.get(category.path[: -Category.steplen], category)
            groups.setdefault(_branch_name(above, by_path), []).append(category)
    return [CategoryGroup(name=name, categories=leaves) for name, leaves in groups.items()]


def _branch_name(category: Category, by_path: dict[str, Category]) -> str:
    above = by_path.get(category.path[: -Category.steplen])
    return f"{above.name} › {category.name}" if above and above.depth > 1 else category.name
