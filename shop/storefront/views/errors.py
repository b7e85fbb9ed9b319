"""Pages for what went wrong; each says what to do next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from a page that is too old: ask to reload, nothing was saved."""
    return render(request, "errors/csrf.html", status=403)
