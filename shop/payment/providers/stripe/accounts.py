"""Stripe Connect's side of the interface: accounts of sellers, transfers to them, and taking back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import stripe
from stripe import StripeClient

from shop.payment.providers.base import AccountMoved, Unavailable
from shop.payment.providers.stripe.client import asking, client
from shop.payment.providers.stripe.entries import CURRENCY, to_stripe

if TYPE_CHECKING:
    from stripe.params import AccountCreateParams, AccountLinkCreateParams, TransferCreateParams


class Refused(Exception):
    """Stripe says that this cannot be done, now or later."""


def make_account(*, key: str, email: str, name: str) -> str:
    """Return the id of a new account that may receive transfers; the same key gives the same account."""
    params: AccountCreateParams = {
        "type": "express",
        "capabilities": {"transfers": {"requested": True}},
        "business_profile": {"name": name[:100]},
        "metadata": {"key": key},
    }
    if email:
        params["email"] = email
    with asking() as connected:
        return str(connected.v1.accounts.create(params, {"idempotency_key": key}).id)


def onboarding_page(*, account_id: str, back: str) -> str:
    """Return the address of Stripe's page where the seller says what Stripe has to know; it is good for one visit."""
    params: AccountLinkCreateParams = {
        "account": account_id,
        "type": "account_onboarding",
        "refresh_url": back,
        "return_url": back,
    }
    with asking() as connected:
        return str(connected.v1.account_links.create(params).url)


def account_fact(account_id: str) -> AccountMoved:
    """Return how an account stands now."""
    with asking() as connected:
        account: Any = connected.v1.accounts.retrieve(account_id)
    transfers = str(getattr(account.capabilities, "transfers", "")) if account.capabilities else ""
    needs = getattr(account.requirements, "currently_due", None) if account.requirements else None
    return AccountMoved(external_id=account.id, can_receive=transfers == "active", needs=tuple(needs or ()))


def move_to(*, account_id: str, amount_vnd: int, reference: str) -> str:
    """Move money of our balance to an account and return Stripe's id; the reference makes asking twice count once.

    Raises Refused, Unavailable.
    """
    params: TransferCreateParams = {
        "amount": to_stripe(amount_vnd),
        "currency": CURRENCY,
        "destination": account_id,
        "transfer_group": reference,
        "metadata": {"reference": reference},
    }
    with _judging() as connected:
        return str(connected.v1.transfers.create(params, {"idempotency_key": reference}).id)


def moved(*, reference: str) -> str:
    """Return the id of the transfer that was made under a reference, or "" when there is none. Raises Unavailable."""
    with asking() as connected:
        found = connected.v1.transfers.list({"transfer_group": reference, "limit": 1}).data
    return str(found[0].id) if found else ""


def take_back(*, transfer_id: str, amount_vnd: int, key: str) -> str:
    """Take some of a transfer back and return Stripe's id. Raises Refused, Unavailable."""
    with _judging() as connected:
        made = connected.v1.transfers.reversals.create(
            transfer_id, {"amount": to_stripe(amount_vnd), "metadata": {"key": key}}, {"idempotency_key": key}
        )
    return str(made.id)


@contextmanager
def _judging() -> Iterator[StripeClient]:
    """Yield the client; what is wrong with the request itself is Refused, everything else Unavailable."""
    try:
        yield client()
    except stripe.InvalidRequestError as problem:
        if problem.code == "balance_insufficient":  # there will be money again
            raise Unavailable(problem.code) from problem
        raise Refused(f"{problem.code or 'refused'}: {problem.user_message or problem}"[:200]) from problem
    except stripe.StripeError as problem:
        raise Unavailable(f"{type(problem).__name__}: {problem.user_message or problem}") from problem
