"""Read goods from the database as index documents: a fixed number of queries for each 500."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import strip_tags

from catalogue.models import Category, Product
from catalogue.search import contributors
from catalogue.search.enums import Mark
from catalogue.search.protocol import ProductDocument
from catalogue.search.versions import next_version
from shop.regions.models import FormerCommune

BATCH = 500


@dataclass(frozen=True, slots=True)
class Loaded:
    """documents to index; gone: ids that are not for sale to the public (any more); version: of all of them."""

    documents: list[ProductDocument]
    gone: list[int]
    version: int


def load(product_ids: Sequence[int]) -> Loaded:
    version = next_version()
    products = Product.objects.browsable().filter(pk__in=product_ids).select_related("province", "commune")
    contributed = contributors.contribute_all(product_ids)
    shown = [product for product in products if not contributed[product.pk].pop(contributors.HIDDEN, False)]
    paths = _category_paths([product.pk for product in shown])
    former = _former_places({product.commune_id for product in shown if product.commune_id})
    documents = [
        _document(product, paths.get(product.pk, []), former.get(product.commune_id, []), contributed[product.pk])
        for product in shown
    ]
    for document in documents:
        document.version = version
    return Loaded(documents, sorted(set(product_ids) - {product.pk for product in shown}), version)


def load_all() -> Iterator[ProductDocument]:
    """Yield every good for sale, by primary key, 500 at a time."""
    last = 0
    while ids := _next_ids(after=last):
        yield from load(ids).documents
        last = ids[-1]


def count_all() -> int:
    return Product.objects.browsable().count()


def _next_ids(*, after: int) -> list[int]:
    found = Product.objects.browsable().filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)
    return list(found[:BATCH])


def _document(
    product: Product, categories: list[Category], former_places: list[str], contributed: dict[str, Any]
) -> ProductDocument:
    document = ProductDocument(
        id=product.pk,
        name=product.title,
        seller_slug=product.seller_slug,
        seller_name=product.seller_name,
        province_slug=product.province.slug if product.province else "",
        province_name=product.province.name if product.province else "",
        former_province_names=list(product.province.former_names) if product.province else [],
        commune_name=product.commune.name if product.commune else "",
        former_place_names=former_places,
        category_slugs=[category.slug for category in categories],
        category_names=[category.name for category in categories],
        stars=product.ocop_stars,
        price_vnd=product.price_vnd,
        in_stock=product.in_stock,
        description=strip_tags(f"{product.description} {product.ingredients}"),
        sku=product.upc or "",
        gtin=product.gtin,
        marks=_marks(product),
        months=product.season_months,
        sales=product.sales_count,
        published_at=product.published_at,
    )
    for name, value in contributed.items():
        setattr(document, name, value)
    return document


def _marks(product: Product) -> list[str]:
    marks = {
        Mark.OCOP: product.ocop_stars is not None,
        Mark.VIETNAMESE: product.is_vietnamese,
        Mark.SPECIALITY: product.is_speciality,
    }
    return [mark.value for mark, given in marks.items() if given]


def _former_places(commune_codes: set[str]) -> dict[str, list[str]]:
    """Return what each commune was before July 2025: old communes with their districts and provinces."""
    places: dict[str, list[str]] = {}
    former = FormerCommune.objects.filter(commune__in=commune_codes)
    for code, *names in former.values_list("commune_id", "name", "district_name", "province_name"):
        known = places.setdefault(code, [])
        known += [name for name in names if name not in known]
    return places


def _category_paths(product_ids: list[int]) -> dict[int, list[Category]]:
    """Return each product's categories with all above them, root first, each once."""
    tree = {category.path: category for category in Category.objects.filter(is_public=True)}
    links = Product.categories.through.objects.filter(product_id__in=product_ids).order_by("category__path")
    paths: dict[int, dict[str, Category]] = {}
    for product_id, leaf in links.values_list("product_id", "category__path"):
        above = (leaf[:end] for end in range(Category.steplen, len(leaf) + 1, Category.steplen))
        known = paths.setdefault(product_id, {})
        known |= {path: tree[path] for path in above if path in tree}
    return {product_id: list(known.values()) for product_id, known in paths.items()}
