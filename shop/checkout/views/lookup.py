"""A guest finds an order again: the link goes to the phone it was ordered with, never to the screen."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shop.checkout.finding_again import send_link
from shop.checkout.forms import LookupForm


@never_cache
@require_http_methods(["GET", "POST"])
def lookup_view(request: HttpRequest) -> HttpResponse:
    """Answer the same whether number and phone belong together or not."""
    form = LookupForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        send_link(number=answers["number"], phone=answers["phone"], site=settings.SITE_URL, at=timezone.now())
        return render(request, "checkout/lookup_sent.html", {"phone": answers["phone"]})
    return render(request, "checkout/lookup.html", {"form": form}, status=422 if form.errors else 200)
