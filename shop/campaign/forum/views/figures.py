"""Who answers in time: figures of every body, for everybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page, require_safe

from shop.campaign.forum.figures import figures, since_of
from shop.regions.models import Province

KEEP_SECONDS = 60


@require_safe
@conditional_page
def figures_page(request: HttpRequest) -> HttpResponse:
    """Figures of a province or all, of this year or all time."""
    today = timezone.localdate()
    code, period = request.GET.get("tinh", "")[:2], request.GET.get("ky", "")
    context = {
        "rows": figures(today=today, since=since_of(period, today), provinces=[code] if code else None),
        "provinces": Province.objects.filter(forum_topics__askings__isnull=False).distinct(),
        "province": code,
        "period": period,
        "today": today,
    }
    response = render(request, "forum/figures.html", context)
    patch_cache_control(response, public=True, max_age=KEEP_SECONDS)
    return response
