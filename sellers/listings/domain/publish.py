"""Turn approved content into the good that buyers see, in one transaction."""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from catalogue.certification.models import Certificate, CertificateKind
from catalogue.certification.stars import refresh_stars
from catalogue.certification.validity import ocop_valid_until
from catalogue.images.renditions import rendition_name
from catalogue.images.tasks import queue_avif
from catalogue.images.widths import CARD_WIDTH
from catalogue.lots.models import Lot
from catalogue.models import Product, ProductImage
from catalogue.queries import goods_category, goods_class
from sellers.listings.content import PREORDER, Content
from sellers.listings.domain.packings import offered, write_packings
from sellers.listings.domain.pictures import discard_unused
from sellers.listings.domain.record import lock_stock
from sellers.listings.domain.stock import change_stock, note_change
from sellers.listings.kinds import kind_of_category
from sellers.listings.models import Listing
from sellers.models import StockRecord
from sellers.movements.models import MovementKind
from sellers.movements.why import because
from sellers.stock import refresh_cards
from shop.accounts.models import User
from shop.regions.vietnamese import slug


class NotPublishable(Exception):
    """The content lost something it needs since it was submitted, such as its category."""


@transaction.atomic
def publish(*, listing: Listing, reviewer: User | None, at: datetime.datetime) -> Product:
    """Copy the listing's content into its product and put it on the shelf; the caller saves the listing.

    Price and stock are taken from the content the first time only: later they change by themselves (stock.py).
    Raises NotPublishable.
    """
    content = Content.read(listing.content)
    category = goods_category(content.category)
    kind = kind_of_category(category.code) if category else None
    content = replace(content, weight_g=content.weight_g or (kind.weight_g if kind else None))
    if category is None or not content.name or not content.weight_g or not content.price_vnd:
        raise NotPublishable(content.category)
    lock_stock(listing)
    product = _locked_product(listing) or Product(product_class=goods_class(), structure=Product.STANDALONE)
    _write_facts(product, content, listing)
    product.is_public = True
    product.published_at = product.published_at or at
    product.save()
    product.categories.set([category])
    _write_stock(product, content, listing, reviewer, at)
    _write_pictures(product, listing)
    product.refresh_from_db()
    write_packings(product=product, content=content, listing=listing, actor=reviewer, at=at)
    _write_packing_prices(product, listing, reviewer, at)
    refresh_cards([product.pk, *product.children.values_list("pk", flat=True)])
    _write_certificate(product, content, listing, reviewer, at)
    _write_lot(product, content)
    refresh_stars([product.pk], today=timezone.localdate(at))
    product.refresh_from_db()
    listing.product = product
    listing.approved_price_vnd = int(StockRecord.objects.get(product=product, partner=listing.seller).price or 0)
    listing.forget_proposed()
    return product


def _write_facts(product: Product, content: Content, listing: Listing) -> None:
    seller = listing.seller
    product.title = content.name
    product.slug = slug(content.name)[:250]
    for name in (
        "unit", "net_content", "weight_g", "description", "gtin", "ingredients", "usage", "storage", "warning",
        "shelf_life_days", "origin", "origin_evidence", "season_months",
        "details", *PREORDER,
    ):  # fmt: skip
        setattr(product, name, getattr(content, name))
    product.province = seller.province
    product.commune = seller.commune
    product.seller_name, product.seller_slug = seller.name, seller.slug


def _locked_product(listing: Listing) -> Product | None:
    """Return the good as it is now, so that saving it whole loses no count that another transaction raised."""
    return Product.objects.select_for_update(no_key=True, of=("self",)).filter(pk=listing.product_id).first()


def _write_stock(
    product: Product, content: Content, listing: Listing, actor: User | None, at: datetime.datetime
) -> None:
    record = StockRecord.objects.select_for_update().filter(product=product, partner=listing.seller).first()
    if record is None:
        with because(MovementKind.FIRST, actor_id=actor.pk if actor else None):
            record = StockRecord.objects.create(
                product=product,
                partner=listing.seller,
                partner_sku=f"L{listing.pk}",
                price=Decimal(content.price_vnd or 0),
                num_in_stock=content.stock or 0,
                num_allocated=0,
                step_quantities=[step.quantity for step in content.steps],
                step_prices=[step.price_vnd for step in content.steps],
            )
        note_change(record=record, before=(None, None), actor=actor, at=at, reason="first")
    elif listing.proposed_price_vnd:
        change_stock(
            stockrecord=record,
            price_vnd=listing.proposed_price_vnd,
            stock=record.num_in_stock or 0,
            actor=actor,
            at=at,
            steps=[step for step in record.steps if step.price_vnd < listing.proposed_price_vnd],
        )


def _write_packing_prices(product: Product, listing: Listing, actor: User | None, at: datetime.datetime) -> None:
    """Give packings on offer the prices that waited for a person."""
    for number, record in offered(product).items():
        price_vnd = listing.proposed_packings.get(str(number))
        if price_vnd:
            change_stock(stockrecord=record, price_vnd=price_vnd, stock=record.num_in_stock or 0, actor=actor, at=at)


def _write_pictures(product: Product, listing: Listing) -> None:
    """Show the listing's pictures; what was made for those shown before stays, a job makes it for the others."""
    before = {image.original.name: image for image in product.images.all()}
    product.images.all().delete()
    pictures = list(listing.pictures.all())
    ProductImage.objects.bulk_create(
        ProductImage(
            product=product,
            original=picture.name,
            display_order=position,
            width=picture.width,
            height=picture.height,
            perceptual_hash=picture.perceptual_hash,
            **_made(before.get(picture.name)),
        )
        for position, picture in enumerate(pictures)
    )
    for picture in pictures:
        if picture.name not in before:
            queue_avif(picture.name)
    card = rendition_name(pictures[0].name, CARD_WIDTH) if pictures else ""
    Product.objects.filter(pk=product.pk).update(card_image=card)
    gone = before.keys() - {picture.name for picture in pictures}
    transaction.on_commit(lambda: discard_unused(gone))


def _made(image: ProductImage | None) -> dict[str, Any]:
    return {"has_avif": image.has_avif, "blur": image.blur} if image else {}


def _write_certificate(
    product: Product, content: Content, listing: Listing, reviewer: User | None, at: datetime.datetime
) -> None:
    """Keep one OCOP certificate in force: the typed one. Ended ones stay as history."""
    today = timezone.localdate(at)
    others = Certificate.objects.filter(product=product, kind=CertificateKind.OCOP, valid_until__gte=today)
    others.exclude(decision_no=content.ocop_decision_no).delete()
    if not content.has_ocop or content.ocop_decision_date is None:
        return
    Certificate.objects.update_or_create(
        product=product,
        kind=CertificateKind.OCOP,
        decision_no=content.ocop_decision_no,
        defaults={
            "stars": content.ocop_stars,
            "decision_date": content.ocop_decision_date,
            "issuer_name": content.ocop_issuer,
            "valid_until": ocop_valid_until(content.ocop_decision_date),
            "document": listing.certificate_document,
            "verified_by": reviewer,
            "verified_at": at,
        },
    )


def _write_lot(product: Product, content: Content) -> None:
    if not content.lot_code or content.lot_produced_on is None:
        return
    if Lot.objects.filter(code=content.lot_code).exclude(product=product).exists():
        raise NotPublishable(content.lot_code)
    Lot.objects.update_or_create(
        code=content.lot_code,
        defaults={
            "product": product,
            "produced_on": content.lot_produced_on,
            "expires_on": content.lot_expires_on,
            "quantity": content.lot_quantity or 0,
        },
    )
