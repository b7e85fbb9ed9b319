"""A small market that public pages show."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import pytest
from django.utils import timezone

from catalogue.lots.models import Lot
from catalogue.models import Category, Product
from sellers.models import Partner
from shop.shipping.models import PickUpPoint, RunStop
from shop.storefront import navigation
from tests.factories.goods import OcopCertificateFactory, SellerFactory, stocked_product
from tests.factories.places import CommuneFactory, PointFactory, ProvinceFactory, RunStopFactory


@dataclass
class PublicMarket:
    product: Product
    seller: Partner
    category: Category
    point: PickUpPoint
    stop: RunStop
    lot: Lot


@pytest.fixture
def market(db: None) -> PublicMarket:
    """Fish sauce of four stars by one seller in Cà Ná, a lot, a pick-up point with a run in two days."""
    navigation.drop()
    commune = CommuneFactory(code="22900", name="Xã Phước Hà", slug="xa-phuoc-ha", province=ProvinceFactory())
    seller = SellerFactory(
        name="HTX Nước mắm Cà Ná",
        slug="htx-nuoc-mam-ca-na",
        tax_code="4500999999",
        commune=commune,
        story="Ba đời muối cá.",
    )
    root = Category.objects.add_root({"name": "Thực phẩm", "slug": "thuc-pham"})
    category = Category.objects.add_child(root, {"name": "Gia vị", "slug": "gia-vi"})
    product = good(seller=seller, category=category, title="Nước mắm nhĩ Cà Ná", net_content="500 ml")
    OcopCertificateFactory(product=product, stars=4, decision_no="1846/QĐ-UBND")
    lot = Lot.objects.create(
        product=product,
        code="CN-2611-01",
        produced_on=timezone.localdate() - datetime.timedelta(days=30),
        expires_on=timezone.localdate() + datetime.timedelta(days=300),
        quantity=640,
    )
    point = PointFactory(name="Nhà văn hóa thôn Trà Nô", slug="tra-no", commune=commune)
    stop = RunStopFactory(point=point, run__province=commune.province, run__name="Tuyến Trà Nô")
    return PublicMarket(product, seller, category, point, stop, lot)


def good(*, seller: Partner, category: Category, stars: int = 4, **fields: object) -> Product:
    """Return a good of the seller in the category, with stars in force."""
    product = stocked_product(
        seller=seller,
        stars=stars,
        stars_until=timezone.localdate() + datetime.timedelta(days=100),
        season_months=[timezone.localdate().month],
        commune=seller.commune,
        **fields,
    )
    product.categories.add(category)
    return product


def many_goods(market: PublicMarket, count: int) -> None:
    for number in range(count):
        good(seller=market.seller, category=market.category, stars=5, title=f"Nước mắm thử {number}")
