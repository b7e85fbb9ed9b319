"""People who were invited accept: with the phone they signed in with, or through the link of a letter."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sellers.team.domain.inviting import InvitationRefused, accept, invitation_of_token, invitations_of
from shop.accounts.models import RoleGrant
from shop.accounts.permissions import signed_in
from shop.seller_centre.frame import SESSION_KEY

TEMPLATE = "seller_centre/team/invitations.html"


@require_safe
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """The open invitations to the phone of the person who is signed in."""
    return render(request, TEMPLATE, {"invitations": invitations_of(request.user, at=timezone.now())})


@require_POST
@signed_in
def accept_by_phone(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept one of them."""
    found = next((row for row in invitations_of(request.user, at=timezone.now()) if row.pk == pk), None)
    if found is None:
        raise Http404
    return _accepted(request, found.pk, "")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show the invitation of a link, and accept it when the button is pressed."""
    invitation = invitation_of_token(token, at=timezone.now())
    if request.method == "POST" and invitation is not None:
        return _accepted(request, invitation.pk, token)
    context = {"invitations": [invitation] if invitation else [], "is_link": True}
    response = render(request, TEMPLATE, context, status=200 if invitation else 404)
    response["Referrer-Policy"] = "no-referrer"
    return response


def _accepted(request: HttpRequest, invitation_id: int, token: str) -> HttpResponse:
    try:
        grant: RoleGrant = accept(invitation_id=invitation_id, by=request.user, at=timezone.now(), token=token)
    except InvitationRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("seller_centre:invitations")
    request.session[SESSION_KEY] = grant.seller_id
    messages.success(request, _("Bạn đã vào gian hàng %(name)s.") % {"name": grant.seller.name})
    return redirect("seller_centre:today")
