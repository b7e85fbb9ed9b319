"""Scripted votes at full size: stolen sessions and guessed codes over HTTP, then real codes from one network.

Works on a copy of the test database, which it drops. `--votes=10000` and
`--guesses=1000` set how many of each. Fails when a vote gets in
without a code, when one is lost or doubled, or when more than the limit are counted without a decision.
"""

from __future__ import annotations

import datetime
import logging
import time
from collections import Counter

from django.conf import settings
from django.test import Client
from django.utils import timezone

from shop.campaign.contests import credentials
from shop.campaign.contests.domain import holding, sealing
from shop.campaign.contests.domain.casting import vote_by_phone
from shop.campaign.contests.domain.log import file_lines
from shop.campaign.contests.kiem_phieu import count
from shop.campaign.contests.models import Contest, HeldChoice, PendingChoice, RegisterMark, VoteCode
from shop.campaign.contests.receipts import new_secret
from shop.campaign.phone_codes.credentials import of_network
from tests.benchmarks.bench_votes import copied_database
from tests.factories.contests import a_contest
from tests.factories.people import UserFactory
from tests.factories.places import CommuneFactory
from tests.sign_in import sign_in

ADDRESS = "198.51.100.7"
FARM = "203.0.113.9"


def run(options: list[str] | None = None) -> None:
    given = dict(option.lstrip("-").split("=") for option in options or [])
    votes, guesses = int(given.get("votes", 10_000)), int(given.get("guesses", 1_000))
    logging.disable(logging.WARNING)  # a line for each refused guess
    settings.ALLOWED_HOSTS = ["testserver"]
    with copied_database():
        contest = a_contest(CommuneFactory())
        _stolen_sessions(contest, guesses)
        _one_network(contest, votes)
        _decided(contest, votes)


def _stolen_sessions(contest: Contest, votes: int) -> None:
    """Send guessed codes under signed-in sessions: codes were sent to every one of these phones."""
    thieves = [sign_in(UserFactory(phone=f"+849120{n:05}", phone_verified_at=timezone.now())) for n in range(20)]
    _codes(contest, 20)
    started, answers = time.perf_counter(), Counter()
    for n in range(votes):
        answers[_guess(thieves[n % 20], contest, n).status_code] += 1
    seconds = time.perf_counter() - started
    print(f"{votes} guesses under 20 stolen sessions in {seconds:.0f} s: answers {dict(answers)}")
    if RegisterMark.objects.exists() or set(answers) != {422}:
        raise SystemExit("a guess was taken in")


def _guess(thief: Client, contest: Contest, n: int):
    data = {"chon": [1], "phone": f"09120{n % 20:05}", "secret": new_secret(), "code": f"{n % 1_000_000:06}"}
    return thief.post(f"{contest.get_absolute_url()}bo-phieu/gui/", data, REMOTE_ADDR=ADDRESS)


def _one_network(contest: Contest, votes: int) -> None:
    """Cast votes with right codes, each of another phone, all from one network: a farm of SIM cards."""
    _codes(contest, votes)
    network = of_network(FARM)
    started = time.perf_counter()
    for n in range(votes):
        vote_by_phone(
            contest=contest,
            phone=f"+849120{n:05}",
            code="123456",
            secret=new_secret(),
            entries=[1],
            network=network,
            device=credentials.of_device(FARM, f"bot {n}"),
            at=timezone.now(),
        )
    print(f"{votes / (time.perf_counter() - started):.0f} votes a second with right codes from one network")
    waiting, held = PendingChoice.objects.count(), HeldChoice.objects.count()
    print(f"{waiting} wait to be counted, {held} for a decision")
    if waiting + held != votes or RegisterMark.objects.count() != votes:
        raise SystemExit("votes were lost or doubled")
    if waiting > settings.VOTE_HOLD_NETWORK_HOUR * 2:  # the hour may turn while it runs
        raise SystemExit("more than the limit are counted without a decision")


def _codes(contest: Contest, most: int) -> None:
    """Leave a right code at every phone, as if that many messages had been paid for."""
    VoteCode.objects.filter(contest=contest).delete()
    until = timezone.now() + datetime.timedelta(hours=1)
    rows = []
    for n in range(most):
        credential = credentials.of_phone(contest.pk, f"+849120{n:05}")
        hashed = credentials.of_code(credential, "123456")
        rows.append(VoteCode(contest=contest, credential=credential, code_hash=hashed, valid_until=until))
    VoteCode.objects.bulk_create(rows, batch_size=1000)


def _decided(contest: Contest, votes: int) -> None:
    """Refuse every batch, close, and recount the log."""
    first, second = UserFactory(), UserFactory()
    sealing.seal(contest_id=contest.pk, at=timezone.now())
    for batch in contest.held_batches.all():
        holding.propose(batch=batch, is_refusal=True, reason="Một mạng", by=first, at=timezone.now())
        holding.decide(batch=batch, by=second, at=timezone.now())
    sealing.close(contest_id=contest.pk, at=contest.closes_at)
    result = count(file_lines(contest.pk))
    print(f"the log: {len(result.receipts)} receipts, {result.ballots} counted, {len(result.refused)} refused")
    if result.problems or result.ballots + len(result.refused) != votes:
        raise SystemExit(f"the log does not add up: {result.problems}")
