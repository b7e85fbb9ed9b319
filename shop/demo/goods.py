"""Goods, stock and lots: 500 OCOP rows and the goods of "Hàng Việt"."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from catalogue.images.renditions import attach_many
from catalogue.lots.models import Lot
from catalogue.models import Category, Product, ProductCategory
from sellers.models import Partner, StockRecord
from shop.demo.categories import goods_class
from shop.demo.pictures import Pictures
from shop.demo.regions import Places
from shop.demo.seed import rng
from shop.demo.sellers import SellerKey, seller_key
from shop.demo.tables import descriptions, rows
from shop.regions.vietnamese import slug

SOLD_OUT_SHARE = 0.03
HEAVY_G = 4_000


@dataclass(frozen=True)
class Good:
    """One row of the tables, ready to be stored. `key` is the product's UPC, by which a second load knows it."""

    key: str
    row: dict[str, str]
    name: str
    seller: Partner
    category: Category
    commune_id: str | None
    extra: dict[str, object]


def ocop_key(number: int) -> str:
    return f"DEMO-OCOP-{number:03d}"


def load_goods(
    *,
    categories: dict[str, Category],
    sellers: dict[SellerKey, Partner],
    pictures: Pictures,
    places: Places,
    now: datetime.datetime,
) -> dict[str, Product]:
    """Create the missing goods with stock, picture and lots; return key -> product of all of them."""
    wanted = [*_ocop_goods(categories, sellers, places), *_vietnamese_goods(categories, sellers)]
    keys = [good.key for good in wanted]
    known = set(Product.objects.filter(upc__in=keys).values_list("upc", flat=True))
    _store([good for good in wanted if good.key not in known], pictures, now)
    return {product.upc: product for product in Product.objects.filter(upc__in=keys)}


def _ocop_goods(categories: dict[str, Category], sellers: dict[SellerKey, Partner], places: Places) -> list[Good]:
    goods = []
    tables = zip(rows("ocop_products"), rows("ocop_types"), rows("ocop_goods"), strict=True)
    for number, (product, kind, row) in enumerate(tables, start=1):
        seller = sellers[seller_key(product)]
        extra = {
            "is_speciality": bool(row["speciality"]),
            "season_months": [int(month) for month in row["season_months"].split()],
            "shelf_life_days": int(row["shelf_life_days"]) or None,
            "origin": _origin(product),
        }
        commune = places.commune_code(
            printed=product["commune_if_known"],
            old_province=product["old_province"],
            province=product["province_2025"],
        )
        category = categories[kind["type_code"]]
        goods.append(Good(ocop_key(number), row, product["name_vi"], seller, category, commune, extra))
    return goods


def _origin(product: dict[str, str]) -> str:
    parts = [product["commune_if_known"], product["old_province"], product["province_2025"]]
    names = list(dict.fromkeys(part for part in parts if part))
    return ", ".join([*names, "Việt Nam"])[:120]


def _vietnamese_goods(categories: dict[str, Category], sellers: dict[SellerKey, Partner]) -> list[Good]:
    goods = []
    for row in rows("hang_viet"):
        seller = sellers[row["enterprise"], ""]
        extra = {"origin": "Việt Nam", "origin_evidence": row["origin_evidence"]}
        category = categories[row["category_code"]]
        goods.append(Good(f"DEMO-{row['key']}", row, row["name_vi"], seller, category, seller.commune_id, extra))
    return goods


def _store(goods: list[Good], pictures: Pictures, now: datetime.datetime) -> None:
    """Insert goods and what hangs on them. Plain inserts: a new good has no readers yet to be told."""
    kind = goods_class()
    products = Product.objects.bulk_create([_product(good, kind.pk, now) for good in goods], batch_size=500)
    pairs = list(zip(goods, products, strict=True))
    ProductCategory.objects.bulk_create(
        [ProductCategory(product=product, category=good.category) for good, product in pairs], batch_size=1000
    )
    StockRecord.objects.bulk_create([_stock(good, product) for good, product in pairs], batch_size=1000)
    attach_many((product, pictures[good.row["picture"]], 0) for good, product in pairs)
    Lot.objects.bulk_create(
        [lot for good, product in pairs for lot in _lots(good, product, now.date())], batch_size=1000
    )


def _product(good: Good, class_id: int, now: datetime.datetime) -> Product:
    template = descriptions()[good.row["template"]]
    short = good.row["unit_short"]
    content = good.row["unit"].removeprefix(short).strip()
    text = template["text"].format(name=good.name, producer=good.seller.name, province=_province_name(good.seller))
    return Product(
        upc=good.key,
        title=good.name,
        slug=slug(good.name)[:200],
        product_class_id=class_id,
        description=text,
        unit=short,
        net_content=content or ("1 kg" if short == "kg" else ""),
        weight_g=int(good.row["weight_g"]),
        province_id=good.seller.province_id,
        commune_id=good.commune_id,
        ingredients=template["ingredients"],
        usage=template["use"],
        storage=template["storage"],
        warning=template.get("warning", ""),
        is_demo=True,
        is_public=True,
        published_at=now - datetime.timedelta(hours=rng("published", good.key).randint(24, 24 * 300)),
        seller_name=good.seller.name,
        seller_slug=good.seller.slug,
        price_vnd=int(good.row["price_vnd"]),
        available=_on_hand(good),
        **good.extra,
    )


def _province_name(seller: Partner) -> str:
    return seller.province.name if seller.province else ""


def _on_hand(good: Good) -> int:
    """Return an invented stock: few of what is heavy, nothing of some."""
    invented = rng("stock", good.key)
    if invented.random() < SOLD_OUT_SHARE:
        return 0
    return invented.randint(2, 8) if int(good.row["weight_g"]) > HEAVY_G else invented.randint(20, 240)


def _stock(good: Good, product: Product) -> StockRecord:
    return StockRecord(
        product=product,
        partner=good.seller,
        partner_sku=good.key,
        price=int(good.row["price_vnd"]),
        num_in_stock=_on_hand(good),
        num_allocated=0,
        low_stock_threshold=5,
    )


def _lots(good: Good, product: Product, today: datetime.date) -> list[Lot]:
    """Return one or two lots in date today; goods that do not spoil have one without an end."""
    life = product.shelf_life_days
    invented = rng("lot", good.key)
    count = 1 if life is None or life < 30 else 2
    lots = []
    for number in range(1, count + 1):
        age = invented.randint(0, max(1, min(90, (life or 90) // 3)))
        produced = today - datetime.timedelta(days=age)
        lots.append(
            Lot(
                product=product,
                code=f"{good.key.removeprefix('DEMO-')}-{produced:%y%m%d}-{number}",
                produced_on=produced,
                expires_on=produced + datetime.timedelta(days=life) if life else None,
                quantity=invented.randint(5, 40) * 10,
                is_demo=True,
            )
        )
    return lots
