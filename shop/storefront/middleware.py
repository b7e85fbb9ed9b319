"""What every request and every response goes through."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, QueryDict

NULL = "\x00"

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; "
    "base-uri 'none'; "
    "frame-ancestors 'none'"
)


class SecurityHeadersMiddleware:
    """Send a strict Content-Security-Policy: no inline script or style anywhere.

    A view whose form leads to a payment provider names the origins in `response.form_hosts`, for that page alone; one
    that another site may show in a frame names that site in `response.frame_hosts`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        hosts = getattr(response, "form_hosts", ())
        policy = POLICY.replace("form-action 'self'", " ".join(["form-action 'self'", *hosts]))
        if frames := getattr(response, "frame_hosts", ()):
            policy = policy.replace("frame-ancestors 'none'", " ".join(["frame-ancestors", *frames]))
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(self), microphone=()")
        return response


class NullCharacterMiddleware:
    """Take NUL out of what was typed or pasted: PostgreSQL refuses it, and nobody means it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", ""):
            request.GET = _without_null(request.GET)  # type: ignore[assignment]
        if request.method == "POST" and any(NULL in value for _, values in request.POST.lists() for value in values):
            request.POST = _without_null(request.POST)  # type: ignore[assignment]
        return self.get_response(request)


def _without_null(typed: QueryDict) -> QueryDict:
    clean = typed.copy()
    for name, values in typed.lists():
        clean.setlist(name, [value.replace(NULL, "") for value in values])
    return clean
