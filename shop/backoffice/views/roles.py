"""Roles: who does what, given and taken by administrators."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from shop.accounts.enums import Role
from shop.accounts.models import RoleGrant
from shop.accounts.permissions import office
from shop.backoffice.domain.granting import GrantRefused, grant_role, revoke_role, words_of
from shop.backoffice.forms import GrantForm
from shop.backoffice.frame import render_office
from shop.backoffice.paging import paged


@require_http_methods(["GET", "HEAD", "POST"])
@office(Role.ADMINISTRATOR)
def roles(request: HttpRequest) -> HttpResponse:
    """List grants and give a role."""
    form = GrantForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = {**form.cleaned_data, "role": Role(form.cleaned_data["role"])}
        try:
            grant = grant_role(**data, by=request.user, at=timezone.now())
        except GrantRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã giao việc: %(what)s.") % {"what": words_of(grant)})
            return redirect("backoffice:roles")
    return _page(request, form)


@require_POST
@office(Role.ADMINISTRATOR)
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a role back."""
    try:
        revoke_role(grant_id=pk, by=request.user, at=timezone.now(), reason=request.POST.get("ly_do", "").strip())
    except RoleGrant.DoesNotExist:
        raise Http404 from None
    except GrantRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Đã thôi giao việc."))
    return redirect("backoffice:roles")


def _page(request: HttpRequest, form: GrantForm) -> HttpResponse:
    words, role = request.GET.get("q", "").strip()[:80], request.GET.get("viec", "")
    grants = RoleGrant.objects.select_related("user", "seller", "point", "province", "commune", "granted_by")
    if words:
        digits = words.replace(" ", "").lstrip("0")
        by_phone = Q(user__phone__endswith=digits) if digits.isdigit() else Q()
        by_name = Q(user__full_name__icontains=words) | Q(seller__name__icontains=words)
        grants = grants.filter(by_name | by_phone if by_phone else by_name)
    if role in Role.values:
        grants = grants.filter(role=role)
    context = {
        "form": form,
        "pager": paged(request, grants.order_by("-granted_at", "-pk")),
        "words": words,
        "role": role,
        "roles": Role.choices,
    }
    return render_office(request, "backoffice/roles.html", context, status=422 if form.errors else 200)
