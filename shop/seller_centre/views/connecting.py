"""A seller opens an account at Stripe to be paid there."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sellers.models import Partner
from shop.accounts.enums import Role
from shop.accounts.permissions import seller_staff
from shop.payment.connect.domain.onboarding import ConnectOff, begin, refresh
from shop.payment.connect.models import ConnectAccount
from shop.payment.connect.rules import is_on
from shop.payment.providers.base import Unavailable
from shop.seller_centre.frame import current_seller

STRIPE_PAGES = ("https://connect.stripe.com",)


@require_POST
@seller_staff([Role.SELLER_OWNER])
def begin_stripe(request: HttpRequest) -> HttpResponse:
    """Lead an owner to Stripe's own page, where Stripe asks what it has to know."""
    seller = current_seller(request)
    if seller.pk not in request.reach.owned_seller_ids:
        raise Http404
    back = f"{settings.SITE_URL}{reverse('seller_centre:money')}?stripe=ve"
    try:
        return redirect(begin(seller=seller, actor=request.user, back=back, at=timezone.now()))
    except ConnectOff:
        raise Http404 from None
    except Unavailable:
        messages.error(request, _("Trang Stripe chưa mở được lúc này. Thử lại sau ít phút."))
        return redirect("seller_centre:money")


def account_of(seller: Partner, *, is_back: bool) -> ConnectAccount | None:
    """Return the seller's account, asked of Stripe afresh for somebody who is back from its page."""
    account = ConnectAccount.objects.filter(seller=seller).first() if is_on() else None
    if account is None or not is_back:
        return account
    try:
        return refresh(account=account, at=timezone.now())
    except Unavailable:
        return account
