"""How long what is kept, for administrators."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.records.domain.keeping import erase_due, switch
from shop.records.models import RetentionRule


@office(Role.ADMINISTRATOR)
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """The rules in force with what each would erase tonight."""
    found = erase_due(at=timezone.now(), dry_run=True)
    frame = {"nav": "backoffice/nav.html", "office_title": _("Quản trị"), "office_home": "/quan-tri/"}
    return render(request, "records/rules.html", {**frame, "found": found})


@office(Role.ADMINISTRATOR)
@require_POST
def turn(request: HttpRequest, pk: int) -> HttpResponse:
    """Turn a rule on or off."""
    rule = get_object_or_404(RetentionRule, pk=pk)
    switch(rule=rule, is_active=request.POST.get("bat") == "1", actor=request.user, at=timezone.now())  # type: ignore[arg-type]
    messages.success(request, _("Đã đổi quy tắc lưu giữ."))
    return redirect("backoffice:records:rules")
