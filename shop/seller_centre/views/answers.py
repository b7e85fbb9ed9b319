"""Questions about a seller's goods and reviews of them: answer, say something, rewrite it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalogue.models import Product
from catalogue.reviews.answers.domain.writing import NotWritable, answer, reply
from catalogue.reviews.answers.queries import questions_about, reviews_of, unanswered
from shop.accounts.enums import LISTING_ROLES
from shop.accounts.permissions import seller_staff
from shop.seller_centre.frame import current_seller, render

PER_PAGE = 20
TABS = ("cau-hoi", "da-tra-loi", "danh-gia")


@require_safe
@seller_staff(LISTING_ROLES)
def index(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, what was answered, and reviews."""
    chosen = request.GET.get("loc", "")
    return _page(request, chosen if chosen in TABS else TABS[0])


@require_POST
@seller_staff(LISTING_ROLES)
def answer_question(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer one question."""
    question = get_object_or_404(questions_about(_own_goods(request)), pk=pk)
    return _written(request, "cau-hoi", pk, lambda body: answer(question=question, body=body, **_by(request)))


@require_POST
@seller_staff(LISTING_ROLES)
def reply_to_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something to one review."""
    review = get_object_or_404(reviews_of(_own_goods(request)), pk=pk)
    return _written(request, "danh-gia", pk, lambda body: reply(review=review, body=body, **_by(request)))


def _own_goods(request: HttpRequest) -> Any:
    return Product.objects.filter(stockrecords__partner__in=request.reach.listing_seller_ids).values("pk")


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"author": request.user, "at": timezone.now()}


def _written(request: HttpRequest, tab: str, pk: int, write: Callable[[str], object]) -> HttpResponse:
    body = request.POST.get("noi_dung", "")[:2000]
    try:
        write(body)
    except NotWritable as refusal:
        return _page(request, tab, wrong={"pk": pk, "body": body, "error": str(refusal)}, status=422)
    messages.success(request, _("Đã gửi. Lời của bạn hiện sau khi được xem qua."))
    return redirect(f"{reverse('seller_centre:answers')}?loc={tab}")


def _page(request: HttpRequest, tab: str, *, wrong: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
    seller = current_seller(request)
    goods = Product.objects.filter(stockrecords__partner=seller).values("pk")
    rows = {
        "cau-hoi": lambda: unanswered(goods),
        "da-tra-loi": lambda: questions_about(goods).exclude(reply=None).order_by("-created_at"),
        "danh-gia": lambda: reviews_of(goods),
    }[tab]()
    waiting = unanswered(goods).count()
    return render(
        request,
        "seller_centre/answers.html",
        seller=seller,
        tab="answers",
        status=status,
        chosen=tab,
        waiting=waiting,
        shown=Paginator(rows, PER_PAGE).get_page(request.GET.get("trang")),
        wrong=wrong or {},
    )
