"""Changing what an account says about its owner."""

from __future__ import annotations

from shop.accounts.models import User


def change_profile(*, user: User, full_name: str, email: str, commune_code: str | None) -> User:
    """Write name, e-mail and commune."""
    user.full_name = full_name
    user.email = email
    user.commune_id = commune_code
    user.save(update_fields=["full_name", "email", "commune"])
    return user
