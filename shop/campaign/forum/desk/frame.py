"""The frame of the forum's office pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from shop.accounts.enums import Role


def render_desk(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """Render an office page; is_committee: whether this person also keeps bodies and terms."""
    frame = {"nav": "backoffice/nav.html", "office_title": _("Quản trị"), "office_home": "/quan-tri/"}
    is_committee = bool({Role.COMMITTEE, Role.ADMINISTRATOR} & request.reach.roles)
    return render(request, template, {**frame, "is_committee": is_committee, **context}, status=status)
