"""Sellers: list, one seller, suspend and reopen."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sellers.documents.models import Document
from sellers.enums import SellerState
from sellers.models import Partner
from sellers.onboarding.banks import bank_name
from sellers.onboarding.models import SellerApplication
from sellers.standing import ReasonTooShort, StandingUnchanged, reopen, suspend
from shop.accounts.enums import Role
from shop.accounts.models import RoleGrant
from shop.accounts.permissions import office
from shop.audit.trail import trail_of
from shop.backoffice.frame import render_office
from shop.backoffice.navigation import REVIEW
from shop.backoffice.paging import paged
from shop.backoffice.trail_words import sentence_of


@require_safe
@office(Role.REVIEWER, Role.FINANCE)
def sellers(request: HttpRequest) -> HttpResponse:
    """List the sellers of the provinces this person covers."""
    words, state = request.GET.get("q", "").strip()[:80], request.GET.get("trang-thai", "")
    found = _mine(request).select_related("province")
    if words:
        found = found.filter(Q(name__icontains=words) | Q(tax_code__startswith=words) | Q(slug=words))
    if state in SellerState.values:
        found = found.filter(state=state)
    goods = Count("stockrecords__product", filter=Q(stockrecords__product__is_public=True), distinct=True)
    context = {
        "pager": paged(request, found.annotate(goods=goods).order_by("name", "pk")),
        "words": words,
        "state": state,
        "states": SellerState.choices,
    }
    return render_office(request, "backoffice/sellers.html", context)


@require_safe
@office(Role.REVIEWER, Role.FINANCE)
def seller(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one seller."""
    return _page(request, _one(request, slug))


@require_POST
@office(Role.REVIEWER)
def suspend_seller(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a seller's goods off sale."""
    return _move(request, slug, suspend, _("Đã tạm ngừng gian hàng."))


@require_POST
@office(Role.REVIEWER)
def reopen_seller(request: HttpRequest, slug: str) -> HttpResponse:
    """Let a suspended seller sell again."""
    return _move(request, slug, reopen, _("Đã mở lại gian hàng."))


def _move(request: HttpRequest, slug: str, act: Callable[..., Partner], done: str) -> HttpResponse:
    subject = get_object_or_404(request.reach.within(Partner.objects.all(), Role.REVIEWER), slug=slug)
    reason = request.POST.get("ly_do", "").strip()
    try:
        act(seller_id=subject.pk, reason=reason, by=request.user, at=timezone.now())
    except ReasonTooShort:
        return _page(request, subject, _("Hãy ghi lý do ít nhất 10 ký tự: người bán đọc nguyên văn."), reason, 422)
    except StandingUnchanged:
        return _page(request, _one(request, slug), _("Người khác vừa đổi trạng thái gian hàng này."), reason, 409)
    messages.success(request, done)
    return redirect("backoffice:seller", slug=slug)


def _mine(request: HttpRequest) -> QuerySet[Partner]:
    role = Role.REVIEWER if REVIEW & request.reach.roles else Role.FINANCE
    return request.reach.within(Partner.objects.all(), role)


def _one(request: HttpRequest, slug: str) -> Partner:
    return get_object_or_404(_mine(request).select_related("commune__province"), slug=slug)


def _page(request: HttpRequest, subject: Partner, error: str = "", reason: str = "", status: int = 200) -> HttpResponse:
    reviews = bool(REVIEW & request.reach.roles)
    application = SellerApplication.objects.filter(seller=subject).first()
    events = [*(trail_of(application) if application else []), *trail_of(subject)]
    context = {
        "seller": subject,
        "reviews": reviews,
        "bank": bank_name(subject.bank_bin),
        "papers": Document.objects.filter(seller=subject, replaced_by=None) if reviews else [],
        "staff": RoleGrant.objects.filter(seller=subject).select_related("user").order_by("role", "pk"),
        "application": application,
        "trail": [(event, sentence_of(event)) for event in events],
        "error": error,
        "reason": reason,
    }
    return render_office(request, "backoffice/seller.html", context, status=status)
