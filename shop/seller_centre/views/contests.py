"""Contests a seller may enter, and what became of its entries."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from sellers.models import Partner
from shop.accounts.enums import LISTING_ROLES
from shop.accounts.permissions import seller_staff
from shop.campaign.contests.domain import entering
from shop.campaign.contests.queries import entries_of_sellers, open_for
from shop.seller_centre.contest_form import EntryForm
from shop.seller_centre.frame import current_seller, render

REFUSED = {
    entering.EntriesClosed: gettext_lazy("Đã hết hạn đăng ký hoặc bình chọn đã mở."),
    entering.NotEligible: gettext_lazy("Món này không đang bán, hoặc cuộc này dành cho nơi khác."),
    entering.AlreadyEntered: gettext_lazy("Món này đã dự thi cuộc này."),
}


@require_safe
@seller_staff(LISTING_ROLES)
def index(request: HttpRequest) -> HttpResponse:
    """Contests open for entries and the seller's own entries."""
    return _page(request, current_seller(request))


@require_POST
@seller_staff(LISTING_ROLES)
def enter_good(request: HttpRequest, slug: str) -> HttpResponse:
    """Enter one good."""
    seller = current_seller(request)
    contest = get_object_or_404(_open(request, seller), slug=slug)
    form = EntryForm(request.POST, contest=contest, seller=seller)
    if form.is_valid():
        try:
            entering.enter(contest=contest, **form.cleaned_data, seller=seller, by=request.user, at=timezone.now())
            messages.success(request, _("Đã đăng ký. Ban tổ chức xét rồi nhắn kết quả cho gian hàng."))
            return redirect("seller_centre:contests")
        except tuple(REFUSED) as refusal:
            form.add_error(None, str(REFUSED[type(refusal)]))
    return _page(request, seller, failed=form)


@require_POST
@seller_staff(LISTING_ROLES)
def withdraw_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an entry back."""
    entry = get_object_or_404(entries_of_sellers(request.reach.listing_seller_ids), pk=pk)
    try:
        entering.withdraw(entry=entry, by=request.user, at=timezone.now())
        messages.success(request, _("Đã rút khỏi cuộc bình chọn."))
    except entering.EntriesClosed as refusal:
        messages.error(request, REFUSED[type(refusal)])
    return redirect("seller_centre:contests")


def _open(request: HttpRequest, seller: Partner):
    allowed = {seller.pk} & set(request.reach.listing_seller_ids)
    found = open_for((seller.province_id, seller.commune_id), timezone.now())
    return found if allowed else found.none()


def _page(request: HttpRequest, seller: Partner, *, failed: EntryForm | None = None) -> HttpResponse:
    rows = []
    for contest in _open(request, seller):
        own = failed is not None and failed.contest.pk == contest.pk
        rows.append((contest, failed if own else EntryForm(contest=contest, seller=seller)))
    entries = entries_of_sellers({seller.pk} & set(request.reach.listing_seller_ids))[:100]
    return render(
        request,
        "seller_centre/contests.html",
        seller=seller,
        tab="contests",
        status=422 if failed else 200,
        rows=rows,
        entries=entries,
        now=timezone.now(),
    )
