"""Sellers: list and one seller. What is done to them stands in measures.py."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from sellers.documents.models import Document
from sellers.enums import SellerState
from sellers.models import Partner
from sellers.onboarding.banks import bank_name
from sellers.onboarding.models import SellerApplication
from sellers.standing.models import Measure
from sellers.standing.queries import open_measure, open_measures, pending_change
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
        "measures": open_measures(request.reach),
        "now": timezone.now(),
    }
    return render_office(request, "backoffice/sellers.html", context)


@require_safe
@office(Role.REVIEWER, Role.FINANCE)
def seller(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one seller."""
    return seller_page(request, one_seller(request, slug))


def _mine(request: HttpRequest) -> QuerySet[Partner]:
    role = Role.REVIEWER if REVIEW & request.reach.roles else Role.FINANCE
    return request.reach.within(Partner.objects.all(), role)


def one_seller(request: HttpRequest, slug: str) -> Partner:
    """Return a seller within reach, or answer 404."""
    return get_object_or_404(_mine(request).select_related("commune__province"), slug=slug)


def seller_page(request: HttpRequest, subject: Partner, error: str = "", status: int = 200) -> HttpResponse:
    """Show one seller; what was typed into a refused form is kept."""
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
        "typed": request.POST,
        "measure": open_measure(subject),
        "measures": Measure.objects.filter(seller=subject).select_related("proposed_by", "confirmed_by")[:10],
        "change": pending_change(subject),
        "now": timezone.now(),
        "works_here": subject.pk in request.reach.seller_ids,
    }
    return render_office(request, "backoffice/seller.html", context, status=status)
