"""Listings in the states tests need, with pictures on disk."""

import datetime
import io
from typing import Any

import factory
from django.utils import timezone
from PIL import Image, ImageDraw

from catalogue.images.checks import CleanImage, clean_image
from catalogue.models import Category
from sellers.documents.models import Document, DocumentKind
from sellers.listings.domain import moderation, pictures, writing
from sellers.listings.models import Listing
from sellers.models import Partner
from shop.accounts.enums import Role
from shop.accounts.models import User
from tests.factories.goods import SellerFactory
from tests.factories.people import GrantFactory


def picture_file(seed: int = 1, size: tuple[int, int] = (640, 480), kind: str = "JPEG") -> io.BytesIO:
    """Return an honest photo; another seed looks different."""
    picture = Image.linear_gradient("L").resize(size).convert("RGB").rotate(37 * seed)
    draw = ImageDraw.Draw(picture)
    for step in range(6):
        left = (seed * 97 + step * 131) % size[0]
        draw.ellipse(
            (left, (seed * 53 + step * 71) % size[1], left + 120, size[1]), fill=(40 * step, 90, 200 - seed % 200)
        )
    out = io.BytesIO()
    picture.save(out, kind)
    out.seek(0)
    out.name = f"anh-{seed}.jpg"
    return out


def clean_picture(seed: int = 1) -> CleanImage:
    return clean_image(picture_file(seed))


def spice_category() -> Category:
    """Return a leaf of the tree of food."""
    found = Category.objects.filter(slug="gia-vi-khac").first()
    if found:
        return found
    root = Category.objects.add_root({"name": "Thực phẩm", "slug": "thuc-pham", "code": "I"})
    return Category.objects.add_child(root, {"name": "Gia vị khác", "slug": "gia-vi-khac", "code": "I.4b"})


def typed(**changes: Any) -> dict[str, Any]:
    """Return what a seller types for a complete listing without certificate."""
    spice_category()
    return {
        "name": "Tỏi đen Phan Rang lên men 60 ngày",
        "category": "gia-vi-khac",
        "unit": "hũ",
        "net_content": "250 g",
        "weight_g": "320",
        "description": "Tỏi trồng trên đất cát pha ven biển Văn Hải, ủ 60 ngày.",
        "ingredients": "Tỏi 100%",
        "storage": "Nơi khô mát",
        "shelf_life_days": "365",
        "origin": "Phường Phan Rang, Khánh Hòa",
        "season_months": ["2", "3"],
        "price_vnd": "245.000",
        "stock": "86",
        **changes,
    }


def ocop_typed(decided: datetime.date | None = None) -> dict[str, Any]:
    decided = decided or timezone.localdate() - datetime.timedelta(days=300)
    return {
        "ocop_stars": "4",
        "ocop_decision_no": "1846/QĐ-UBND",
        "ocop_decision_date": decided.isoformat(),
        "ocop_issuer": "UBND tỉnh Khánh Hòa",
    }


def seller_user(seller: Partner, role: Role = Role.SELLER_OWNER) -> User:
    return GrantFactory(role=role, seller=seller).user


def reviewer() -> User:
    return GrantFactory(role=Role.REVIEWER).user


class DocumentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Document

    seller = factory.SubFactory(SellerFactory)
    kind = DocumentKind.OCOP_DECISION
    file = factory.django.FileField(filename="giay.webp", data=b"RIFF")
    original_name = "giay-ocop.jpg"
    content_type = "image/webp"
    size = 4
    sha256 = "0" * 64


def draft(*, seller: Partner | None = None, seed: int = 1, document: bool = False, **changes: Any) -> Listing:
    """Return a draft that is complete unless `changes` say otherwise."""
    seller = seller or SellerFactory()
    user, now = seller_user(seller), timezone.now()
    listing = writing.start(seller=seller, typed=typed(**changes), actor=user, at=now)
    pictures.add_picture(listing=listing, clean=clean_picture(seed), actor=user, at=now)
    if document:
        listing.certificate_document = DocumentFactory(seller=seller)
        listing.save()
    return Listing.objects.get(pk=listing.pk)


def submitted(**fields: Any) -> Listing:
    listing = draft(**fields)
    return writing.submit(listing=listing, actor=seller_user(listing.seller), at=timezone.now())


def published(**fields: Any) -> Listing:
    listing = submitted(**fields)
    moderation.approve(listing=listing, seen=listing.submitted_at, reviewer=reviewer(), at=timezone.now())
    return Listing.objects.select_related("product", "seller").get(pk=listing.pk)
