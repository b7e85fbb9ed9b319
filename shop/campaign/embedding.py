"""Signed links by which one other site, and no further one, may show a page of the campaign in a frame."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SALT = "shop.campaign.embedding"


def clean_origin(text: str) -> str:
    """Return "https://site.vn" of an address somebody pasted. Raises ValidationError with what to mend."""
    parts = urlsplit(text.strip() if "//" in text else f"https://{text.strip()}")
    host = parts.netloc.lower()
    known = set("abcdefghijklmnopqrstuvwxyz0123456789-.:")
    if parts.scheme != "https" or "." not in host or not set(host) <= known or len(host) > 200:
        raise ValidationError(_("Ghi địa chỉ trang như https://mattran.khanhhoa.gov.vn"))
    return f"https://{host}"


def token_for(*, page: str, origin: str) -> str:
    """Return the token by which the origin may frame the page (a name such as "contest:slug")."""
    return signing.dumps([page, origin], salt=SALT)


def origin_of(*, page: str, token: str) -> str | None:
    """Return the origin a token was made for, or None when it is not this page's or was not signed here."""
    try:
        named, origin = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    return str(origin) if named == page else None
