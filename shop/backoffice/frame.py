"""The frame of every office page: title, side navigation."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def render_office(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Render a template that extends office.html, with the back office's title and navigation."""
    frame = {"nav": "backoffice/nav.html", "office_title": _("Quản trị"), "office_home": "/quan-tri/"}
    return render(request, template, {**frame, **(context or {})}, status=status)
