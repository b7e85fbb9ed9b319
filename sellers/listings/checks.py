"""What a machine can say about a submitted listing, for the person who decides."""

from __future__ import annotations

import datetime
import re
import statistics
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import F, Func, IntegerField, QuerySet, Value
from django.utils.translation import gettext as _

from catalogue.models import Product, ProductImage
from sellers.documents.models import Document
from sellers.listings.content import LABELS, Content
from sellers.listings.domain.completeness import completeness, lapsed_on
from sellers.listings.models import Listing, WatchedWord, WordGrade
from sellers.listings.packings import packings
from sellers.listings.watchlist import found_in
from shop.money.formatting import vnd

# Advertising law (16/2012/QH13, Art. 8.11) bans these unless proved by papers.
SUPERLATIVES = ("tốt nhất", "số 1", "số một", "duy nhất", "nhất thế giới", "nhất việt nam", "hàng đầu", "number one")
SAME_PICTURE = 6
FAR_OFF = 3
ENOUGH_PRICES = 5


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One remark. grade: forbidden holds an approval back, serious needs a thought, note is worth a look."""

    kind: str
    sentence: str
    grade: WordGrade = WordGrade.SERIOUS

    @property
    def is_serious(self) -> bool:
        return self.grade != WordGrade.NOTE

    @property
    def is_forbidden(self) -> bool:
        return self.grade == WordGrade.FORBIDDEN


class HashDistance(Func):
    """In how many of 64 bits two hex hashes differ."""

    template = "bit_count(('x' || %(expressions)s)::bit(64))"
    arg_joiner = ")::bit(64) # ('x' || "
    output_field = IntegerField()


def findings(listing: Listing, *, today: datetime.date) -> list[Finding]:
    """Return the remarks on a listing; a fixed number of queries plus one per picture."""
    content = Content.read(listing.content)
    return [
        *(Finding(kind="missing", sentence=item.sentence) for item in completeness(listing, today=today).missing),
        *forbidden(content),
        *_superlatives(content),
        *_same_gtin(listing, content),
        *_lapsed_papers(listing, today),
        *_lapsed(content, today),
        *_price(listing, content),
        *_packing_prices(listing, content),
        *_pictures(listing),
    ]


def forbidden(content: Content) -> Iterator[Finding]:
    """Yield what of the administrators' list stands in the texts of a listing. One query."""
    texts = {name: getattr(content, name) for name in ("name", "description", "ingredients", "usage")}
    texts["details"] = " ; ".join(content.details.values())
    texts["packings"] = " ; ".join(row.get("name", "") for row in content.packings.values())
    for word in found_in(" ; ".join(texts.values()), WatchedWord.objects.all()):
        grade = WordGrade(word.grade)
        sentence = _("“%(word)s” là hàng cấm bán.") if grade == WordGrade.FORBIDDEN else _("Có chữ “%(word)s”.")
        told = f"{sentence % {'word': word.words}} {word.reason}".strip()
        yield Finding(kind="word", sentence=told, grade=grade)


def _same_gtin(listing: Listing, content: Content) -> Iterator[Finding]:
    others = Product.objects.filter(gtin=content.gtin, parent=None).exclude(pk=listing.product_id)
    twin = others.first() if content.gtin else None
    if twin:
        yield Finding(
            kind="gtin",
            sentence=_("Mã vạch này đang ở “%(title)s” (%(seller)s).")
            % {"title": twin.title, "seller": twin.seller_name},
            grade=WordGrade.NOTE if twin.seller_slug == listing.seller.slug else WordGrade.SERIOUS,
        )


def _lapsed_papers(listing: Listing, today: datetime.date) -> Iterator[Finding]:
    """Papers of the seller that have run out and no newer one of the kind replaces."""
    papers = Document.objects.filter(seller=listing.seller, replaced_by=None).exclude(valid_until=None)
    newest: dict[str, Document] = {paper.kind: paper for paper in papers.order_by("valid_until")}
    for paper in newest.values():
        day = paper.valid_until
        if day and day < today:
            yield Finding(
                kind="paper",
                sentence=_("Giấy của người bán hết hạn ngày %(day)s: %(kind)s.")
                % {"day": f"{day.day}/{day.month}/{day.year}", "kind": paper.get_kind_display()},
            )


