"""Owners look after the people who work for their seller."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sellers.models import Partner
from sellers.team.domain.changing import ChangeRefused, change_role, remove
from sellers.team.domain.inviting import InvitationRefused, cancel, invite
from sellers.team.models import STAFF_ROLES, StaffInvitation
from sellers.team.permissions import PERMISSIONS
from shop.accounts.enums import SELLER_ROLES, Role
from shop.accounts.models import RoleGrant
from shop.accounts.permissions import seller_staff
from shop.seller_centre.frame import current_seller, render
from shop.seller_centre.team.forms import InviteForm

OWNER = [Role.SELLER_OWNER]


@require_http_methods(["GET", "HEAD", "POST"])
@seller_staff(OWNER)
def index(request: HttpRequest) -> HttpResponse:
    """List the people and the open invitations; invite one more."""
    seller = _owned(request)
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            invitation = invite(seller=seller, by=request.user, at=timezone.now(), **form.wish())
        except InvitationRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã gửi lời mời tới %(to)s, có hạn 7 ngày.") % {"to": invitation.to})
            return redirect("seller_centre:staff")
    return _page(request, seller, form, status=422 if form.errors else 200)


@require_POST
@seller_staff(OWNER)
def set_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Give somebody another role."""
    seller, role = _owned(request), request.POST.get("vai_tro", "")
    try:
        if role not in SELLER_ROLES:
            raise ChangeRefused(_("Hãy chọn một vai trò của gian hàng."))
        change_role(grant_id=pk, seller=seller, role=Role(role), by=request.user, at=timezone.now())
    except RoleGrant.DoesNotExist:
        raise Http404 from None
    except ChangeRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Đã đổi vai trò."))
    return redirect("seller_centre:staff")


@require_POST
@seller_staff(OWNER)
def remove_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody go."""
    try:
        remove(grant_id=pk, seller=_owned(request), by=request.user, at=timezone.now())
    except RoleGrant.DoesNotExist:
        raise Http404 from None
    except ChangeRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Người này không còn vào được gian hàng."))
    return redirect("seller_centre:staff")


@require_POST
@seller_staff(OWNER)
def cancel_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    cancel(
        invitation=get_object_or_404(StaffInvitation, pk=pk, seller__in=request.reach.owned_seller_ids),
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, _("Đã hủy lời mời."))
    return redirect("seller_centre:staff")


def _owned(request: HttpRequest) -> Partner:
    seller = current_seller(request)
    if seller.pk not in request.reach.owned_seller_ids:
        raise Http404
    return seller


def _page(request: HttpRequest, seller: Partner, form: InviteForm, *, status: int) -> HttpResponse:
    people = RoleGrant.objects.filter(seller=seller, role__in=SELLER_ROLES).select_related("user")
    return render(
        request,
        "seller_centre/team/index.html",
        seller=seller,
        tab="staff",
        status=status,
        form=form,
        people=people.order_by("role", "user__full_name", "pk"),
        invitations=StaffInvitation.objects.open(timezone.now()).filter(seller=seller),
        roles=STAFF_ROLES,
        permissions=PERMISSIONS,
    )
