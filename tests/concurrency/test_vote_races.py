"""One credential in many hands at one moment: exactly one vote. Real connections."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.utils import timezone

from shop.campaign.contests import credentials
from shop.campaign.contests.domain import sealing
from shop.campaign.contests.domain.casting import vote_by_phone, vote_by_ticket
from shop.campaign.contests.domain.log import file_lines
from shop.campaign.contests.domain.phone_codes import send_code
from shop.campaign.contests.domain.tickets import print_sheet
from shop.campaign.contests.domain.voting import AlreadyVoted, cast
from shop.campaign.contests.kiem_phieu import count
from shop.campaign.contests.models import (
    Channel,
    Contest,
    HeldBatch,
    HeldChoice,
    HoldKind,
    PendingChoice,
    PendingReceipt,
    RegisterMark,
)
from shop.campaign.contests.receipts import new_secret
from shop.campaign.phone_codes.domain.bounds import WrongCode
from shop.communication.models import Message
from tests.concurrency.barrier import verdicts
from tests.factories.contests import a_contest
from tests.factories.places import CommuneFactory

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
PHONE = "+84912345678"
HANDS = 6
REFUSALS = (AlreadyVoted, WrongCode)


def origin(hand: int = 0) -> dict[str, object]:
    return {"network": f"n{hand}", "device": f"d{hand}", "at": timezone.now()}


def test_one_phone_with_one_code_votes_once() -> None:
    contest = a_contest(CommuneFactory())
    send_code(contest=contest, phone=PHONE, network="n", at=timezone.now())
    code = re.search(r"\b\d{6}\b", Message.objects.get(template="vote_code").body)[0]

    def act(hand: int) -> Callable[[], object]:
        given = {"phone": PHONE, "code": code, "secret": new_secret(), "entries": [1 + hand % 2]}
        return lambda: vote_by_phone(contest=contest, **given, **origin(hand))

    answers = verdicts(*(act(hand) for hand in range(HANDS)), refusals=REFUSALS)
    assert answers.count("done") == 1
    counts = [model.objects.count() for model in (RegisterMark, PendingReceipt, PendingChoice)]
    assert counts == [1, 1, 1]


def test_one_printed_code_votes_once() -> None:
    contest = a_contest(CommuneFactory())
    _sheet, codes = print_sheet(contest=contest, label="Phiên", size=1, by=None, at=timezone.now())

    def act(hand: int) -> Callable[[], object]:
        given = {"ticket": codes[0], "secret": new_secret(), "entries": [1]}
        return lambda: vote_by_ticket(contest=contest, **given, **origin(hand))

    assert verdicts(*(act(hand) for hand in range(HANDS)), refusals=REFUSALS).count("done") == 1
    assert RegisterMark.objects.count() == PendingChoice.objects.count() == 1


def test_votes_beside_a_sealing_neither_wait_in_a_ring_nor_get_lost(settings) -> None:
    settings.VOTE_HOLD_NETWORK_HOUR = 1
    contest: Contest = a_contest(CommuneFactory())

    def act(voter: int) -> Callable[[], object]:
        given = {"credential": credentials.of_phone(contest.pk, str(voter)), "channel": Channel.PHONE}
        traces = {HoldKind.NETWORK: f"n{voter % 4}"}
        return lambda: cast(
            contest=contest, **given, secret=new_secret(), entries=[1], at=timezone.now(), traces=traces
        )

    seals = [lambda: sealing.seal(contest_id=contest.pk, at=timezone.now())] * 2
    assert verdicts(*(act(voter) for voter in range(12)), *seals, refusals=()) == ["done"] * 14
    assert PendingChoice.objects.count() == 4 and HeldChoice.objects.count() == 8
    assert sorted(HeldBatch.objects.values_list("number", "ballots")) == [(1, 2), (2, 2), (3, 2), (4, 2)]
    assert not count(file_lines(contest.pk)).problems
