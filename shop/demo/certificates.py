"""OCOP certificates: the year is the source's where it printed one; numbers, days and renewals are illustrative."""

from __future__ import annotations

import datetime

from catalogue.certification.models import Certificate, CertificateKind
from catalogue.certification.validity import ocop_valid_until
from catalogue.models import Product
from shop.demo.goods import ocop_key
from shop.demo.seed import day_between, rng
from shop.demo.tables import rows

RENEWED_SHARE = 0.9
UNSTATED_YEARS = (2020, 2023)
OLD_CITIES = frozenset({"Hà Nội", "Hải Phòng", "Huế", "Đà Nẵng", "Hồ Chí Minh", "Cần Thơ"})
CITIES = OLD_CITIES | {"Đồng Nai", "Quảng Ninh", "Bắc Ninh"}
TWO_LEVELS_SINCE = datetime.date(2025, 7, 1)
ORIGINAL_NOTE = "Dữ liệu minh hoạ: số và ngày quyết định không có trong nguồn"
RENEWAL_NOTE = "Dữ liệu minh hoạ: quyết định công nhận lại"


def load_certificates(*, products: dict[str, Product], today: datetime.date) -> int:
    """Give goods with stars their decisions and the copy on the card; return how many decisions were added."""
    known = set(Certificate.objects.filter(product__in=products.values()).values_list("product_id", flat=True))
    added: list[Certificate] = []
    for number, row in enumerate(rows("ocop_products"), start=1):
        product = products[ocop_key(number)]
        if row["stars"] and product.pk not in known:
            added += _certificates(number, row, product, today)
    Certificate.objects.bulk_create(added, batch_size=500)
    _copy_to_cards(added, products)
    return len(added)


def _certificates(number: int, row: dict[str, str], product: Product, today: datetime.date) -> list[Certificate]:
    stars = int(row["stars"])
    first = _certificate(product, stars, f"{number}", _decided_on(number, row, today), row, ORIGINAL_NOTE)
    lapsed = first.valid_until is not None and first.valid_until < today
    if not lapsed or rng("renewed", number).random() >= RENEWED_SHARE:
        return [first]
    earliest = max(first.valid_until - datetime.timedelta(days=120), today - datetime.timedelta(days=900))
    again = day_between(earliest, today - datetime.timedelta(days=20), "renewal", number)
    return [first, _certificate(product, stars, f"{1000 + number}", again, row, RENEWAL_NOTE)]


def _decided_on(number: int, row: dict[str, str], today: datetime.date) -> datetime.date:
    year = int(row["certified_year_if_stated"] or rng("year", number).randint(*UNSTATED_YEARS))
    last = min(datetime.date(year, 12, 20), today - datetime.timedelta(days=5))
    return day_between(datetime.date(year, 3, 1), last, "decision", number)


def _certificate(
    product: Product, stars: int, number: str, day: datetime.date, row: dict[str, str], note: str
) -> Certificate:
    return Certificate(
        product=product,
        kind=CertificateKind.OCOP,
        stars=stars,
        decision_no=f"{number}/QĐ-MH/{day.year}",
        decision_date=day,
        issuer_name=_issuer(stars, day, row),
        valid_until=ocop_valid_until(day),
        is_demo=True,
        note=note,
    )


def _issuer(stars: int, day: datetime.date, row: dict[str, str]) -> str:
    """Return who decides on these stars on that day: districts gave 3 stars until July 2025 (QĐ 1489/QĐ-TTg)."""
    if stars == 5:
        new = day >= datetime.date(2025, 3, 1)
        return "Bộ Nông nghiệp và Môi trường" if new else "Bộ Nông nghiệp và Phát triển nông thôn"
    if day >= TWO_LEVELS_SINCE:
        return f"UBND {_with_rank(row['province_2025'], CITIES)}"
    old = _with_rank(row["old_province"] or row["province_2025"], OLD_CITIES)
    return f"UBND {old}" if stars == 4 else f"UBND cấp huyện, {old}"


def _with_rank(name: str, cities: frozenset[str]) -> str:
    return f"thành phố {name}" if name in cities else f"tỉnh {name}"


def _copy_to_cards(certificates: list[Certificate], products: dict[str, Product]) -> None:
    """Copy stars and their last day to the cards; the newest decision counts."""
    by_id = {product.pk: product for product in products.values()}
    for certificate in sorted(certificates, key=lambda row: row.decision_date):
        product = by_id[certificate.product_id]
        product.stars, product.stars_until = certificate.stars, certificate.valid_until
    changed = [by_id[certificate.product_id] for certificate in certificates]
    Product.objects.bulk_update(changed, ["stars", "stars_until"], batch_size=500)
