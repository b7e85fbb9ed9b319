"""What buyers see now, in the shape of what a seller types."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from catalogue.certification.models import Certificate, CertificateKind
from catalogue.lots.models import Lot
from catalogue.models import Category, Product
from sellers.listings.content import LABELS, PACKINGS, STEPS, TRADE, Content
from sellers.listings.domain.packings import offered
from sellers.listings.kinds import details_by_code
from sellers.listings.models import Listing
from sellers.listings.numbers import read_number
from sellers.models import StockRecord
from shop.money.formatting import grouped, vnd

UNITS = {"weight_g": "g", "shelf_life_days": "ngày", "ocop_stars": "sao"}


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One field that an edit changes. now is empty for a good that was never published."""

    name: str
    label: str
    now: str
    proposed: str


def content_of(product: Product) -> Content:
    """Return the content of a product as it stands, price and stock included. Costs five queries."""
    category = product.categories.first()
    stock = StockRecord.objects.filter(product=product).first()
    ocop = Certificate.objects.filter(product=product, kind=CertificateKind.OCOP).first()
    lot = Lot.objects.filter(product=product).order_by("-produced_on", "-pk").first()
    further = list(offered(product).values())
    return assemble(product=product, category=category, stock=stock, ocop=ocop, lot=lot, further=further)


def assemble(
    *,
    product: Product,
    category: Category | None,
    stock: StockRecord | None,
    ocop: Certificate | None,
    lot: Lot | None,
    further: Sequence[StockRecord] = (),
) -> Content:
    """Put a product and what belongs to it into the shape of a listing, without queries.

    further: the stock of its further packings, with their products.
    """
    whole = Content(
        name=product.title,
        category=category.slug if category else "",
        unit=product.unit,
        net_content=product.net_content,
        weight_g=product.weight_g,
        description=product.description,
        gtin=product.gtin,
        ingredients=product.ingredients,
        usage=product.usage,
        storage=product.storage,
        warning=product.warning,
        shelf_life_days=product.shelf_life_days,
        origin=product.origin,
        origin_evidence=product.origin_evidence,
        details=product.details,
        season_months=sorted(product.season_months),
        ocop_stars=ocop.stars if ocop else None,
        ocop_decision_no=ocop.decision_no if ocop else "",
        ocop_decision_date=ocop.decision_date if ocop else None,
        ocop_issuer=ocop.issuer_name if ocop else "",
        lot_code=lot.code if lot else "",
        lot_produced_on=lot.produced_on if lot else None,
        lot_expires_on=lot.expires_on if lot else None,
        lot_quantity=lot.quantity if lot else None,
        available_from=product.available_from,
        preorder_opens_on=product.preorder_opens_on,
        preorder_closes_on=product.preorder_closes_on,
        packings={str(record.product.packing_no): _packing_texts(record) for record in further},
        **(trade_of(stock) if stock else {}),
    )
    return Content.read(asdict(whole))  # blanks at the ends do not count as a difference


def trade_of(stock: StockRecord) -> dict[str, Any]:
    """Return price, stock and wholesale steps of a stock record by their names in a content."""
    trade: dict[str, Any] = {
        "price_vnd": None if stock.price is None else int(stock.price),
        "stock": stock.num_in_stock,
    }
    for (quantity, vnd_name), step in zip(STEPS, stock.steps, strict=False):
        trade |= {quantity: step.quantity, vnd_name: step.price_vnd}
    return trade


def current_trade(product: Product) -> dict[str, Any]:
    """Return what buyers pay and find now, in the shape of a content: the good's own and its packings'."""
    stock = StockRecord.objects.filter(product=product).first()
    packings = {str(number): _packing_texts(record) for number, record in offered(product).items()}
    blank: dict[str, Any] = dict.fromkeys(TRADE)
    return {**blank, **(trade_of(stock) if stock else {}), PACKINGS: packings}


def _packing_texts(record: StockRecord) -> dict[str, str]:
    product = record.product
    return {
        "name": product.packing_name,
        "net_content": product.net_content,
        "weight_g": str(product.weight_g),
        "price_vnd": str(int(record.price or 0)),
        "stock": str(record.num_in_stock or 0),
        "sku": record.partner_sku,
    }


