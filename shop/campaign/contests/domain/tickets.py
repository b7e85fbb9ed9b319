"""Printed one-time codes."""

from __future__ import annotations

import datetime

from django.db import transaction

from shop.accounts.models import User
from shop.audit.trail import record
from shop.campaign.contests import credentials
from shop.campaign.contests.domain.running import NotNow
from shop.campaign.contests.models import Contest, Phase, Ticket, TicketSheet
from shop.campaign.contests.models.tickets import MOST_ON_A_SHEET
from shop.campaign.contests.receipts import new_secret
from shop.campaign.phone_codes.domain.tallies import count_try, tries_left
from shop.campaign.reasons import ReasonMissing

CODE_CHARACTERS = 12


class UnknownTicket(Exception):
    """No such code, a cancelled sheet, or too many tries from this network."""


@transaction.atomic
def print_sheet(
    *, contest: Contest, label: str, size: int, by: User | None, at: datetime.datetime
) -> tuple[TicketSheet, list[str]]:
    """Make a sheet and return its codes: they are shown this once, to be printed, and kept nowhere. Raises NotNow."""
    if contest.phase(at) not in {Phase.UPCOMING, Phase.RUNNING}:
        raise NotNow
    size = min(max(size, 1), MOST_ON_A_SHEET)
    codes = [new_secret()[:CODE_CHARACTERS] for _ in range(size)]
    sheet = TicketSheet.objects.create(contest=contest, label=label, size=size, printed_at=at, printed_by=by)
    Ticket.objects.bulk_create(
        Ticket(sheet=sheet, credential=credentials.of_ticket(contest.pk, code)) for code in codes
    )
    record(actor=by, action="contest.tickets_printed", subject=contest, at=at, details={"sheet": label, "size": size})
    return sheet, codes


@transaction.atomic
def void_sheet(*, sheet: TicketSheet, reason: str, by: User, at: datetime.datetime) -> None:
    """Let no unused code of a sheet vote any more. Raises ReasonMissing. Votes already cast stay."""
    if not reason.strip():
        raise ReasonMissing
    TicketSheet.objects.filter(pk=sheet.pk, voided_at=None).update(voided_at=at, void_reason=reason.strip())
    details = {"sheet": sheet.label}
    record(actor=by, action="contest.tickets_voided", subject=sheet.contest, at=at, reason=reason, details=details)


def credential_of_ticket(*, contest: Contest, code: str, network: str, at: datetime.datetime) -> str:
    """Return the credential of a printed code. Raises UnknownTicket; only wrong codes count as tries."""
    credential = credentials.of_ticket(contest.pk, code)
    if not tries_left(network=network, at=at):
        raise UnknownTicket
    if Ticket.objects.filter(credential=credential, sheet__contest=contest, sheet__voided_at=None).exists():
        return credential
    count_try(network=network, at=at)
    raise UnknownTicket