def superlatives_in(text: str) -> list[str]:
    """Return the banned superlatives in a text, in the order of the list."""
    plain = " ".join(text.lower().split())
    return [word for word in SUPERLATIVES if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", plain)]


def _superlatives(content: Content) -> Iterator[Finding]:
    for name in ("name", "description", "usage"):
        for word in superlatives_in(getattr(content, name)):
            yield Finding(
                kind="superlative",
                sentence=_("“%(label)s” có chữ “%(word)s”: luật quảng cáo không cho dùng khi không có giấy chứng minh.")
                % {"label": LABELS[name], "word": word},
            )


def _lapsed(content: Content, today: datetime.date) -> Iterator[Finding]:
    if last_day := lapsed_on(content, today=today):
        yield Finding(
            kind="lapsed",
            sentence=_("Giấy OCOP đã hết hạn ngày %(day)s: nếu duyệt, sản phẩm bán không gắn sao.")
            % {"day": f"{last_day.day}/{last_day.month}/{last_day.year}"},
            grade=WordGrade.NOTE,
        )


def _price(listing: Listing, content: Content) -> Iterator[Finding]:
    """Compare with the median of the same type of goods; types with few goods say nothing."""
    price = listing.proposed_price_vnd or (listing.approved_price_vnd or content.price_vnd)
    others = Product.objects.filter(categories__slug=content.category, is_public=True, price_vnd__gt=0)
    prices = list(others.exclude(pk=listing.product_id).values_list("price_vnd", flat=True)[:1000])
    if not price or len(prices) < ENOUGH_PRICES:
        return
    median = int(statistics.median(prices))
    if price > median * FAR_OFF or price * FAR_OFF < median:
        yield Finding(
            kind="price",
            sentence=_("Giá %(price)s lệch xa mức giữa của nhóm hàng (%(median)s). Xem lại có thừa, thiếu số 0 không.")
            % {"price": vnd(price), "median": vnd(median)},
            grade=WordGrade.NOTE,
        )


def _packing_prices(listing: Listing, content: Content) -> Iterator[Finding]:
    """Compare what a kilogram costs in each packing with what it costs in the good itself."""
    price = listing.proposed_price_vnd or listing.approved_price_vnd or content.price_vnd
    if not price or not content.weight_g:
        return
    for packing in packings(content.packings):
        asked = listing.proposed_packings.get(str(packing.number)) or packing.price_vnd
        if not asked or not packing.weight_g:
            continue
        usual = price * packing.weight_g // content.weight_g
        if asked > usual * FAR_OFF or asked * FAR_OFF < usual:
            told = _(
                "Giá quy cách “%(name)s” %(price)s lệch xa giá cùng khối lượng của món (%(usual)s). "
                "Xem lại có thừa, thiếu số 0 không."
            )
            words = {"name": packing.name, "price": vnd(asked), "usual": vnd(usual)}
            yield Finding(kind="packing_price", sentence=told % words, grade=WordGrade.NOTE)


def _pictures(listing: Listing) -> Iterator[Finding]:
    for number, picture in enumerate(listing.pictures.all(), start=1):
        if not picture.perceptual_hash:
            continue
        twin = _same_picture(listing, picture.perceptual_hash).first()
        if twin:
            yield Finding(
                kind="picture",
                sentence=_("Ảnh %(number)s giống ảnh của “%(title)s” (%(seller)s).")
                % {"number": number, "title": twin.product.title, "seller": twin.product.seller_name},
                grade=WordGrade.NOTE if twin.product.seller_slug == listing.seller.slug else WordGrade.SERIOUS,
            )


def _same_picture(listing: Listing, perceptual_hash: str) -> QuerySet[ProductImage]:
    """Return published pictures of other goods that look the same."""
    others = ProductImage.objects.exclude(perceptual_hash="").exclude(product=listing.product_id)
    distance = HashDistance(F("perceptual_hash"), Value(perceptual_hash))
    near = others.annotate(distance=distance).filter(distance__lte=SAME_PICTURE)
    return near.select_related("product").order_by("distance", "pk")
