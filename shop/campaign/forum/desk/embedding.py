"""The box in which a desk signs a link for one other site."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse

from shop.campaign.embedding import clean_origin, token_for


def frame_link(request: HttpRequest, *, page: str, name: str, **kwargs: object) -> dict[str, str]:
    """Return what was typed as another site's address, and the link signed for it or what to mend.

    page: what the link is signed for; name, kwargs: the address of the small page.
    """
    typed = request.GET.get("trang-nhung", "")[:300]
    if not typed:
        return {}
    try:
        origin = clean_origin(typed)
    except ValidationError as problem:
        return {"site": typed, "site_error": problem.messages[0]}
    path = reverse(name, kwargs={**kwargs, "token": token_for(page=page, origin=origin)})
    return {"site": typed, "frame_link": f"{settings.SITE_URL}{path}"}
