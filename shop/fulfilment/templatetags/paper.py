"""What printed sheets carry."""

from __future__ import annotations

import io
from typing import Any

import segno
from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from shop.shipping.models import RunStop

register = template.Library()


@register.simple_tag(takes_context=True)
def stop_qr(context: dict[str, Any], stop: RunStop) -> SafeString:
    """Draw the QR that opens a stop on the operator's screen."""
    address = context["request"].build_absolute_uri(reverse("counter:stop", args=[stop.pk]))
    picture = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        picture, kind="svg", border=1, omitsize=True, xmldecl=False, svgns=True, title=None
    )
    return mark_safe(picture.getvalue().decode())  # noqa: S308  drawn here from an address of our own
