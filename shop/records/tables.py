"""Everything that is a seller's, as tables. Each yields its rows as they are read, headings first."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.lots.models import Lot
from catalogue.models import Product
from sellers.listings.bulk.categories import names_by_slug
from sellers.listings.bulk.codes import packing_code
from sellers.listings.bulk.columns import ALL_COLUMNS, PACKING_NAME, PARENT, SKU, STEP_FIELDS, detail_column
from sellers.listings.bulk.spreadsheets import Row
from sellers.listings.content import Content
from sellers.listings.domain.live import trade_of
from sellers.listings.models import Listing
from sellers.models import Partner, StockRecord
from sellers.movements.models import StockMovement
from sellers.payouts.queries import statement
from sellers.payouts.words import movement_words
from shop.accounts.names import masked as masked_name
from shop.accounts.phones import masked as masked_phone
from shop.order.models import Line

CHUNK = 500


@dataclass(frozen=True, kw_only=True)
class Period:
    """First and last day, both included."""

    first: datetime.date
    last: datetime.date

    @property
    def starts_at(self) -> datetime.datetime:
        return timezone.make_aware(datetime.datetime.combine(self.first, datetime.time.min))

    @property
    def ends_at(self) -> datetime.datetime:
        """The moment after the last day."""
        return timezone.make_aware(datetime.datetime.combine(self.last + datetime.timedelta(days=1), datetime.time.min))


@dataclass(frozen=True, kw_only=True)
class Table:
    """One thing that can be exported. has_period: it is cut by days. for_owner: only the owner may have it."""

    slug: str
    title: str | Promise
    hint: str | Promise
    rows: Callable[[Partner, Period], Iterator[Row]]
    has_period: bool = False
    for_owner: bool = False


def listings(seller: Partner, period: Period) -> Iterator[Row]:
    """Every listing and packing in the columns of the import, so that the file can be changed and sent back."""
    names = names_by_slug()
    yield [*(column.heading for column in ALL_COLUMNS), _("Trạng thái")]
    found = Listing.objects.filter(seller=seller).select_related("product", "seller_sku").order_by("pk")
    packings = Product.objects.exclude(packing_no=None).prefetch_related("stockrecords")
    found = found.prefetch_related("product__stockrecords", Prefetch("product__children", packings))
    for listing in found.iterator(chunk_size=CHUNK):
        content = Content.read(listing.content)
        shown = {field: getattr(content, field) for field in content.__dataclass_fields__}
        shown[SKU] = sku_of(listing)
        shown |= {detail_column(f"details.{code}").field: text for code, text in content.details.items()}
        shown["category"] = names.get(content.category, content.category)
        if listing.product:
            record = next(iter(listing.product.stockrecords.all()), None)
            shown |= {**dict.fromkeys(STEP_FIELDS), **trade_of(record)} if record else {}
        for row in (shown, *_packings(listing, content)):
            yield [*(row.get(column.field, "") for column in ALL_COLUMNS), listing.get_state_display()]


def _packings(listing: Listing, content: Content) -> Iterator[dict[str, object]]:
    """Yield the cells of a listing's further packings: price and stock of those on offer as they are now."""
    children = listing.product.children.all() if listing.product else []
    on_offer = {child.packing_no: next(iter(child.stockrecords.all()), None) for child in children}
    for number, texts in content.packings.items():
        record = on_offer.get(int(number))
        trade = {"price_vnd": int(record.price or 0), "stock": record.num_in_stock} if record else {}
        shown = {name: texts.get(name, "") for name in ("net_content", "weight_g", "price_vnd", "stock")}
        code = packing_code(listing, int(number), texts, record)
        yield {SKU: code, PARENT: sku_of(listing), PACKING_NAME: texts.get("name", ""), **shown, **trade}


def stock(seller: Partner, period: Period) -> Iterator[Row]:
    """Units on hand, held by orders, free."""
    yield [_("Mã hàng"), _("Tên sản phẩm"), _("Giá bán (đồng)"), _("Tồn kho"), _("Đơn đang giữ"), _("Còn bán được")]
    records = StockRecord.objects.filter(partner=seller).select_related("product__listing__seller_sku")
    for record in records.order_by("pk").iterator(chunk_size=CHUNK):
        listing = getattr(record.product, "listing", None)
        held, there = record.num_allocated or 0, record.num_in_stock or 0
        sku = sku_of(listing) if listing else record.partner_sku
        yield [sku, record.product.title, int(record.price or 0), there, held, there - held]


def stock_history(seller: Partner, period: Period) -> Iterator[Row]:
    """Every change of every good's stock in the period."""
    yield [
        _("Lúc"), _("Sản phẩm"), _("Việc"), _("Số đơn, lô"), _("Ghi chú"), _("Kho đổi"), _("Đơn giữ đổi"),
        _("Trong kho"), _("Đơn giữ"), _("Ai"),
    ]  # fmt: skip
    rows = StockMovement.objects.filter(
        stockrecord__partner=seller, at__gte=period.starts_at, at__lt=period.ends_at
    ).select_related("stockrecord__product", "actor")
    for row in rows.order_by("pk").iterator(chunk_size=CHUNK):
        yield [
            row.at, row.stockrecord.product.title, row.get_kind_display(), row.reference, row.note, row.on_hand_change,
            row.held_change, row.on_hand_after, row.held_after, row.actor.get_short_name() if row.actor else "",
        ]  # fmt: skip


