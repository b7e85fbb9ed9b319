"""What a simulated day begins with: places, people, goods and one run. Everything is invented."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from random import Random

from django.db import transaction

from catalogue.models import Product, ProductClass
from sellers.commission.models import CommissionRate
from sellers.enums import LegalType
from sellers.models import Partner, StockRecord
from shop.accounts.enums import Role
from shop.accounts.models import RoleGrant, User
from shop.demo.simulation.scale import Scale
from shop.regions.models import Commune, Province
from shop.shipping.enums import PlaceKind, RunState
from shop.shipping.models import PickUpPoint, Run, RunStop

HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)
NAME = "Mô phỏng"
MANY = 100_000
COMMISSION_BASIS_POINTS = 500


@dataclass
class World:
    """One province with its points, sellers and goods; the run and the one that brings things back."""

    scale: Scale
    random: Random
    run: Run
    next_run: Run
    stops: list[RunStop]
    goods: list[Product]
    driver: User
    finance: User
    office: User
    operators: dict[int, User]
    packers: dict[int, User]
    cash: dict[str, int] = field(default_factory=dict)
    """What each holder really has in hand (drawer:<point>, driver, treasury), kept apart from the books."""

    def move_cash(self, giver: str, taker: str, amount_vnd: int) -> None:
        self.cash[giver] = self.cash.get(giver, 0) - amount_vnd
        self.cash[taker] = self.cash.get(taker, 0) + amount_vnd


@transaction.atomic
def build(scale: Scale, *, now: datetime.datetime) -> World:
    """Write the world of a day whose run leaves at `now`."""
    province = Province.objects.create(
        code="99", name=NAME, full_name=f"Tỉnh {NAME}", slug="mo-phong", kind="tỉnh", sort_key="mo-phong",
        valid_from=now.date() - 365 * DAY,
    )  # fmt: skip
    communes = [_commune(province, number, now) for number in range(scale.points)]
    driver, finance, office = (_person(number, name) for number, name in enumerate(("Tài xế", "Thủ quỹ", "Điều phối")))
    for person, role in ((driver, Role.DRIVER), (finance, Role.FINANCE), (office, Role.ADMINISTRATOR)):
        RoleGrant.objects.create(user=person, role=role)
    run = _run("MP-DI", province, driver, now)
    next_run = _run("MP-VE", province, driver, now + 4 * DAY)
    points = [_point(commune, number, scale) for number, commune in enumerate(communes)]
    stops = [_stop(run, point, number, scale) for number, point in enumerate(points)]
    for number, point in enumerate(points):
        _stop(next_run, point, number, scale)
    CommissionRate.objects.create(basis_points=COMMISSION_BASIS_POINTS, valid_from=now.date() - 365 * DAY, basis=NAME)
    sellers = [_seller(communes[number % len(communes)], number, now) for number in range(scale.sellers)]
    return World(
        scale=scale,
        random=Random(scale.seed),
        run=run,
        next_run=next_run,
        stops=stops,
        goods=_goods(sellers, scale, now),
        driver=driver,
        finance=finance,
        office=office,
        operators={point.pk: _operator(point, 100 + number) for number, point in enumerate(points)},
        packers={seller.pk: _packer(seller, 1_000 + number) for number, seller in enumerate(sellers)},
    )


def _commune(province: Province, number: int, now: datetime.datetime) -> Commune:
    slug = f"xa-mo-phong-{number}"
    return Commune.objects.create(
        code=f"99{number:03d}", province=province, name=f"Xã {NAME} {number}", slug=slug, kind="xã", sort_key=slug,
        valid_from=now.date() - 365 * DAY,
    )  # fmt: skip


def _person(number: int, name: str) -> User:
    return User.objects.create(phone=f"+8490{number:07d}", full_name=f"{name} ({NAME.lower()})", is_demo=True)


def _operator(point: PickUpPoint, number: int) -> User:
    person = _person(number, "Người trực")
    RoleGrant.objects.create(user=person, role=Role.POINT_OPERATOR, point=point)
    return person


def _packer(seller: Partner, number: int) -> User:
    person = _person(number, "Người đóng gói")
    RoleGrant.objects.create(user=person, role=Role.SELLER_PACKER, seller=seller)
    return person


def _run(code: str, province: Province, driver: User, departs_at: datetime.datetime) -> Run:
    return Run.objects.create(
        code=code, name=f"Chuyến {code}", province=province, state=RunState.OPEN, driver=driver, is_demo=True,
        opens_at=departs_at - 14 * DAY, cut_off_at=departs_at - DAY, departs_at=departs_at, capacity_g=10**12,
    )  # fmt: skip


def _point(commune: Commune, number: int, scale: Scale) -> PickUpPoint:
    return PickUpPoint.objects.create(
        name=f"Điểm {NAME.lower()} {number}", slug=f"diem-mo-phong-{number}", kind=PlaceKind.CULTURE_HOUSE,
        commune=commune, address_line="Thôn Thử", opening_hours="T2–CN 7:00–18:00", capacity_parcels=scale.parcels,
        is_demo=True,
    )  # fmt: skip


def _stop(run: Run, point: PickUpPoint, number: int, scale: Scale) -> RunStop:
    arrives_at = run.departs_at + 3 * HOUR
    return RunStop.objects.create(
        run=run, point=point, position=number + 1, arrives_at=arrives_at, closes_at=arrives_at + 8 * HOUR,
        collect_by=arrives_at + 3 * DAY, capacity_parcels=scale.parcels,
    )  # fmt: skip


def _seller(commune: Commune, number: int, now: datetime.datetime) -> Partner:
    slug = f"nha-ban-mo-phong-{number}"
    return Partner.objects.create(
        name=f"HTX {NAME.lower()} {number}", slug=slug, code=slug, legal_type=LegalType.COOPERATIVE, is_demo=True,
        phone=f"+8491{number:07d}", address_line="Thôn Thử", commune=commune, province=commune.province,
        approved_at=now - 100 * DAY,
    )  # fmt: skip


def _goods(sellers: list[Partner], scale: Scale, now: datetime.datetime) -> list[Product]:
    kind, _created = ProductClass.objects.get_or_create(
        slug="hang-hoa", defaults={"name": "Hàng hóa", "track_stock": True}
    )
    owners = [sellers[number % len(sellers)] for number in range(scale.goods)]
    prices = Random(scale.seed)
    products = Product.objects.bulk_create(
        Product(
            title=f"Hàng {NAME.lower()} {number}", slug=f"hang-mo-phong-{number}", upc=f"MP-{number}",
            product_class=kind, unit="gói", weight_g=500, commune=owner.commune, province=owner.province,
            seller_name=owner.name, seller_slug=owner.slug, price_vnd=prices.randrange(20, 200) * 1_000,
            available=MANY, is_public=True, is_demo=True, published_at=now - 50 * DAY,
        )
        for number, owner in enumerate(owners)
    )  # fmt: skip
    StockRecord.objects.bulk_create(
        StockRecord(
            product=product, partner=owner, partner_sku=product.upc, price=product.price_vnd, num_in_stock=MANY,
            num_allocated=0,
        )
        for product, owner in zip(products, owners, strict=True)
    )  # fmt: skip
    return products
