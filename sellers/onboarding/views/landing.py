"""The public page that says what is needed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from sellers.onboarding.forms import LEGAL_TYPES
from sellers.onboarding.requirements import LEGAL_RULES, papers_of_type


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """Say who may sell and what to prepare. The same for everybody, so that it can be cached."""
    day = timezone.localdate()
    types = [(label, LEGAL_RULES[kind], papers_of_type(kind, day=day)) for kind, label in LEGAL_TYPES]
    return render(request, "onboarding/landing.html", {"types": types})
