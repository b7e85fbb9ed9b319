"""Votes taken in a second by two processes, beside plain inserts of the same number of rows, and after kill -9.

Works on a copy of the test database, which it drops. Aim: 200 votes a second, none lost or doubled.
`--votes=2000` sets how many votes each process casts.
"""

from __future__ import annotations

import os
import signal
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection, connections
from django.test.utils import setup_databases
from django.utils import timezone

from shop.campaign.contests import credentials
from shop.campaign.contests.domain import sealing
from shop.campaign.contests.domain.log import file_lines
from shop.campaign.contests.domain.voting import AlreadyVoted, cast
from shop.campaign.contests.kiem_phieu import count
from shop.campaign.contests.models import Channel, Contest, LogLine, PendingChoice, PendingReceipt, RegisterMark
from shop.campaign.contests.receipts import new_secret
from tests.factories.contests import a_contest
from tests.factories.places import CommuneFactory

PROCESSES = 2
AIM = 200
COPY = "bench_votes"


def run(options: list[str] | None = None) -> None:
    votes = next((int(o.partition("=")[2]) for o in options or [] if o.startswith("--votes=")), 2000)
    with copied_database(), TemporaryDirectory() as folder:
        contest = a_contest(CommuneFactory())
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE plain (id uuid PRIMARY KEY, a text UNIQUE, b text, c text)")
        plain = PROCESSES * votes / _in_processes(lambda process: _insert(votes))
        voted = PROCESSES * votes / _in_processes(lambda process: _vote(contest, process, votes, Path(folder)))
        print(f"{voted:.0f} votes a second in {PROCESSES} processes (aim: {AIM})")
        print(f"a vote costs as much as {plain / voted:.0f} plain inserts of one row without a framework")
        _killed(contest, votes, Path(folder))
        started = time.perf_counter()
        sealing.close(contest_id=contest.pk, at=contest.closes_at)
        sealed = (time.perf_counter() - started) * plain / LogLine.objects.count()
        print(f"sealing and counting a line of the log costs as much as {sealed:.1f} plain inserts")
        result = count(file_lines(contest.pk))
        if result.problems or result.ballots != RegisterMark.objects.count():
            raise SystemExit(f"the log counts {result.ballots} ballots of {RegisterMark.objects.count()} voters")


def _insert(rows: int) -> None:
    with connection.cursor() as cursor:
        for _ in range(rows):
            row = uuid.uuid4()
            cursor.execute("INSERT INTO plain VALUES (%s, %s, %s, %s)", [row, str(row), "b" * 32, "c" * 32])


def _vote(contest: Contest, process: int, votes: int, folder: Path) -> None:
    """Cast votes of voters of this process; each secret is kept before, each answer noted after."""
    with (
        (folder / f"{process}.sent").open("a", buffering=1) as sent,
        (folder / f"{process}.done").open("a", buffering=1) as done,
    ):
        for voter in range(votes):
            secret = new_secret()
            sent.write(f"{process}-{voter} {secret}\n")
            _cast(contest, f"{process}-{voter}", secret)
            done.write(f"{process}-{voter}\n")


def _cast(contest: Contest, voter: str, secret: str) -> None:
    cast(
        contest=contest,
        credential=credentials.of_phone(contest.pk, voter),
        channel=Channel.PHONE,
        secret=secret,
        entries=[1, 2],
        at=timezone.now(),
    )


def _killed(contest: Contest, votes: int, folder: Path) -> None:
    """Kill a process that votes, send every ballot again, and compare what was answered with what is there."""
    connections.close_all()
    child = os.fork()
    if not child:
        _vote(contest, 9, votes * 10, folder)
        os._exit(0)
    while len((folder / "9.done").read_text().splitlines() if (folder / "9.done").exists() else []) < votes // 4:
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    answered = set((folder / "9.done").read_text().splitlines())
    held = {credentials.of_phone(contest.pk, voter) for voter in answered}
    lost = held - set(RegisterMark.objects.values_list("credential", flat=True))
    again = 0
    for line in (folder / "9.sent").read_text().splitlines():
        try:
            _cast(contest, *line.split())
            again += 1
        except AlreadyVoted:
            continue
    counts = {RegisterMark.objects.count(), PendingReceipt.objects.count(), PendingChoice.objects.count()}
    print(f"kill -9 after {len(answered)} answers: {len(lost)} lost, {again} had not been taken in and were sent again")
    if lost or again > 1 or len(counts) != 1:
        raise SystemExit(f"register, receipts and choices differ: {sorted(counts)}")


def _in_processes(work: Callable[[int], None]) -> float:
    """Do the work in every process at once and return the seconds until the last is done."""
    connections.close_all()
    started = time.perf_counter()
    children = []
    for process in range(PROCESSES):
        child = os.fork()
        if not child:
            try:
                work(process)
            except BaseException as problem:
                print(f"process {process}: {problem!r}")
                os._exit(1)
            os._exit(0)
        children.append(child)
    if any(os.waitpid(child, 0)[1] for child in children):
        raise SystemExit("a process failed")
    return time.perf_counter() - started


@contextmanager
def copied_database() -> Iterator[None]:
    """Work on a copy, because what is voted cannot be deleted."""
    setup_databases(verbosity=0, interactive=False, keepdb=True)
    test = connection.settings_dict["NAME"]
    _elsewhere(f'DROP DATABASE IF EXISTS "{COPY}"', f'CREATE DATABASE "{COPY}" TEMPLATE "{test}"')
    connection.settings_dict["NAME"] = COPY
    try:
        yield
    finally:
        _elsewhere(f'DROP DATABASE IF EXISTS "{COPY}" WITH (FORCE)')
        connection.settings_dict["NAME"] = test


def _elsewhere(*statements: str) -> None:
    """Run statements that no connection to the database itself may run."""
    connections.close_all()
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
