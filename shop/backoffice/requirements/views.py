"""List, add, change and retire requirements."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sellers.onboarding.domain.requiring import NotInForce, retire_requirement, save_requirement
from sellers.onboarding.models import Requirement
from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.audit.trail import trail_of
from shop.backoffice.frame import render_office
from shop.backoffice.requirements.forms import RequirementForm
from shop.backoffice.trail_words import sentence_of


@require_safe
@office(Role.ADMINISTRATOR)
def index(request: HttpRequest) -> HttpResponse:
    """Everything that is, was or may be asked: in force first."""
    today = timezone.localdate()
    rows = [(row, row.is_in_force(today)) for row in Requirement.objects.all()]
    context = {
        "asked": [row for row, in_force in rows if in_force],
        "others": [row for row, in_force in rows if not in_force],
        "today": today,
    }
    return render_office(request, "backoffice/requirements/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office(Role.ADMINISTRATOR)
def new(request: HttpRequest) -> HttpResponse:
    """Add one."""
    return _edit(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@office(Role.ADMINISTRATOR)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one."""
    return _edit(request, get_object_or_404(Requirement, pk=pk))


@require_POST
@office(Role.ADMINISTRATOR)
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for it no longer, from today; what was decided by it stays."""
    try:
        row = retire_requirement(
            requirement_id=get_object_or_404(Requirement, pk=pk).pk, by=request.user, at=timezone.now()
        )
    except NotInForce:
        messages.info(request, _("Yêu cầu này vốn không còn áp dụng."))
    else:
        messages.success(request, _("Đã ngừng áp dụng: %(title)s.") % {"title": row.title})
    return redirect("backoffice:requirements")


def _edit(request: HttpRequest, row: Requirement | None) -> HttpResponse:
    form = RequirementForm(request.POST if request.method == "POST" else None, instance=row)
    if request.method == "POST" and form.is_valid():
        saved = save_requirement(
            requirement_id=row.pk if row else None, fields=form.cleaned_data, by=request.user, at=timezone.now()
        )
        messages.success(request, _("Đã lưu: %(title)s.") % {"title": saved.title})
        return redirect("backoffice:requirements")
    context = {
        "form": form,
        "requirement": row,
        "in_force": bool(row and Requirement.objects.in_force(timezone.localdate()).filter(pk=row.pk).exists()),
        "trail": [(event, sentence_of(event)) for event in trail_of(row)] if row else [],
    }
    return render_office(request, "backoffice/requirements/edit.html", context, status=422 if form.errors else 200)
