"""What the office asks a seller about reported goods, and the seller's answer. Who reported is never shown."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shop.accounts.enums import LISTING_ROLES
from shop.accounts.permissions import seller_staff
from shop.campaign.counterfeit.domain.deciding import NotAsked, TextMissing, answer
from shop.campaign.counterfeit.queries import asked_of
from shop.seller_centre.frame import current_seller, render


@require_safe
@seller_staff(LISTING_ROLES)
def index(request: HttpRequest) -> HttpResponse:
    """Cases the current seller was asked about, and decided ones."""
    seller = current_seller(request)
    cases = asked_of({seller.pk} & set(request.reach.listing_seller_ids))
    return render(request, "seller_centre/counterfeit.html", seller=seller, tab="counterfeit", cases=cases[:100])


@require_POST
@seller_staff(LISTING_ROLES)
def reply(request: HttpRequest, number: str) -> HttpResponse:
    """Answer what the office asks."""
    case = get_object_or_404(asked_of(request.reach.listing_seller_ids), number=number)
    try:
        answer(case=case, text=request.POST.get("text", "")[:4000], actor=request.user, at=timezone.now())
        messages.success(request, _("Đã gửi trả lời cho sàn."))
    except NotAsked:
        messages.warning(request, _("Vụ này không chờ trả lời nữa."))
    except TextMissing:
        messages.error(request, _("Viết câu trả lời rồi gửi."))
    return redirect("seller_centre:counterfeit")
