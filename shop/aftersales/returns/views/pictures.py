"""How private pictures of requests are sent."""

from __future__ import annotations

from django.http import FileResponse

from shop.aftersales.returns.models import ReturnPicture


def picture_response(shown: ReturnPicture) -> FileResponse:
    """Return a private picture: nobody stores it, nothing in it runs."""
    response = FileResponse(shown.file.open("rb"), content_type="image/webp")
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
