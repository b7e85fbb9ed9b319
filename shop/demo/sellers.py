"""Producers of the 500 OCOP goods, the unnamed cooperatives, and the invented enterprises of "Hàng Việt"."""

from __future__ import annotations

import datetime

from stdnum.vn import mst

from sellers.enums import LegalType
from sellers.models import Partner
from shop.accounts.phones import parse_mobile
from shop.demo.regions import Places
from shop.demo.seed import rng
from shop.demo.tables import rows
from shop.regions.vietnamese import slug

LEGAL_TYPES = {
    "Doanh nghiệp": LegalType.ENTERPRISE,
    "Hợp tác xã": LegalType.COOPERATIVE,
    "Tổ hợp tác": LegalType.COOPERATIVE_GROUP,
    "": LegalType.COOPERATIVE,
}
NO_ADDRESS = "Địa chỉ chưa nêu trong nguồn"
SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Đàng", "Katơr", "Võ", "Thạch", "Bùi")
GIVEN = ("Thị Gió", "Văn Nắng", "Thị Mưa", "Văn Sông", "Thị Lúa", "Văn Đồi", "Thị Suối", "Văn Biển")
BANK_BIN = "970405"

SellerKey = tuple[str, str]


def seller_key(row: dict[str, str]) -> SellerKey:
    """Return the name and province that tell one producer of ocop_products.csv from another."""
    name = row["producer"] or f"Hợp tác xã (chưa nêu tên), {_place(row)}"
    return name[:128], row["province_2025"]


def _place(row: dict[str, str]) -> str:
    return row["commune_if_known"] or f"tỉnh {row['old_province'] or row['province_2025']}"


def load_sellers(*, places: Places, now: datetime.datetime) -> dict[SellerKey, Partner]:
    """Create the missing sellers; return them by (name, province), enterprises of Hàng Việt by (key, "")."""
    wanted: dict[SellerKey, Partner] = {}
    for row in rows("ocop_products"):
        wanted.setdefault(seller_key(row), _producer(row, places, now))
    for row in rows("hang_viet_enterprises"):
        wanted[row["key"], ""] = _enterprise(row, now)
    _number(wanted)
    codes = [seller.code for seller in wanted.values()]
    known = set(Partner.objects.filter(code__in=codes).values_list("code", flat=True))
    Partner.objects.bulk_create([seller for seller in wanted.values() if seller.code not in known])
    stored = {seller.code: seller for seller in Partner.objects.filter(code__in=codes)}
    return {key: stored[seller.code] for key, seller in wanted.items()}


def _number(sellers: dict[SellerKey, Partner]) -> None:
    """Make slugs unique, and give invented tax codes and accounts in the order of the tables."""
    taken: set[str] = set()
    for number, seller in enumerate(sellers.values(), start=1):
        base = slug(seller.name)[:110]
        seller.slug = base if base not in taken else f"{base}-{seller.province_id}"
        taken.add(seller.slug)
        seller.code = f"demo-{seller.slug}"[:128]
        seller.tax_code = _tax_code(seller.legal_type, number)
        seller.registration_no = f"{number:05d}/DEMO"
        seller.bank_account = f"9999{number:08d}"


def _tax_code(legal_type: str, number: int) -> str:
    """Return a code of the right form that nobody has.

    Households use the 12-digit personal number; 000 is no province of birth. Others have ten digits, 99 being no
    province's office.
    """
    if legal_type in {LegalType.HOUSEHOLD, LegalType.INDIVIDUAL}:
        return f"000{number:09d}"
    body = f"99{number:07d}"
    return body + mst.calc_check_digit(body)


def _producer(row: dict[str, str], places: Places, now: datetime.datetime) -> Partner:
    name, province = seller_key(row)
    code = places.commune_code(
        printed=row["commune_if_known"], old_province=row["old_province"], province=row["province_2025"]
    )
    return _seller(
        name=name,
        legal_type=LEGAL_TYPES.get(row["producer_type"], LegalType.HOUSEHOLD),
        province_id=places.provinces[province].pk,
        commune_id=code,
        address_line=NO_ADDRESS,
        now=now,
    )


def _enterprise(row: dict[str, str], now: datetime.datetime) -> Partner:
    seller = _seller(
        name=row["name"],
        legal_type=row["kind"],
        province_id=row["province_code"],
        commune_id=row["commune_code"] or None,
        address_line=row["address_line"],
        now=now,
    )
    seller.phone = parse_mobile(row["phone"])
    return seller


def _seller(*, name: str, now: datetime.datetime, **fields: object) -> Partner:
    invented = rng("seller", name)
    person = f"{invented.choice(SURNAMES)} {invented.choice(GIVEN)}"
    return Partner(
        name=name,
        representative=person,
        phone=f"+84900001{invented.randint(0, 999):03d}",
        bank_bin=BANK_BIN,
        bank_holder=name[:120],
        approved_at=now - datetime.timedelta(days=invented.randint(30, 400)),
        is_demo=True,
        **fields,
    )
