"""What a provider of electronic verification is asked and answers."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from sellers.onboarding.models import IdentityOutcome


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What a seller states: a person's name, birth and number; an organisation's name, seat and tax code."""

    full_name: str
    born_on: datetime.date
    number: str  # 12 digits
    legal_type: str
    organisation: str
    address: str
    tax_code: str


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the provider found. reference: under which the provider knows the check; note: a sentence for reviewers."""

    outcome: IdentityOutcome
    reference: str = ""
    note: str = ""


class Provider(Protocol):
    """A service that compares a claim with the state's registers."""

    name: str

    def check(self, claim: Claim) -> Answer:
        """Compare once. May raise anything for a failure worth trying again; keeps nothing of the claim."""
        ...


def provider() -> Provider | None:
    """Return the configured provider, or None where the operator has none."""
    path = settings.IDENTITY_CHECK_PROVIDER
    return cast(Provider, import_string(path)()) if path else None
