"""The side navigation, for any page that extends office.html."""

from __future__ import annotations

import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from shop.audit.models import AuditEvent
from shop.backoffice.navigation import menu_of
from shop.backoffice.payouts.stripe_words import uses_stripe
from shop.backoffice.trail_words import sentence_of

register = template.Library()

SHORT = 6  # so many links a phone shows in one row, whatever group they are of


@register.inclusion_tag("backoffice/partials/links.html", takes_context=True)
def office_links(context: dict[str, Any]) -> dict[str, Any]:
    """Draw the links of the signed-in person, by subject."""
    groups = menu_of(context["request"])
    return {"groups": groups, "is_short": sum(len(group.links) for group in groups) <= SHORT}


@register.simple_tag
def stripe_in_use() -> bool:
    """Tell whether sellers are paid by Stripe, or were while it was on."""
    return uses_stripe()


@register.filter
def cho_bao_lau(since: datetime.datetime | None) -> str:
    """Write how long something waits: "2 ngày 3 giờ", "4 giờ", "12 phút"."""
    if since is None:
        return ""
    minutes = max(0, int((timezone.now() - since).total_seconds() // 60))
    days, hours = divmod(minutes // 60, 24)
    if days:
        return _("%(days)d ngày %(hours)d giờ") % {"days": days, "hours": hours}
    return _("%(n)d giờ") % {"n": hours} if hours else _("%(n)d phút") % {"n": minutes}


@register.filter
def phan_tram(basis_points: int) -> str:
    """Write basis points as "2,5 %"."""
    return f"{basis_points / 100:.2f}".rstrip("0").rstrip(".").replace(".", ",") + "\u00a0%"


@register.filter
def cau_nhat_ky(event: AuditEvent) -> str:
    """Write what an act of the trail was, without who and when."""
    return sentence_of(event)
