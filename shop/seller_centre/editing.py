"""What the editor's buttons do: one domain call each, refusals told as sentences."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.images.checks import ImageRefused, clean_image
from sellers.documents.checks import DocumentRefused
from sellers.documents.domain.storing import store_document
from sellers.documents.models import Document, DocumentKind
from sellers.listings.domain import pictures, shelf, writing
from sellers.listings.domain.states import IllegalMove
from sellers.listings.domain.stock import StockBelowAllocated, StockMoved, change_stock
from sellers.listings.models import Listing
from sellers.models import StockRecord
from shop.seller_centre.listing_form import ListingForm

TRADE = ("price_vnd", "stock")
Work = Callable[[HttpRequest, Listing, str], None]


def save(request: HttpRequest, listing: Listing, form: ListingForm) -> Listing:
    """Keep what was typed and the certificate that came with it."""
    typed = form.typed()
    if listing.product_id:
        typed = {name: value for name, value in typed.items() if name not in TRADE}
    paper = _certificate(request, listing)
    try:
        return writing.save_draft(
            listing=listing, typed=typed, actor=request.user, at=timezone.now(), certificate_document=paper
        )
    except IllegalMove:
        messages.error(request, _("Tin vừa được gửi duyệt ở nơi khác. Rút lại rồi sửa."))
        return listing


def take_pictures(request: HttpRequest, listing: Listing) -> None:
    """Check and add the uploaded pictures; a refused one does not hold back the others."""
    for upload in request.FILES.getlist("anh"):
        try:
            clean = clean_image(upload)
            pictures.add_picture(listing=listing, clean=clean, actor=request.user, at=timezone.now())
        except ImageRefused as refusal:
            messages.error(request, f"{upload.name}: {refusal}")
        except pictures.TooManyPictures:
            messages.error(request, _("Mỗi sản phẩm tới %(most)s ảnh. Xóa bớt rồi thêm.") % {"most": pictures.MOST})
            return


def change_trade(request: HttpRequest, listing: Listing, form: ListingForm) -> bool:
    """Apply a changed price or stock of a live good at once; False when the form now says what is wrong."""
    form.is_valid()
    price, stock = form.cleaned_data.get("price_vnd"), form.cleaned_data.get("stock")
    if "price_vnd" not in request.POST or any(name in form.errors for name in TRADE):
        return "price_vnd" not in request.POST
    if not price or stock is None:
        form.add_error("price_vnd" if not price else "stock", _("Hàng đang bán phải có giá và tồn kho."))
        return False
    record = StockRecord.objects.get(product=listing.product_id, partner=listing.seller_id)
    seen = request.POST.get("ton_da_thay", "")
    try:
        change_stock(
            stockrecord=record,
            price_vnd=price,
            stock=stock,
            actor=request.user,
            at=timezone.now(),
            seen_stock=int(seen) if seen.isdecimal() else None,
        )
    except StockBelowAllocated as refusal:
        sentence = _("Đơn đã đặt đang giữ %(held)s. Tồn kho không thể thấp hơn số đó.")
        form.add_error("stock", sentence % {"held": refusal.allocated})
        return False
    except StockMoved as refusal:
        form.add_error("stock", _("Tồn kho vừa đổi thành %(now)s trong lúc bạn sửa. Ghi lại.") % {"now": refusal.now})
        return False
    return True


def _submit(request: HttpRequest, listing: Listing, _picture: str) -> None:
    try:
        writing.submit(listing=listing, actor=request.user, at=timezone.now())
        messages.success(request, _("Đã gửi duyệt. Thường có trả lời trong 1 ngày."))
    except writing.Incomplete as refusal:
        messages.warning(request, _("Đã lưu nháp, chưa gửi được: còn %(n)s điểm thiếu.") % {"n": len(refusal.missing)})
    except IllegalMove:
        messages.warning(request, _("Không có gì mới để gửi duyệt."))


def _recall(request: HttpRequest, listing: Listing, _picture: str) -> None:
    try:
        writing.recall(listing=listing, actor=request.user, at=timezone.now())
        messages.success(request, _("Đã rút lại. Sửa rồi gửi duyệt lần nữa."))
    except IllegalMove:
        messages.warning(request, _("Tin vừa được xét xong nên không rút lại được nữa."))


def _withdraw(request: HttpRequest, listing: Listing, _picture: str) -> None:
    try:
        shelf.withdraw(listing=listing, actor=request.user, at=timezone.now())
        messages.success(request, _("Đã ẩn khỏi chợ. Đơn đã đặt vẫn giao bình thường."))
    except (IllegalMove, shelf.NotOnTheShelf):
        messages.warning(request, _("Sản phẩm này không ở trên chợ."))


def _put_back(request: HttpRequest, listing: Listing, _picture: str) -> None:
    try:
        shelf.put_back(listing=listing, actor=request.user, at=timezone.now())
        messages.success(request, _("Sản phẩm đã bán lại trên chợ."))
    except shelf.SellerNotSelling:
        messages.error(request, _("Gian hàng đang tạm ngừng nên chưa bán lại được. Liên hệ sàn để biết lý do."))
    except IllegalMove:
        messages.warning(request, _("Sản phẩm cần được duyệt lại trước khi bán."))


def _on_picture(act: Callable[..., None]) -> Work:
    """Return the button's work for one picture of the listing; a picture of another listing is not found."""

    def work(request: HttpRequest, listing: Listing, picture: str) -> None:
        found = listing.pictures.filter(pk=picture).first() if picture.isdecimal() else None
        if found is None:
            return
        try:
            act(listing=listing, picture=found, actor=request.user, at=timezone.now())
        except IllegalMove:
            messages.error(request, _("Tin đang chờ xem. Rút lại rồi sửa ảnh."))

    return work


def _certificate(request: HttpRequest, listing: Listing) -> Document | None:
    upload = request.FILES.get("giay_ocop")
    if not upload:
        return None
    try:
        return store_document(upload=upload, kind=DocumentKind.OCOP_DECISION, by=request.user, seller=listing.seller)
    except DocumentRefused as refusal:
        messages.error(request, f"{upload.name}: {refusal}")
        return None


WORK: dict[str, Work] = {
    "gui": _submit,
    "rut-lai": _recall,
    "an": _withdraw,
    "ban-lai": _put_back,
    "xoa-anh": _on_picture(pictures.remove_picture),
    "anh-dau": _on_picture(pictures.make_first),
}
