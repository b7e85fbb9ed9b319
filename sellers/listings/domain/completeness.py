"""What a listing still lacks before somebody may look at it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from stdnum import ean

from catalogue.certification.models import Certificate
from catalogue.certification.validity import ocop_valid_until
from catalogue.lots.models import Lot
from catalogue.models import Category
from catalogue.queries import goods_category
from sellers.listings.content import LABELS, LARGEST, LONGEST, OCOP, Content, too_much, unreadable
from sellers.listings.models import Listing
from shop.money.formatting import grouped

FOOD = ("I", "II", "III")
FRESH = "I.1"
ALCOHOL = "II.1"
NAME_MIN = 6


@dataclass(frozen=True, kw_only=True)
class Missing:
    """One thing to mend: the field it stands at and a sentence that says what to do."""

    field: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Completeness:
    """missing: what holds the listing back; percent: how much of what this kind of goods needs is there."""

    missing: list[Missing]
    percent: int

    @property
    def is_complete(self) -> bool:
        return not self.missing


def completeness(listing: Listing, *, today: datetime.date) -> Completeness:
    """Return what is missing. Costs three queries."""
    content = Content.read(listing.content)
    category = goods_category(content.category)
    found = [
        *_unread(listing),
        *_limits(content),
        *_basics(content, category),
        *_label(content, category),
        *_ocop(listing, content, today),
        *_lot(listing, content),
    ]
    missing = list({item.field: item for item in reversed(found)}.values())[::-1]  # one sentence per field, the first
    if not listing.pictures.exists():
        missing.append(Missing(field="pictures", sentence=_("Thêm ít nhất 1 ảnh chụp rõ sản phẩm.")))
    wanted = 9 + (4 if content.has_ocop else 0) + (3 if content.has_lot else 0)
    fields = {item.field for item in missing}
    return Completeness(missing=missing, percent=max(0, 100 - 100 * len(fields) // wanted // 5 * 5))


def lapsed_on(content: Content, *, today: datetime.date) -> datetime.date | None:
    """Return the last day of the typed OCOP certificate when it is past, otherwise None."""
    if content.ocop_decision_date is None:
        return None
    last_day = ocop_valid_until(content.ocop_decision_date)
    return last_day if last_day < today else None


def _unread(listing: Listing) -> Iterator[Missing]:
    for name in unreadable(listing.content):
        label = LABELS[name]
        yield Missing(field=name, sentence=_("Ô “%(label)s” chưa đọc được. Hãy ghi lại.") % {"label": label})


def _limits(content: Content) -> Iterator[Missing]:
    for name in too_much(content):
        if name in LONGEST:
            sentence = _("“%(label)s” dài quá %(most)s chữ cái. Hãy viết ngắn lại.")
        else:
            sentence = _("“%(label)s” lớn quá %(most)s. Hãy xem lại.")
        most = LONGEST.get(name) or LARGEST[name]
        yield Missing(field=name, sentence=sentence % {"label": LABELS[name], "most": grouped(most)})
    if content.gtin and not ean.is_valid(content.gtin):
        yield Missing(field="gtin", sentence=_("Mã vạch sai một chữ số nào đó. So lại với bao bì hoặc để trống."))


def _basics(content: Content, category: Category | None) -> Iterator[Missing]:
    if len(content.name) < NAME_MIN:
        yield Missing(field="name", sentence=_("Ghi tên sản phẩm: tên món, nơi làm hoặc cách làm."))
    if category is None:
        yield Missing(field="category", sentence=_("Chọn danh mục đúng với sản phẩm."))
    if not content.unit:
        yield Missing(field="unit", sentence=_("Ghi đơn vị bán, ví dụ hũ, kg, chai."))
    if not content.weight_g:
        yield Missing(field="weight_g", sentence=_("Ghi khối lượng cả bao bì (gam) để tính chỗ trên xe."))
    if len(content.description) < 30:
        yield Missing(field="description", sentence=_("Viết mô tả ít nhất 30 chữ cái: làm ở đâu, làm thế nào."))
    if not content.origin:
        yield Missing(field="origin", sentence=_("Ghi nơi sản xuất."))
    if not content.price_vnd:
        yield Missing(field="price_vnd", sentence=_("Ghi giá bán."))
    if content.stock is None:
        yield Missing(field="stock", sentence=_("Ghi số lượng đang có để bán."))


def _label(content: Content, category: Category | None) -> Iterator[Missing]:
    """Source: label fields of Decree 43/2017 as the base line."""
    code = category.code if category else ""
    if code.split(".")[0] not in FOOD:
        if code and not content.origin_evidence and not content.has_ocop:
            yield Missing(
                field="origin_evidence",
                sentence=_("Ghi bằng chứng xuất xứ Việt Nam, ví dụ số giấy xác nhận hoặc lệnh sản xuất."),
            )
        return
    if not content.shelf_life_days:
        yield Missing(field="shelf_life_days", sentence=_("Ghi hạn dùng tính bằng ngày."))
    if not content.storage:
        yield Missing(field="storage", sentence=_("Ghi cách bảo quản."))
    if not content.ingredients and not code.startswith(FRESH):
        yield Missing(field="ingredients", sentence=_("Ghi thành phần như trên nhãn."))
    if not content.warning and code.startswith(ALCOHOL):
        yield Missing(field="warning", sentence=_("Rượu, bia phải ghi độ cồn và cảnh báo."))


def _ocop(listing: Listing, content: Content, today: datetime.date) -> Iterator[Missing]:
    """A lapsed certificate holds nothing back: the good is sold without stars."""
    if not content.has_ocop:
        return
    for name in OCOP:
        if not getattr(content, name) and name not in unreadable(listing.content):
            label = LABELS[name]
            yield Missing(field=name, sentence=_("Có giấy OCOP thì ghi thêm “%(label)s”.") % {"label": label})
    if content.ocop_stars and not 3 <= content.ocop_stars <= 5:
        yield Missing(field="ocop_stars", sentence=_("Sao OCOP là 3, 4 hoặc 5."))
    if content.ocop_decision_date and content.ocop_decision_date > today:
        yield Missing(field="ocop_decision_date", sentence=_("Ngày quyết định OCOP ở tương lai. Hãy xem lại."))
    if listing.certificate_document_id is None and not lapsed_on(content, today=today) and not _known(listing, content):
        yield Missing(field="certificate_document", sentence=_("Tải ảnh chụp hoặc PDF giấy chứng nhận OCOP lên."))


def _known(listing: Listing, content: Content) -> bool:
    """Return whether this very certificate was accepted before, so that nobody asks for its paper again."""
    accepted = Certificate.objects.filter(product=listing.product_id, stars=content.ocop_stars)
    same = {"decision_no": content.ocop_decision_no, "decision_date": content.ocop_decision_date}
    return listing.product_id is not None and accepted.filter(**same).exists()


def _lot(listing: Listing, content: Content) -> Iterator[Missing]:
    if not content.has_lot:
        return
    if not content.lot_code:
        yield Missing(field="lot_code", sentence=_("Ghi mã lô như in trên bao bì."))
    elif not re.fullmatch(r"[A-Za-z0-9_-]+", content.lot_code):
        yield Missing(field="lot_code", sentence=_("Mã lô chỉ gồm chữ không dấu, số và gạch nối, ví dụ TD-2609-03."))
    if not content.lot_produced_on:
        yield Missing(field="lot_produced_on", sentence=_("Ghi ngày sản xuất của lô."))
    if content.lot_quantity is None:
        yield Missing(field="lot_quantity", sentence=_("Ghi số lượng của lô."))
    if content.lot_produced_on and content.lot_expires_on and content.lot_expires_on < content.lot_produced_on:
        yield Missing(field="lot_expires_on", sentence=_("Hạn dùng của lô đứng trước ngày sản xuất. Hãy xem lại."))
    if content.lot_code and Lot.objects.filter(code=content.lot_code).exclude(product=listing.product_id).exists():
        yield Missing(
            field="lot_code",
            sentence=_("Mã lô này đã có ở sản phẩm khác. Thêm chữ tắt tên gian hàng, ví dụ TG-%(code)s.")
            % {"code": content.lot_code},
        )
