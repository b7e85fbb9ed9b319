"""Sign a test client in, with the second factor where staff need it."""

from __future__ import annotations

import time

from django.test import Client

from shop.accounts.models import User


def sign_in(user: User, *, second_factor: bool = True) -> Client:
    """Return a client with a session of this user; second_factor: as if the authenticator had been used."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    if second_factor:
        session = client.session
        session["account_authentication_methods_user"] = str(user.pk)
        session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": time.time()}]
        session.save()
    return client
