"""A bigger market for measuring: names recombined from the real ones, marked as demo, inserted in bulk."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from itertools import islice

from django.db import transaction

from catalogue.certification.models import Certificate, CertificateKind
from catalogue.certification.validity import ocop_valid_until
from catalogue.models import Product, ProductCategory
from sellers.models import Partner, StockRecord
from shop.demo.progress import Progress
from shop.demo.seed import rng
from shop.regions.models import Commune
from shop.regions.vietnamese import slug

BATCH = 2_000
PREFIX = "DEMO-TH-"
STARRED_SHARE = 0.5
COPIED = (
    "description",
    "unit",
    "net_content",
    "weight_g",
    "season_months",
    "ingredients",
    "usage",
    "storage",
    "warning",
    "shelf_life_days",
    "product_class_id",
    "card_image",
)


def load_synthetic(*, total: int, now: datetime.datetime, progress: Progress) -> int:
    """Add goods until there are `total` demo goods; return how many were added."""
    models = list(Product.objects.filter(is_demo=True).exclude(upc__startswith=PREFIX).order_by("upc"))
    there = Product.objects.filter(is_demo=True, parent=None).count()
    first = there - len(models) + 1
    missing = total - there
    maker = _Maker(models, now)
    numbers = iter(range(first, first + missing))
    added = 0
    with progress.step(f"Hàng tổng hợp cho đủ {total} sản phẩm"):
        while batch := list(islice(numbers, BATCH)):
            maker.store(batch)
            added += len(batch)
            progress.at("hàng tổng hợp", added, missing)
    return added


class _Maker:
    """Makes goods by taking one real good as a model, a commune for the name and a seller of the same province."""

    def __init__(self, models: list[Product], now: datetime.datetime) -> None:
        self._models = models
        self._now = now
        self._communes = list(Commune.objects.values_list("code", "name", "province_id"))
        self._sellers: dict[str, list[Partner]] = {}
        for seller in Partner.objects.filter(is_demo=True).order_by("code"):
            self._sellers.setdefault(seller.province_id, []).append(seller)
        self._everybody = [seller for sellers in self._sellers.values() for seller in sellers]
        links = ProductCategory.objects.filter(product__in=models)
        self._category = dict(links.values_list("product_id", "category_id"))

    @transaction.atomic
    def store(self, numbers: list[int]) -> None:
        made = [self._make(number) for number in numbers]
        products = Product.objects.bulk_create([product for product, _, _ in made])
        ProductCategory.objects.bulk_create(
            ProductCategory(product=product, category_id=self._category[model.pk]) for product, model, _ in made
        )
        StockRecord.objects.bulk_create(
            StockRecord(
                product=product,
                partner=seller,
                partner_sku=product.upc,
                price=product.price_vnd,
                num_in_stock=product.available,
                num_allocated=0,
            )
            for product, _, seller in made
        )
        Certificate.objects.bulk_create(self._certificates(products))

    def _make(self, number: int) -> tuple[Product, Product, Partner]:
        invented = rng("synthetic", number)
        model = invented.choice(self._models)
        code, commune, province = invented.choice(self._communes)
        seller = invented.choice(self._sellers.get(province) or self._everybody)
        title = f"{kind_of(model.title)} {commune.split(' ', 1)[1]}"
        starred = model.stars is not None and invented.random() < STARRED_SHARE
        decided_on = self._now.date() - datetime.timedelta(days=invented.randint(10, 1_300))
        product = Product(
            upc=f"{PREFIX}{number:07d}",
            title=title,
            slug=slug(title),
            commune_id=code,
            province_id=province,
            seller_name=seller.name,
            seller_slug=seller.slug,
            price_vnd=max(1_000, round(model.price_vnd * invented.uniform(0.7, 1.4) / 1000) * 1000),
            available=invented.randint(0, 200),
            stars=model.stars if starred else None,
            stars_until=ocop_valid_until(decided_on) if starred else None,
            published_at=self._now - datetime.timedelta(minutes=invented.randint(1, 500_000)),
            is_public=True,
            is_demo=True,
            **{field: getattr(model, field) for field in COPIED},
        )
        return product, model, seller

    def _certificates(self, products: list[Product]) -> Iterator[Certificate]:
        for product in products:
            if product.stars_until:
                yield Certificate(
                    product=product,
                    kind=CertificateKind.OCOP,
                    stars=product.stars,
                    decision_no=f"{product.upc}/QĐ-MH",
                    decision_date=product.stars_until.replace(year=product.stars_until.year - 3),
                    issuer_name="Cơ quan minh hoạ",
                    valid_until=product.stars_until,
                    is_demo=True,
                    note="Dữ liệu minh hoạ",
                )


def kind_of(title: str) -> str:
    """Return the words before the first proper name: "Chả lụa Thúy Hằng" -> "Chả lụa"."""
    words = title.split()
    for position, word in enumerate(words[1:], start=1):
        if word[0].isupper() or word[0] in "(-–":
            return " ".join(words[:position])
    return title
