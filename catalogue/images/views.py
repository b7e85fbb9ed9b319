"""Pictures of goods where no nginx stands in front."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve

ONE_WEEK = 7 * 24 * 60 * 60


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Send a file under MEDIA; names are random or fixed per picture, so browsers may keep them."""
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    response.headers["Cache-Control"] = f"public, max-age={ONE_WEEK}"
    return response
