"""Codes that prove a phone is in the voter's hand. What sending them may cost is bounded (phone_codes)."""

from __future__ import annotations

import datetime
import secrets

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from shop.campaign.contests import credentials
from shop.campaign.contests.models import Contest, RegisterMark, VelocitySource, VoteCode
from shop.campaign.phone_codes.domain.bounds import MOST_TRIES, VALID_FOR, WrongCode, new_code, spend
from shop.campaign.phone_codes.domain.tallies import count_try, counted, day_of, tries_left
from shop.communication.sending import tell

KEEP_SOURCES = datetime.timedelta(days=2)


@transaction.atomic
def send_code(*, contest: Contest, phone: str, network: str, at: datetime.datetime) -> None:
    """Send a code to a phone (E.164). network: its keyed hash. Raises TooManyCodes.

    A phone that has voted gets a message saying so: the page answers the same, so that nobody can find out on it who
    has voted.
    """
    spend(occasion=f"contest:{contest.pk}", phone=phone, network=network, at=at)
    credential = credentials.of_phone(contest.pk, phone)
    key = f"vote:{secrets.token_hex(8)}"
    if RegisterMark.objects.filter(contest=contest, credential=credential).exists():
        tell(key=key, recipient=phone, template="vote_already", context={"contest": contest}, is_secret=True)
        return
    code = new_code()
    VoteCode.objects.update_or_create(
        contest=contest,
        credential=credential,
        defaults={"code_hash": credentials.of_code(credential, code), "tries": 0, "valid_until": at + VALID_FOR},
    )
    context = {"code": code, "contest": contest}
    tell(key=key, recipient=phone, template="vote_code", context=context, is_secret=True)


def check_code(*, contest: Contest, phone: str, code: str, network: str, at: datetime.datetime) -> VoteCode:
    """Return the code's row when the code is right. Raises WrongCode.

    Every try counts against the code, wrong ones against the network too.
    """
    if not tries_left(network=network, at=at):
        raise WrongCode
    credential = credentials.of_phone(contest.pk, phone)
    own = VoteCode.objects.filter(contest=contest, credential=credential, valid_until__gte=at)
    row = own.first() if own.filter(tries__lt=MOST_TRIES).update(tries=F("tries") + 1) else None
    if row is None or not constant_time_compare(row.code_hash, credentials.of_code(credential, code)):
        count_try(network=network, at=at)
        raise WrongCode
    return row


def use_code(row: VoteCode) -> None:
    """Take a checked code away, in the transaction of the vote. Raises WrongCode when another vote took it first."""
    deleted, _ = VoteCode.objects.filter(pk=row.pk, code_hash=row.code_hash).delete()
    if not deleted:
        raise WrongCode


def forget_old(*, at: datetime.datetime) -> None:
    """Delete codes out of date, and sources of days gone by."""
    VoteCode.objects.filter(valid_until__lt=at).delete()
    VelocitySource.objects.filter(day__lt=timezone.localdate(at - KEEP_SOURCES)).delete()


def sent_today(contest: Contest, at: datetime.datetime) -> int:
    """Return how many codes the contest sent today."""
    return counted(f"contest:{contest.pk}", day_of(at))
