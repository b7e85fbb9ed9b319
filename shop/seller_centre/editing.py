"""What the editor's buttons do: one domain call each, refusals told as sentences."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.images.checks import ImageRefused, clean_image
from catalogue.queries import goods_category
from sellers.documents.checks import DocumentRefused
from sellers.documents.domain.storing import store_document
from sellers.documents.models import Document, DocumentKind
from sellers.listings.content import KIND, LABELS, TRADE
from sellers.listings.domain import pictures, shelf, writing
from sellers.listings.domain.merging import merge
from sellers.listings.domain.risk import let_through
from sellers.listings.domain.states import IllegalMove
from sellers.listings.kinds import Kind, kind_named, kind_of_category
from sellers.listings.models import Listing, ListingState
from shop.seller_centre.listing_form import ListingForm

Work = Callable[[HttpRequest, Listing, str], None]


def kind_of(listing: Listing) -> Kind | None:
    """Return the kind of goods of a listing: that of its category, before one is chosen the one it began with."""
    category = goods_category(str(listing.content.get("category", "")))
    return kind_of_category(category.code if category else None) or kind_named(str(listing.content.get(KIND, "")))


def save(request: HttpRequest, listing: Listing, form: ListingForm) -> Listing:
    """Keep what was typed and the certificate that came with it."""
    typed = _drafted(listing, form)
    paper, marks = _certificate(request, listing), request.POST.get("da_thay", "")
    both = merge(typed=typed, current=listing.content, marks=marks).both
    try:
        saved = writing.save_draft(
            listing=listing,
            typed=typed,
            actor=request.user,
            at=timezone.now(),
            certificate_document=paper,
            marks=marks,
        )
        _tell_both(request, both, listing)
        return saved
    except IllegalMove:
        messages.error(request, _("Tin vừa được gửi duyệt ở nơi khác. Rút lại rồi sửa."))
        return listing


def save_by_itself(request: HttpRequest, listing: Listing, form: ListingForm) -> Listing:
    """Keep what was typed so far, without files. Raises IllegalMove while a reviewer has the listing."""
    typed = _drafted(listing, form)
    return writing.save_draft(
        listing=listing,
        typed=typed,
        actor=request.user,
        at=timezone.now(),
        by_itself=True,
        marks=request.POST.get("da_thay", ""),
    )


def _tell_both(request: HttpRequest, both: list[str], listing: Listing) -> None:
    """Tell which fields somebody else had changed as well, and what stood there."""
    for name in both:
        words = {"label": LABELS.get(name, name), "text": str(listing.content.get(name, ""))[:200]}
        told = _("Ô “%(label)s” vừa được đổi ở nơi khác. Đã lưu bản của bạn; bản kia: %(text)s")
        messages.warning(request, told % words)


def _drafted(listing: Listing, form: ListingForm) -> dict[str, Any]:
    """Return what belongs to the draft: price and stock of a live good change by themselves, see change_trade."""
    typed = form.typed()
    return {name: value for name, value in typed.items() if not (listing.product_id and name in TRADE)}


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


def _change_kind(request: HttpRequest, listing: Listing, code: str) -> None:
    """Ask for what another kind of goods needs; a category of the old kind is chosen again, all texts stay."""
    kind = kind_named(code)
    if kind is None:
        return
    category = goods_category(str(listing.content.get("category", "")))
    stays = category is not None and kind_of_category(category.code) == kind
    typed = {KIND: code} if stays else {KIND: code, "category": ""}
    try:
        writing.save_draft(listing=listing, typed=typed, actor=request.user, at=timezone.now())
    except IllegalMove:
        messages.error(request, _("Tin đang chờ xem. Rút lại rồi đổi loại."))


def _submit(request: HttpRequest, listing: Listing, _picture: str) -> None:
    try:
        writing.submit(listing=listing, actor=request.user, at=timezone.now())
        if let_through(listing=listing, at=timezone.now()):
            messages.success(request, _("Đã đăng bản sửa: thay đổi nhỏ nên không phải chờ duyệt."))
        else:
            messages.success(request, _("Đã gửi duyệt. Thường có trả lời trong 1 ngày."))
    except writing.Incomplete as refusal:
        messages.warning(request, _("Đã lưu nháp, chưa gửi được: còn %(n)s điểm thiếu.") % {"n": len(refusal.missing)})
    except IllegalMove as refusal:
        if refusal.state == ListingState.SUBMITTED:  # a far price of the same form has sent it a moment before
            messages.info(request, _("Tin đã ở chỗ người duyệt, bạn không phải gửi lại."))
        else:
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
    "loai": _change_kind,
    "gui": _submit,
    "rut-lai": _recall,
    "an": _withdraw,
    "ban-lai": _put_back,
    "xoa-anh": _on_picture(pictures.remove_picture),
    "anh-dau": _on_picture(pictures.make_first),
    "anh-truoc": _on_picture(pictures.move_earlier),
    "xoay-anh": _on_picture(pictures.rotate),
    "cat-vuong": _on_picture(pictures.crop_square),
    "cat-dau": _on_picture(partial(pictures.crop_square, part=pictures.Part.START)),
    "cat-cuoi": _on_picture(partial(pictures.crop_square, part=pictures.Part.END)),
}
