"""One listing: what buyers see beside what is proposed, what a machine remarks, the decision."""

from __future__ import annotations

import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from sellers.listings.checks import findings
from sellers.listings.domain import moderation, shelf
from sellers.listings.domain.publish import NotPublishable
from sellers.listings.domain.states import IllegalMove
from sellers.listings.models import Listing
from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.backoffice.frame import render_office
from shop.backoffice.listings.page import page_context
from shop.backoffice.listings.source import named, reviewable_listings
from shop.backoffice.paging import paged

NEVER = datetime.datetime.min.replace(tzinfo=datetime.UTC)
REFUSALS: dict[type[Exception], tuple[str | Promise, int]] = {
    moderation.ReasonMissing: (gettext_lazy("Hãy ghi hoặc chọn ít nhất một điểm để người bán biết sửa gì."), 422),
    moderation.OwnListing: (gettext_lazy("Bạn làm cho gian hàng này nên không xét tin của nó được."), 403),
    NotPublishable: (gettext_lazy("Danh mục hoặc mã lô không còn dùng được. Hãy nhờ bổ sung."), 409),
    moderation.SeenAnotherVersion: (gettext_lazy("Người bán vừa gửi bản mới hơn bản bạn xem. Hãy xem lại."), 409),
}


@require_safe
@office(Role.REVIEWER)
def index(request: HttpRequest) -> HttpResponse:
    """Every listing within reach that was ever sent, found by name, seller or number."""
    words = request.GET.get("q", "").strip()[:80]
    listings = reviewable_listings(request.reach).order_by("-updated_at", "-pk")
    found = named(listings, words) if words else listings
    return render_office(request, "backoffice/listings/index.html", {"pager": paged(request, found), "words": words})


@require_safe
@office(Role.REVIEWER)
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything a decision needs."""
    return _page(request, _mine(request, pk))


@require_POST
@office(Role.REVIEWER)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve, ask for changes or reject the version that was seen; a second decision is refused."""
    listing = _mine(request, pk)
    try:
        done = _decide(request, listing)
    except tuple(REFUSALS) as refusal:
        sentence, status = REFUSALS[type(refusal)]
        return _page(request, _mine(request, pk), error=str(sentence), status=status)
    except moderation.Forbidden as refusal:
        error = _("Không duyệt được: %(why)s Từ chối hoặc nhờ sửa.") % {"why": " ".join(refusal.sentences)}
        return _page(request, _mine(request, pk), error=error, status=409)
    except IllegalMove as refusal:
        words = _("Tin này không còn chờ xem (nay là: %(state)s). Quyết định thứ hai không được ghi.")
        error = words % {"state": refusal.state.label}
        return _page(request, _mine(request, pk), error=error, status=409)
    messages.success(request, done)
    return redirect("backoffice:queue")


@require_POST
@office(Role.ADMINISTRATOR)
def take_down(request: HttpRequest, pk: int) -> HttpResponse:
    """Hide a good from buyers at once, with the reason its seller reads."""
    listing = _mine(request, pk)
    try:
        shelf.take_down(listing=listing, reason=request.POST.get("ly_do", ""), actor=request.user, at=timezone.now())
    except moderation.ReasonMissing:
        return _page(request, listing, take_down_error=_("Ghi lý do gỡ, người bán đọc nguyên văn."), status=422)
    except shelf.NotOnTheShelf:
        return _page(request, _mine(request, pk), error=_("Sản phẩm này không ở trên chợ."), status=409)
    messages.success(request, _("Đã gỡ “%(name)s” khỏi chợ.") % {"name": listing})
    return redirect("backoffice:listing", pk=pk)


def _decide(request: HttpRequest, listing: Listing) -> str:
    verdict, now = request.POST.get("ket_luan", ""), timezone.now()
    seen = parse_datetime(request.POST.get("da_xem", "")) or NEVER
    if verdict == "duyet":
        moderation.approve(listing=listing, seen=seen, reviewer=request.user, at=now)
        return _("Đã duyệt “%(name)s”, sản phẩm đang bán.") % {"name": listing}
    reason = _reason(request, listing)
    if verdict == "bo-sung":
        moderation.ask_changes(listing=listing, seen=seen, reason=reason, reviewer=request.user, at=now)
        return _("Đã nhờ bổ sung “%(name)s”.") % {"name": listing}
    if verdict == "tu-choi":
        moderation.reject(listing=listing, seen=seen, reason=reason, reviewer=request.user, at=now)
        return _("Đã từ chối “%(name)s”.") % {"name": listing}
    raise moderation.ReasonMissing


def _reason(request: HttpRequest, listing: Listing) -> str:
    """Return the ticked remarks of the machine and the reviewer's own words, one point per line."""
    ticked = set(request.POST.getlist("diem"))
    remarks = [item.sentence for item in findings(listing, today=timezone.localdate()) if item.sentence in ticked]
    return "\n".join([*remarks, request.POST.get("ly_do", "").strip()]).strip()


def _mine(request: HttpRequest, pk: int) -> Listing:
    return get_object_or_404(reviewable_listings(request.reach), pk=pk)


def _page(
    request: HttpRequest, listing: Listing, *, error: str = "", take_down_error: str = "", status: int = 200
) -> HttpResponse:
    context = {
        **page_context(listing, today=timezone.localdate()),
        "error": error,
        "take_down_error": take_down_error,
        "may_take_down": Role.ADMINISTRATOR in request.reach.roles,
        "verdict": request.POST.get("ket_luan", ""),
        "ticked": request.POST.getlist("diem"),
        "reason": request.POST.get("ly_do", ""),
    }
    return render_office(request, "backoffice/listings/listing.html", context, status=status)
