"""The two roots: the official OCOP tree and "Hàng Việt"."""

from __future__ import annotations

from catalogue.models import Category, ProductClass
from shop.demo.pictures import Pictures
from shop.demo.tables import rows


def goods_class() -> ProductClass:
    """Return the class of everything sold: stock is tracked."""
    return ProductClass.objects.get_or_create(slug="hang-hoa", defaults={"name": "Hàng hóa", "track_stock": True})[0]


def load_categories(pictures: Pictures) -> dict[str, Category]:
    """Create the missing nodes of data/ocop_tree.csv; return code -> category."""
    known = {category.code: category for category in Category.objects.exclude(code=None)}
    for row in rows("ocop_tree"):
        if row["code"] not in known:
            known[row["code"]] = _add(row, known, pictures)
    return known


def _add(row: dict[str, str], known: dict[str, Category], pictures: Pictures) -> Category:
    fields = {
        "code": row["code"],
        "name": row["name_vi"],
        "slug": row["slug"],
        "card_image": pictures[row["picture"]].card,
    }
    if not row["parent"]:
        return Category.objects.add_root(fields)
    parent = Category.objects.get(pk=known[row["parent"]].pk)
    return Category.objects.add_child(parent, fields)
