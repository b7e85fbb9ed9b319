"""Which commune a visitor's goods go to, as chosen on the site or kept in the account."""

from __future__ import annotations

from django.http import HttpRequest

from shop.regions.models import Commune

PLACE_COOKIE = "xa"


def commune_of(request: HttpRequest) -> Commune | None:
    """Return the chosen commune with its province; the choice on this device goes before the account's."""
    code = request.COOKIES.get(PLACE_COOKIE, "") or getattr(request.user, "commune_id", None)
    if not code or not str(code).isalnum():
        return None
    return Commune.objects.select_related("province").filter(pk=str(code)[:5], valid_to=None).first()
