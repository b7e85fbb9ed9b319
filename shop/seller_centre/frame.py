"""What every page of the seller centre shares: for which seller somebody works now, and the frame around the page."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as render_template
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.models import Product
from catalogue.reviews.answers.queries import unanswered
from sellers.listings.models import Listing, ListingState
from sellers.models import Partner
from sellers.shopfront.models import EditState
from sellers.shopfront.queries import last_edit
from sellers.team.domain.inviting import invitations_of
from shop.accounts.enums import Role
from shop.aftersales.returns.queries import waiting_for_seller
from shop.campaign.forum.queries import waiting_for_seller as forum_waits_for
from shop.order.enums import SellerOrderState
from shop.order.models import SellerOrder
from shop.seller_centre.navigation import menu_for
from shop.vouchers.queries import waiting_for

SESSION_KEY = "nha_ban"


def current_seller(request: HttpRequest) -> Partner:
    """Return the seller chosen in this session, or the first this person works for; the door made sure of one."""
    sellers = Partner.objects.filter(pk__in=request.reach.seller_ids).select_related("province", "commune")
    chosen = request.session.get(SESSION_KEY)
    if chosen in request.reach.seller_ids:
        return sellers.get(pk=chosen)
    return sellers.order_by("name", "pk")[0]


def choose_seller(request: HttpRequest, seller_id: int) -> None:
    """Remember for which seller this session works; one out of reach is ignored."""
    if seller_id in request.reach.seller_ids:
        request.session[SESSION_KEY] = seller_id


def render(
    request: HttpRequest, template: str, *, seller: Partner, tab: str, status: int = 200, **context: Any
) -> HttpResponse:
    """Render a page in the seller centre's frame. tab: the side link this page stands under."""
    reach = request.reach
    several = len(reach.seller_ids) > 1
    counts = _counts(request, seller)
    frame = {
        "seller": seller,
        "sellers": Partner.objects.filter(pk__in=reach.seller_ids).order_by("name") if several else [],
        "tab": tab,
        "may_list": seller.pk in reach.listing_seller_ids,
        "is_owner": seller.pk in reach.owned_seller_ids,
        "counts": counts,
        "menu": menu_for(roles=_roles(request, seller), tab=tab, counts=counts),
        "nav": "seller_centre/nav.html",
        "office_title": _("Kênh người bán"),
        "office_home": reverse("seller_centre:today"),
    }
    return render_template(request, template, {**frame, **context}, status=status)


def _roles(request: HttpRequest, seller: Partner) -> frozenset[Role]:
    """Return the roles held for this seller, as far as the menu tells them apart."""
    reach = request.reach
    held = {Role.SELLER_OWNER: reach.owned_seller_ids, Role.SELLER_MANAGER: reach.listing_seller_ids}
    return frozenset({Role.SELLER_PACKER, *(role for role, sellers in held.items() if seller.pk in sellers)})


def _counts(request: HttpRequest, seller: Partner) -> dict[str, int]:
    open_states = [SellerOrderState.PLACED, SellerOrderState.CONFIRMED]
    orders = SellerOrder.objects.filter(seller=seller, state__in=open_states).count()
    to_mend = Q(state__in=[ListingState.CHANGES_ASKED, ListingState.REJECTED])
    listings = Listing.objects.filter(seller=seller).aggregate(to_mend=Count("pk", filter=to_mend))
    edit = last_edit(seller)
    questions = unanswered(Product.objects.filter(stockrecords__partner=seller).values("pk")).count()
    return {
        "orders": orders,
        "to_mend": listings["to_mend"],
        "questions": questions,
        "shopfront": int(edit is not None and edit.state == EditState.REJECTED),
        "invitations": len(invitations_of(request.user, at=timezone.now())),
        "returns": waiting_for_seller(seller.pk),
        "forum": forum_waits_for(seller.pk),
        "vouchers": waiting_for(seller.pk).count(),
    }
