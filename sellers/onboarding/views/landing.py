"""The public page that says what is needed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sellers.onboarding.forms import LEGAL_TYPES
from sellers.onboarding.requirements import REQUIREMENTS


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """Say who may sell and what to prepare. The same for everybody, so that it can be cached."""
    types = [(label, REQUIREMENTS[legal_type]) for legal_type, label in LEGAL_TYPES]
    return render(request, "onboarding/landing.html", {"types": types})
