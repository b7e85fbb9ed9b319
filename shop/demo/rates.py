"""What the demo market charges: commission for everybody, and home delivery of those who offer it."""

from __future__ import annotations

import datetime

from sellers.commission.models import CommissionRate
from sellers.models import Partner
from shop.demo.seed import rng
from shop.demo.tables import rows
from shop.shipping.models import HomeDeliveryRate

BASIS = "Biểu phí minh hoạ 01/DEMO"
COMMISSION_BASIS_POINTS = 300
DELIVERS_HOME_SHARE = 0.7


def load_rates(*, sellers: list[Partner], today: datetime.date) -> None:
    """Create the commission rate and the sellers' home delivery rates that are missing."""
    CommissionRate.objects.get_or_create(
        basis=BASIS,
        defaults={"basis_points": COMMISSION_BASIS_POINTS, "valid_from": datetime.date(today.year, 1, 1)},
    )
    known = set(HomeDeliveryRate.objects.values_list("seller_id", flat=True))
    new = [seller for seller in sellers if seller.pk not in known and _delivers_home(seller)]
    HomeDeliveryRate.objects.bulk_create([rate for seller in new for rate in _rates(seller)])


def _delivers_home(seller: Partner) -> bool:
    has_people = any(row["scope"] == f"seller:{seller.name}" for row in rows("people"))
    return has_people or rng("home", seller.code).random() < DELIVERS_HOME_SHARE


def _rates(seller: Partner) -> list[HomeDeliveryRate]:
    invented = rng("home rate", seller.code)
    near, far = invented.choice((15_000, 20_000)), invented.choice((30_000, 35_000, 40_000))
    return [
        HomeDeliveryRate(seller=seller, province_id=seller.province_id, amount_vnd=near, days=2),
        HomeDeliveryRate(seller=seller, province=None, amount_vnd=far, days=4),
    ]
