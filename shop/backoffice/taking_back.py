"""What finance wrote down wrongly is taken back with a reason (`ly_do`), on every page that books by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from shop.ledger.domain.undoing import TakenBack

LONGEST = 200


def take_back_from(request: HttpRequest, take_back: Callable[..., Any]) -> None:
    """Take back by `take_back(reason=, by=, at=)` as the POST asks, and tell the person what became of it."""
    reason = " ".join(request.POST.get("ly_do", "").split())
    if not reason:
        messages.error(request, _("Ghi vì sao đảo bút toán này."))
        return
    if len(reason) > LONGEST:
        messages.error(request, _("Ghi lý do trong %(most)s chữ cái.") % {"most": LONGEST})
        return
    try:
        take_back(reason=reason, by=request.user, at=timezone.now())
        messages.success(request, _("Đã ghi bút toán đảo."))
    except TakenBack:
        messages.error(request, _("Khoản này đã được đảo rồi."))
