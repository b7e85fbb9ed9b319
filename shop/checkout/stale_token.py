"""A form whose token is too old is shown again with everything typed, instead of an error page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

FROM_ELSEWHERE = ("Origin", "Referer")


class _Reason(CsrfViewMiddleware):
    """Django's own check, which returns its reason instead of an answer."""

    def _reject(self, request: HttpRequest, reason: str) -> str:  # type: ignore[override]
        return reason


def token_problem(request: HttpRequest) -> str:
    """Return why Django would refuse the sent form, or an empty text. For views that are exempt and check here."""
    check = _Reason(lambda _: HttpResponse())
    check.process_request(request)
    return str(check.process_view(request, None, (), {}) or "")  # type: ignore[arg-type]


def came_from_elsewhere(reason: str) -> bool:
    """Return whether another site sent the form: that one is never shown again."""
    return reason.startswith(FROM_ELSEWHERE)
