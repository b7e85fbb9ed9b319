"""Attempts to sign in are counted by all processes together."""

import pytest
from django.core.cache import caches

from shop.accounts.shared_cache import ProcessCache

pytestmark = pytest.mark.django_db


def processes() -> tuple[ProcessCache, ProcessCache]:
    """Return the memories of two processes."""
    return ProcessCache("one", {}), ProcessCache("other", {})


def test_attempts_are_seen_by_the_other_process() -> None:
    one, other = processes()
    one.set("allauth:rl:login", [1, 2], 60)
    assert other.get("allauth:rl:login") == [1, 2]
    other.delete("allauth:rl:login")
    assert one.get("allauth:rl:login") is None


def test_a_used_code_is_used_in_every_process() -> None:
    one, other = processes()
    assert one.add("allauth.mfa.totp.used?user=1&code=123456", "y", timeout=30)
    assert not other.add("allauth.mfa.totp.used?user=1&code=123456", "y", timeout=30)


def test_the_rest_stays_in_memory() -> None:
    one, other = processes()
    one.set("navigation:1", "nhanh", 60)
    assert (one.get("navigation:1"), other.get("navigation:1"), caches["shared"].get("navigation:1")) == (
        "nhanh",
        None,
        None,
    )