def differences(listing: Listing) -> list[Difference]:
    """Return what approving would change, field by field; everything typed when nothing is published yet."""
    if listing.product is None:
        return compare(Content(), Content.read(listing.content))
    changed = compare(content_of(listing.product), Content.read(listing.content))
    return [*_price(listing), *_packing_prices(listing), *(change for change in changed if change.name not in TRADE)]


def _price(listing: Listing) -> list[Difference]:
    """The price that a person must look at, for it left the band around the approved one."""
    if not listing.proposed_price_vnd or listing.product is None:
        return []
    stock = StockRecord.objects.filter(product=listing.product).first()
    now = vnd(int(stock.price)) if stock and stock.price is not None else ""
    label, proposed = str(LABELS["price_vnd"]), vnd(listing.proposed_price_vnd)
    return [Difference(name="proposed_price_vnd", label=label, now=now, proposed=proposed)]


def _packing_prices(listing: Listing) -> list[Difference]:
    """The prices of packings that a person must look at."""
    if not listing.proposed_packings or listing.product is None:
        return []
    return [
        Difference(
            name=f"proposed_packings.{number}",
            label=_("Giá quy cách %(name)s") % {"name": record.product.packing_name},
            now=vnd(int(record.price or 0)),
            proposed=vnd(listing.proposed_packings[str(number)]),
        )
        for number, record in offered(listing.product).items()
        if str(number) in listing.proposed_packings
    ]


def compare(now: Content, proposed: Content) -> list[Difference]:
    """Return the fields in which two contents differ, written as people write them."""
    plain = [
        Difference(name=name, label=str(label), now=_shown(name, now), proposed=_shown(name, proposed))
        for name, label in LABELS.items()
        if getattr(now, name) != getattr(proposed, name)
    ]
    return [*plain, *_details(now.details, proposed.details), *_packings(now.packings, proposed.packings)]


def _packings(now: Mapping[str, dict[str, str]], proposed: Mapping[str, dict[str, str]]) -> list[Difference]:
    """Compare what a packing is; what it costs matters only while it is new."""
    numbers = sorted({*now, *proposed}, key=int)
    pairs = [(number, now.get(number, {}), proposed.get(number, {})) for number in numbers]
    return [
        Difference(
            name=f"{PACKINGS}.{number}",
            label=_("Quy cách %(number)s") % {"number": number},
            now=_packing_words(before, bool(after)),
            proposed=_packing_words(after, bool(before)),
        )
        for number, before, after in pairs
        if any(before.get(name) != after.get(name) for name in ("name", "net_content", "weight_g"))
    ]


def _packing_words(texts: Mapping[str, str], without_trade: bool) -> str:
    if not texts:
        return ""
    price, stock = read_number(texts.get("price_vnd", "")), texts.get("stock", "")
    trade = "" if without_trade else f"{vnd(price) if price else '?'}, {_('tồn')} {stock or '?'}"
    weight = f"{texts['weight_g']} g" if "weight_g" in texts else ""
    return ", ".join(part for part in (texts.get("name", "?"), texts.get("net_content", ""), weight, trade) if part)


def _details(now: Mapping[str, str], proposed: Mapping[str, str]) -> list[Difference]:
    return [
        Difference(
            name=f"details.{code}",
            label=detail.label,
            now=f"{now[code]} {detail.unit}".strip() if code in now else "",
            proposed=f"{proposed[code]} {detail.unit}".strip() if code in proposed else "",
        )
        for code, detail in details_by_code().items()
        if now.get(code) != proposed.get(code)
    ]


def differs(listing: Listing) -> bool:
    """Return whether a published listing holds anything that buyers do not see yet, pictures included."""
    return bool(differences(listing)) or pictures_differ(listing)


def pictures_differ(listing: Listing) -> bool:
    if listing.product is None:
        return True
    live = list(listing.product.images.values_list("original", flat=True))
    return live != [picture.name for picture in listing.pictures.all()]


def _shown(name: str, content: Content) -> str:
    """Return a value as people write it."""
    value = getattr(content, name)
    if value is None or value == "":
        return ""
    if isinstance(value, datetime.date):
        return f"{value.day}/{value.month}/{value.year}"
    if isinstance(value, list):
        return ", ".join(f"tháng {month}" for month in value)
    if name.endswith("_vnd"):
        return vnd(value)
    return f"{grouped(value)} {UNITS.get(name, '')}".strip() if isinstance(value, int) else str(value)
