"""A seller opens an account at Stripe: we make it, Stripe asks the seller what it has to know."""

from __future__ import annotations

import datetime

from django.db import transaction

from sellers.models import Partner
from shop.accounts.models import User
from shop.audit.trail import record
from shop.payment.connect.models import ConnectAccount
from shop.payment.connect.rules import is_on
from shop.payment.providers.base import AccountMoved
from shop.payment.providers.stripe.accounts import account_fact, make_account, onboarding_page


class ConnectOff(Exception):
    """Paying by Stripe is not switched on."""


def begin(*, seller: Partner, actor: User, back: str, at: datetime.datetime) -> str:
    """Return the address of Stripe's own page for the seller; the account is made once. Raises ConnectOff, Unavailable.

    back: where the seller returns to. Stripe is asked outside any transaction.
    """
    if not is_on():
        raise ConnectOff
    account = ConnectAccount.objects.filter(seller=seller).first() or _open(seller, actor, at)
    return onboarding_page(account_id=account.external_id, back=back)


def refresh(*, account: ConnectAccount, at: datetime.datetime) -> ConnectAccount:
    """Ask Stripe how an account stands, for a seller who is back from its page. Raises Unavailable."""
    fact = account_fact(account.external_id)
    account_moved(fact=fact, at=at)
    account.refresh_from_db()
    return account


def account_moved(*, fact: AccountMoved, at: datetime.datetime) -> str:
    """Write how Stripe says an account stands now; one that is not ours is left alone."""
    changed = ConnectAccount.objects.filter(external_id=fact.external_id)
    known = changed.update(can_receive=fact.can_receive, needs=list(fact.needs), told_at=at)
    return "account" if known else "ignored"


@transaction.atomic
def opened(*, seller: Partner, external_id: str, actor: User, at: datetime.datetime) -> ConnectAccount:
    """Write the account that Stripe made for a seller, once."""
    account, created = ConnectAccount.objects.get_or_create(
        seller=seller, defaults={"external_id": external_id, "opened_at": at}
    )
    if created:
        record(actor=actor, action="connect.opened", subject=account, at=at, details={"what": external_id})
    return account


def _open(seller: Partner, actor: User, at: datetime.datetime) -> ConnectAccount:
    """The key names the seller, so two clicks, or a process that died in between, make one account."""
    external_id = make_account(key=f"connect-account-{seller.pk}", email=seller.email, name=seller.name)
    return opened(seller=seller, external_id=external_id, actor=actor, at=at)
