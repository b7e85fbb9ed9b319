"""Sellers, goods, stock, certificates."""

import datetime

import factory
from django.utils import timezone

from catalogue.certification.models import Certificate, CertificateKind
from catalogue.certification.validity import ocop_valid_until
from catalogue.models import Category, Product, ProductClass
from sellers.enums import LegalType
from sellers.models import Partner, StockRecord
from tests.factories.places import CommuneFactory


class SellerFactory(factory.django.DjangoModelFactory):
    """An approved cooperative."""

    class Meta:
        model = Partner

    name = factory.Sequence(lambda n: f"HTX Thử {n}")
    slug = factory.Sequence(lambda n: f"htx-thu-{n}")
    code = factory.LazyAttribute(lambda seller: seller.slug)
    legal_type = LegalType.COOPERATIVE
    phone = "+84901234567"
    address_line = "Thôn Thử"
    commune = factory.SubFactory(CommuneFactory)
    province = factory.SelfAttribute("commune.province")
    approved_at = factory.LazyFunction(timezone.now)


def goods_class() -> ProductClass:
    """Return the product class of tracked goods."""
    return ProductClass.objects.get_or_create(slug="hang-hoa", defaults={"name": "Hàng hóa", "track_stock": True})[0]


def category(name: str = "Gia vị", slug: str = "gia-vi") -> Category:
    """Return a top-level category."""
    return Category.objects.filter(slug=slug).first() or Category.objects.add_root({"name": name, "slug": slug})


class ProductFactory(factory.django.DjangoModelFactory):
    """A published good without stock; use `stocked_product` for one that can be bought."""

    class Meta:
        model = Product
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Nước mắm thử {n}")
    slug = factory.Sequence(lambda n: f"nuoc-mam-thu-{n}")
    product_class = factory.LazyFunction(goods_class)
    unit = "chai"
    weight_g = 900
    commune = factory.SubFactory(CommuneFactory)
    province = factory.SelfAttribute("commune.province")
    is_public = True
    published_at = factory.LazyFunction(timezone.now)


class StockFactory(factory.django.DjangoModelFactory):
    """Price and stock; keeps the product's card in step."""

    class Meta:
        model = StockRecord
        skip_postgeneration_save = True

    product = factory.SubFactory(ProductFactory)
    partner = factory.SubFactory(SellerFactory)
    partner_sku = factory.Sequence(lambda n: f"SKU-{n}")
    price = 98_000
    num_in_stock = 50
    num_allocated = 0

    @factory.post_generation
    def card(self, create: bool, extracted: object, **kwargs: object) -> None:
        if create:
            Product.objects.filter(pk=self.product_id).update(
                seller_name=self.partner.name,
                seller_slug=self.partner.slug,
                price_vnd=int(self.price),
                available=self.num_in_stock - self.num_allocated,
            )
            self.product.refresh_from_db()


def stocked_product(
    *, seller: Partner | None = None, price: int = 98_000, stock: int = 50, **fields: object
) -> Product:
    """Return a published good that can be bought."""
    extra = {"partner": seller} if seller else {}
    return StockFactory(product=ProductFactory(**fields), price=price, num_in_stock=stock, **extra).product


class OcopCertificateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Certificate

    product = factory.SubFactory(ProductFactory)
    kind = CertificateKind.OCOP
    stars = 4
    decision_no = factory.Sequence(lambda n: f"{n}/QĐ-UBND")
    decision_date = factory.LazyFunction(lambda: timezone.localdate() - datetime.timedelta(days=200))
    issuer_name = "UBND tỉnh Khánh Hòa"
    valid_until = factory.LazyAttribute(lambda certificate: ocop_valid_until(certificate.decision_date))
