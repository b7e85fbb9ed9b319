"""What follows from changes of somebody's second factor."""

from __future__ import annotations

from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.signals import authenticator_removed
from django.dispatch import receiver
from django.http import HttpRequest


@receiver(authenticator_removed)
def forget_that_it_was_used(sender: type, request: HttpRequest, **kwargs: Any) -> None:
    """A session keeps no proof of a second factor that is no more."""
    records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [row for row in records if row.get("method") != "mfa"]