def lots(seller: Partner, period: Period) -> Iterator[Row]:
    """Every lot with what it holds."""
    yield [
        _("Mã lô"), _("Sản phẩm"), _("Ngày sản xuất"), _("Hạn dùng"), _("Số lượng làm ra"), _("Còn trong kho"),
        _("Đã đóng gói"), _("Trạng thái"),
    ]  # fmt: skip
    found = Lot.objects.filter(product__stockrecords__partner=seller).select_related("product").order_by("pk")
    for lot in found.iterator(chunk_size=CHUNK):
        yield [
            lot.code, lot.product.title, lot.produced_on, lot.expires_on, lot.quantity, lot.on_hand, lot.packed,
            lot.get_state_display(),
        ]  # fmt: skip


def orders(seller: Partner, period: Period) -> Iterator[Row]:
    """One row per line of an order; who buys is masked, as on the pages."""
    yield [
        _("Mã đơn"), _("Đặt lúc"), _("Trạng thái"), _("Chuyến"), _("Điểm nhận"), _("Người mua"), _("Điện thoại"),
        _("Mã hàng"), _("Tên sản phẩm"), _("Số lượng"), _("Đơn vị"), _("Đơn giá"), _("Thành tiền"),
        _("Tiền hàng cả đơn"), _("Phí giao cả đơn"), _("Phí sàn cả đơn"), _("Giao xong lúc"),
        _("Mã giảm giá"), _("Khách được giảm dòng này"), _("Nhà bán chịu cả đơn"),
    ]  # fmt: skip
    lines = Line.objects.filter(
        seller_order__seller=seller,
        seller_order__created_at__gte=period.starts_at,
        seller_order__created_at__lt=period.ends_at,
    ).select_related("seller_order__order", "seller_order__run_stop__run", "seller_order__run_stop__point")
    for line in lines.order_by("seller_order__created_at", "pk").iterator(chunk_size=CHUNK):
        part = line.seller_order
        stop, order = part.run_stop, part.order
        yield [
            part.number, part.created_at, part.get_state_display(), stop.run.code if stop else "",
            stop.point.name if stop else "", masked_name(order.buyer_name), masked_phone(order.buyer_phone),
            line.partner_sku, line.title, line.quantity, line.unit, line.unit_price_incl_tax, line.line_price_incl_tax,
            part.goods_vnd, part.delivery_vnd, part.commission_vnd, part.delivered_at,
            order.voucher_code, line.discount_vnd, part.seller_discount_vnd,
        ]  # fmt: skip


def statements(seller: Partner, period: Period) -> Iterator[Row]:
    """What changed in the ledger, read month by month."""
    yield [
        _("Lúc"), _("Việc"), _("Đơn hàng"), _("Đơn của nhà bán"), _("Chưa giao xong"), _("Đã giao"),
        _("Tiền mặt đang giữ"),
    ]  # fmt: skip
    since = period.starts_at
    while since < period.ends_at:
        until = min(since + datetime.timedelta(days=31), period.ends_at)
        for row in statement(seller, since=since, until=until):
            yield [
                row.occurred_at, movement_words(row.kind), row.order_number, row.part_number, row.pending_vnd,
                row.payable_vnd, row.held_vnd,
            ]  # fmt: skip
        since = until


def sku_of(listing: Listing) -> str:
    """Return the seller's own code, or the L-number that an import knows."""
    own = getattr(listing, "seller_sku", None)
    return own.sku if own else f"L{listing.pk}"


TABLES = (
    Table(
        slug="san-pham",
        title=gettext_lazy("Sản phẩm"),
        hint=gettext_lazy("Mọi tin đăng, đúng cột của tệp nhập: sửa rồi gửi lại được."),
        rows=listings,
    ),
    Table(slug="ton-kho", title=gettext_lazy("Tồn kho"), hint=gettext_lazy("Đang có, đơn giữ, còn bán."), rows=stock),
    Table(
        slug="lich-su-kho",
        title=gettext_lazy("Lịch sử tồn kho"),
        hint=gettext_lazy("Mọi lần đổi, ai và vì sao."),
        rows=stock_history,
        has_period=True,
    ),
    Table(slug="lo-hang", title=gettext_lazy("Lô hàng"), hint=gettext_lazy("Mọi lô và số còn lại."), rows=lots),
    Table(
        slug="don-hang",
        title=gettext_lazy("Đơn hàng"),
        hint=gettext_lazy("Từng dòng hàng của mọi đơn."),
        rows=orders,
        has_period=True,
    ),
    Table(
        slug="doi-soat",
        title=gettext_lazy("Đối soát"),
        hint=gettext_lazy("Mọi biến động tiền từ sổ cái."),
        rows=statements,
        has_period=True,
        for_owner=True,
    ),
)


def table(slug: str) -> Table | None:
    """Return the table of this slug."""
    return next((found for found in TABLES if found.slug == slug), None)
