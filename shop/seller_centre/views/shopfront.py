"""A seller's shop front: story, cover, pictures, and posters to print for the stall."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalogue.images.checks import ImageRefused
from catalogue.models import Product
from sellers.models import Partner
from sellers.shopfront.domain import NotShown, add_picture, remove_picture, set_cover, tell_story, waiting_edit
from sellers.shopfront.models import EditState, ShopPicture
from sellers.shopfront.queries import last_edit
from shop.accounts.enums import LISTING_ROLES
from shop.accounts.permissions import seller_staff
from shop.fulfilment.labels import qr_svg
from shop.seller_centre.frame import current_seller, render

SIZES = ("a4", "a5")


@require_http_methods(["GET", "POST"])
@seller_staff(LISTING_ROLES)
def edit(request: HttpRequest) -> HttpResponse:
    """Story, cover and pictures; "xem" shows the story as buyers would read it and keeps nothing."""
    seller = current_seller(request)
    edit = last_edit(seller)
    written = edit.story if edit and edit.state != EditState.APPROVED else seller.story
    if request.method != "POST":
        return _page(request, seller, story=written)
    story = request.POST.get("cau_chuyen", written)[:6000]
    if "xem" in request.POST:
        return _page(request, seller, story=story, preview=story)
    try:
        _save(request, seller, story, is_new=story.strip() != written)
    except (NotShown, ImageRefused) as refusal:
        return _page(request, seller, story=story, error=str(refusal), status=422)
    if waiting_edit(seller):
        messages.success(request, _("Đã lưu và gửi duyệt. Tới lúc duyệt, khách vẫn thấy bản đã duyệt trước."))
    else:
        messages.success(request, _("Đã lưu."))
    return redirect("seller_centre:shopfront")


@require_POST
@seller_staff(LISTING_ROLES)
def drop_picture(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a picture off."""
    picture = get_object_or_404(ShopPicture, pk=pk, seller__in=request.reach.listing_seller_ids)
    remove_picture(picture=picture, actor=request.user, at=timezone.now())
    messages.success(request, _("Đã bỏ ảnh."))
    return redirect("seller_centre:shopfront")


@require_safe
@seller_staff(LISTING_ROLES)
def poster(request: HttpRequest) -> HttpResponse:
    """A poster with the QR of the shop front, or of one good; A4 or A5."""
    seller = current_seller(request)
    goods = Product.objects.filter(stockrecords__partner=seller, is_public=True).order_by("title")
    wanted = request.GET.get("hang", "")
    good = goods.filter(pk=int(wanted)).first() if wanted.isascii() and wanted.isdigit() and len(wanted) < 18 else None
    size = request.GET.get("kho", "")
    target = (good or seller).get_absolute_url()
    return render(
        request,
        "seller_centre/poster.html",
        seller=seller,
        tab="shopfront",
        goods=goods[:300],
        good=good,
        size=size if size in SIZES else SIZES[0],
        qr=qr_svg(f"{settings.SITE_URL}{target}"),
        address=f"{settings.SITE_URL}{target}".split("://", 1)[-1],
    )


def _save(request: HttpRequest, seller: Partner, story: str, *, is_new: bool) -> None:
    act: dict[str, Any] = {"seller": seller, "actor": request.user, "at": timezone.now()}
    if request.FILES.get("bia"):
        set_cover(file=request.FILES["bia"], **act)
    elif "bo_bia" in request.POST:
        set_cover(file=None, **act)
    if request.FILES.get("anh"):
        add_picture(file=request.FILES["anh"], caption=request.POST.get("chu_thich", "")[:120], **act)
    if is_new:
        tell_story(story=story, **act)


def _page(
    request: HttpRequest, seller: Partner, *, story: str, preview: str = "", error: str = "", status: int = 200
) -> HttpResponse:
    edit = last_edit(seller)
    is_open = edit is not None and edit.state == EditState.WAITING
    context = {
        "edit": edit,
        "cover": edit.cover_image if edit and is_open else seller.cover_image,
        "story": story,
        "preview": preview,
        "error": error,
        "pictures": ShopPicture.objects.filter(seller=seller),
    }
    return render(request, "seller_centre/shopfront.html", seller=seller, tab="shopfront", status=status, **context)
