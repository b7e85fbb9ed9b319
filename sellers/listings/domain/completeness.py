"""What a listing still lacks before somebody may look at it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum import ean

from catalogue.certification.models import Certificate
from catalogue.certification.validity import ocop_valid_until
from catalogue.lots.models import Lot
from catalogue.models import Category
from catalogue.queries import goods_category
from sellers.listings.content import (
    DETAILS,
    LABELS,
    LARGEST,
    LONGEST,
    OCOP,
    PACKINGS,
    STEPS,
    Content,
    too_much,
    unreadable,
)
from sellers.listings.kinds import LABEL_FIELDS, LONGEST_DETAIL, Detail, Kind, kind_of_category
from sellers.listings.models import Listing
from sellers.listings.numbers import read_number
from sellers.listings.packings import LABELS as PACKING_LABELS
from sellers.listings.packings import LONGEST as PACKING_LONGEST
from sellers.listings.packings import NUMBERS as PACKING_NUMBERS
from sellers.listings.packings import packings
from sellers.listings.steps import unsound_field
from shop.money.formatting import grouped

NAME_MIN = 6
STEPS_SENTENCE = gettext_lazy("Giá sỉ: số lượng từ 2 và tăng dần, giá giảm dần và rẻ hơn giá bán lẻ.")
LABEL_SENTENCES = {
    "ingredients": gettext_lazy("Ghi thành phần như trên nhãn."),
    "shelf_life_days": gettext_lazy("Ghi hạn dùng tính bằng ngày."),
    "storage": gettext_lazy("Ghi cách bảo quản."),
    "usage": gettext_lazy("Ghi cách dùng."),
    "warning": gettext_lazy("Rượu, bia phải ghi cảnh báo, ví dụ “Người dưới 18 tuổi không được uống”."),
    "origin_evidence": gettext_lazy("Ghi bằng chứng xuất xứ Việt Nam, ví dụ số giấy xác nhận hoặc lệnh sản xuất."),
}


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


class Facts:
    """What completeness asks the database about one listing; whoever judges many at once answers from what he read."""

    def category(self, slug: str) -> Category | None:
        return goods_category(slug)

    def has_pictures(self, listing: Listing) -> bool:
        return listing.pictures.exists()

    def is_lot_of_another(self, code: str, listing: Listing) -> bool:
        return Lot.objects.filter(code=code).exclude(product=listing.product_id).exists()


def completeness(listing: Listing, *, today: datetime.date, facts: Facts | None = None) -> Completeness:
    """Return what is missing. Costs three queries, or those of `facts`."""
    facts = facts or Facts()
    content = Content.read(listing.content)
    category = facts.category(content.category)
    kind = kind_of_category(category.code) if category else None
    found = [
        *_unread(listing),
        *_limits(content),
        *_basics(content, category, kind),
        *_label(content, kind),
        *_preorder(content),
        *_packings(content, kind),
        *([] if listing.product_id else _steps(content)),
        *_ocop(listing, content, today),
        *_lot(listing, content, facts),
    ]
    missing = list({item.field: item for item in reversed(found)}.values())[::-1]  # one sentence per field, the first
    if not facts.has_pictures(listing):
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


def _basics(content: Content, category: Category | None, kind: Kind | None) -> Iterator[Missing]:
    if len(content.name) < NAME_MIN:
        yield Missing(field="name", sentence=_("Ghi tên sản phẩm: tên món, nơi làm hoặc cách làm."))
    if category is None:
        yield Missing(field="category", sentence=_("Chọn danh mục đúng với sản phẩm."))
    if not content.unit:
        yield Missing(field="unit", sentence=_("Ghi đơn vị bán, ví dụ hũ, kg, chai."))
    if not content.weight_g and not (kind and kind.weight_g):
        yield Missing(field="weight_g", sentence=_("Ghi khối lượng cả bao bì (gam) để tính chỗ trên xe."))
    if len(content.description) < 30:
        yield Missing(field="description", sentence=_("Viết mô tả ít nhất 30 chữ cái: làm ở đâu, làm thế nào."))
    if not content.origin:
        yield Missing(field="origin", sentence=_("Ghi nơi sản xuất."))
    if not content.price_vnd:
        yield Missing(field="price_vnd", sentence=_("Ghi giá bán."))
    if content.stock is None:
        yield Missing(field="stock", sentence=_("Ghi số lượng đang có để bán."))


def _label(content: Content, kind: Kind | None) -> Iterator[Missing]:
    """Source: label fields of Decree 43/2017 as the base line, for each kind of goods in data/kinds.toml."""
    if kind is None:
        return
    for name in LABEL_FIELDS:
        if name in kind.needed and not getattr(content, name):
            yield Missing(field=name, sentence=str(LABEL_SENTENCES[name]))
    if kind.evidence and not content.origin_evidence and not content.has_ocop:
        yield Missing(field="origin_evidence", sentence=str(LABEL_SENTENCES["origin_evidence"]))
    if kind.needs_lot and not content.lot_code:
        yield Missing(field="lot_code", sentence=_("Nhãn rượu, bia phải ghi lô. Ghi mã lô như in trên bao bì."))
    for detail in kind.details:
        yield from _detail(detail, content.details.get(detail.code, ""))


def _detail(detail: Detail, value: str) -> Iterator[Missing]:
    names = {"label": detail.label, "most": grouped(detail.most)}
    field = f"{DETAILS}.{detail.code}"
    if not value:
        if detail.needed:
            yield Missing(field=field, sentence=_("Ghi “%(label)s”.") % names)
        return
    number = read_number(value) if detail.number else None
    if detail.number and (number is None or number > detail.most):
        yield Missing(field=field, sentence=_("“%(label)s” là một số, tới %(most)s. Hãy ghi lại.") % names)
    elif detail.choices and value not in detail.choices:
        yield Missing(field=field, sentence=_("Chọn lại “%(label)s” trong danh sách.") % names)
    elif len(value) > LONGEST_DETAIL:
        yield Missing(field=field, sentence=_("“%(label)s” dài quá. Hãy viết ngắn lại.") % names)


def _preorder(content: Content) -> Iterator[Missing]:
    opens, closes, ready = content.preorder_opens_on, content.preorder_closes_on, content.available_from
    if (opens or closes) and not ready:
        yield Missing(field="available_from", sentence=_("Nhận đặt trước thì ghi ngày có hàng để giao."))
    if opens and closes and closes < opens:
        yield Missing(field="preorder_closes_on", sentence=_("Ngày thôi nhận đặt trước đứng trước ngày mở."))
    elif ready and closes and closes > ready:
        yield Missing(field="preorder_closes_on", sentence=_("Nhận đặt trước tới ngày có hàng là muộn nhất."))


def _packings(content: Content, kind: Kind | None) -> Iterator[Missing]:
    names: set[str] = set()
    for packing in packings(content.packings):
        texts, at = content.packings[str(packing.number)], f"{PACKINGS}.{packing.number}"
        told = {"name": packing.name or _("chưa có tên"), "n": packing.number}
        if not packing.name or packing.name.casefold() in names:
            yield Missing(field=f"{at}.name", sentence=_("Quy cách %(n)s: ghi tên khác các quy cách kia.") % told)
        names.add(packing.name.casefold())
        for name, most in PACKING_NUMBERS.items():
            number = getattr(packing, name)
            words = {**told, "label": _low(PACKING_LABELS[name]), "most": grouped(most)}
            if name == "weight_g" and name not in texts and kind and kind.weight_g:
                continue
            if number is None or (number == 0 and name != "stock"):
                sentence = _("Quy cách “%(name)s”: ghi %(label)s bằng số.")
                yield Missing(field=f"{at}.{name}", sentence=sentence % words)
            elif number > most:
                sentence = _("Quy cách “%(name)s”: %(label)s lớn quá %(most)s.")
                yield Missing(field=f"{at}.{name}", sentence=sentence % words)
        for name, longest in PACKING_LONGEST.items():
            if len(getattr(packing, name)) > longest:
                words = {**told, "label": _low(PACKING_LABELS[name])}
                yield Missing(field=f"{at}.{name}", sentence=_("Quy cách %(n)s: %(label)s dài quá.") % words)


def _low(label: object) -> str:
    text = str(label)
    return text[:1].lower() + text[1:]


def _steps(content: Content) -> Iterator[Missing]:
    for quantity, vnd in STEPS:
        if bool(getattr(content, quantity)) != bool(getattr(content, vnd)):
            lacking = vnd if getattr(content, quantity) else quantity
            yield Missing(field=lacking, sentence=_("Mỗi bậc giá sỉ cần cả số lượng và giá."))
    wrong = unsound_field(base_vnd=content.price_vnd, typed=vars(content)) if content.price_vnd else None
    if wrong:
        yield Missing(field=wrong, sentence=str(STEPS_SENTENCE))


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


def _lot(listing: Listing, content: Content, facts: Facts) -> Iterator[Missing]:
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
    if content.lot_code and facts.is_lot_of_another(content.lot_code, listing):
        yield Missing(
            field="lot_code",
            sentence=_("Mã lô này đã có ở sản phẩm khác. Thêm chữ tắt tên gian hàng, ví dụ TG-%(code)s.")
            % {"code": content.lot_code},
        )
