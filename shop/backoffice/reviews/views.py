"""One list of reviews; each is shown or hidden with one button."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalogue.reviews.domain.moderating import (
    AlreadyDecided,
    ReasonMissing,
    RewrittenMeanwhile,
    approve,
    fingerprint,
    reject,
)
from catalogue.reviews.models import ProductReview
from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.backoffice.frame import render_office
from shop.backoffice.paging import paged
from shop.backoffice.reviews.queries import STATES, moderated_reviews


@require_safe
@office(Role.REVIEWER)
def index(request: HttpRequest) -> HttpResponse:
    """The reviews of one state: those that wait oldest first, the others newest first."""
    return _page(request, request.GET.get("trang-thai", ""))


@require_POST
@office(Role.REVIEWER)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Show or hide one review; hiding needs a reason."""
    review = get_object_or_404(moderated_reviews(request.reach), pk=pk)
    reason = request.POST.get("ly_do", "")[:300]
    now = timezone.now()
    try:
        if request.POST.get("ket_luan") == "dang":
            approve(review=review, by=request.user, at=now, seen=request.POST.get("ban", ""))
            messages.success(request, _("Đã đăng đánh giá về “%(good)s”.") % {"good": review.product.title})
        else:
            reject(review=review, by=request.user, at=now, reason=reason)
            messages.success(request, _("Đã ẩn đánh giá về “%(good)s”.") % {"good": review.product.title})
    except ReasonMissing:
        state = next(name for name, status in STATES.items() if status == review.status)
        return _page(request, state, wrong=review, status=422)
    except RewrittenMeanwhile:
        messages.warning(request, _("Người mua vừa sửa lời đánh giá này. Hãy đọc lại rồi quyết định."))
    except AlreadyDecided:
        messages.info(request, _("Đánh giá này đã được quyết định như vậy trước đó."))
    return redirect("backoffice:reviews")


def _page(request: HttpRequest, state: str, *, wrong: ProductReview | None = None, status: int = 200) -> HttpResponse:
    state = state if state in STATES else "cho-xem"
    order = ("date_created", "pk") if state == "cho-xem" else ("-date_created", "-pk")
    reviews = moderated_reviews(request.reach).filter(status=STATES[state]).order_by(*order)
    tabs = [("cho-xem", _("Chờ xem")), ("da-dang", _("Đã đăng")), ("da-an", _("Đã ẩn"))]
    pager = paged(request, reviews)
    for review in pager.rows:
        review.fingerprint = fingerprint(review)
    context = {"pager": pager, "state": state, "tabs": tabs, "wrong": wrong}
    return render_office(request, "backoffice/reviews/index.html", context, status=status)
