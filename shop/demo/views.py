"""The page of demo sign-ins; it exists only where the demo market is on."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from shop.demo.people import PASSWORD
from shop.demo.signins import pick_up_codes, second_factor_now, sign_in_codes, sign_ins


@never_cache
@require_safe
def demo(request: HttpRequest) -> HttpResponse:
    """Show who can sign in and the codes that would have gone out by SMS."""
    if not settings.DEMO_MARKET:
        raise Http404
    context = {
        "people": sign_ins(every=True),
        "password": PASSWORD,
        "second_factor": second_factor_now(),
        "sign_in_codes": sign_in_codes(),
        "pick_up_codes": pick_up_codes(),
    }
    return render(request, "demo/demo.html", context)
