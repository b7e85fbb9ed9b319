"""The two ways to vote online: with a code sent to a phone, and with a printed code. Sent again, a vote counts once."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction

from shop.campaign.contests import credentials
from shop.campaign.contests.domain.phone_codes import check_code, use_code
from shop.campaign.contests.domain.tickets import credential_of_ticket
from shop.campaign.contests.domain.voting import cast, is_taken_in
from shop.campaign.contests.kiem_phieu import receipt_of
from shop.campaign.contests.models import Channel, Contest, HoldKind


def vote_by_phone(
    *,
    contest: Contest,
    phone: str,
    code: str,
    secret: str,
    entries: Sequence[int],
    network: str,
    device: str,
    at: datetime.datetime,
) -> str:
    """Cast a ballot for a phone (E.164) and return its receipt; a secret that was taken in before just returns it.

    Raises WrongCode, VotingClosed, InvalidChoice, AlreadyVoted. The code stays usable when the ballot is refused.
    """
    receipt = receipt_of(secret)
    if is_taken_in(contest=contest, receipt=receipt):
        return receipt
    row = check_code(contest=contest, phone=phone, code=code, network=network, at=at)
    with transaction.atomic():
        use_code(row)
        return cast(
            contest=contest,
            credential=row.credential,
            channel=Channel.PHONE,
            secret=secret,
            entries=entries,
            at=at,
            traces={
                HoldKind.DEVICE: device,
                HoldKind.NETWORK: network,
                HoldKind.PREFIX: credentials.of_number_block(phone),
            },
        )


def vote_by_ticket(
    *,
    contest: Contest,
    ticket: str,
    secret: str,
    entries: Sequence[int],
    network: str,
    device: str,
    at: datetime.datetime,
) -> str:
    """Cast a ballot for a printed code and return its receipt; a secret that was taken in before just returns it.

    Raises UnknownTicket, VotingClosed, InvalidChoice, AlreadyVoted.
    """
    receipt = receipt_of(secret)
    if is_taken_in(contest=contest, receipt=receipt):
        return receipt
    credential = credential_of_ticket(contest=contest, code=ticket, network=network, at=at)
    return cast(
        contest=contest,
        credential=credential,
        channel=Channel.TICKET,
        secret=secret,
        entries=entries,
        at=at,
        traces={HoldKind.DEVICE: device, HoldKind.NETWORK: network},
    )
