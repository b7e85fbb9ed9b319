"""Votes: one for each credential, joined to nobody, in a log that the database keeps and anybody can recount."""

from __future__ import annotations

import subprocess
import sys
from io import StringIO
from pathlib import Path

import pgtrigger
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.utils import timezone

from shop.backoffice.invariants import votes
from shop.campaign.contests import kiem_phieu
from shop.campaign.contests.domain import sealing, voting
from shop.campaign.contests.domain.log import file_lines
from shop.campaign.contests.models import (
    Contest,
    LogLine,
    PendingChoice,
    PendingReceipt,
    RegisterMark,
)
from shop.campaign.contests.receipts import new_secret
from tests.factories.contests import DAY, a_contest, a_vote
from tests.factories.places import CommuneFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest() -> Contest:
    return a_contest(CommuneFactory())


def close(contest: Contest) -> None:
    sealing.close(contest_id=contest.pk, at=contest.closes_at + DAY)
    contest.refresh_from_db()


def test_a_credential_votes_once_and_the_second_ballot_leaves_nothing(contest: Contest):
    a_vote(contest, "+84912345678", [1, 2])
    with pytest.raises(voting.AlreadyVoted), transaction.atomic():
        a_vote(contest, "+84912345678", [3])
    assert RegisterMark.objects.count() == PendingReceipt.objects.count() == PendingChoice.objects.count() == 1


@pytest.mark.parametrize("chosen", [[], [99], [1, 3], [1, 1]])
def test_a_ballot_outside_the_rules_is_refused(contest: Contest, chosen: list[int]):
    with pytest.raises(voting.InvalidChoice):
        a_vote(contest, "+84912345678", chosen)
    assert not RegisterMark.objects.exists()


def test_nobody_votes_before_after_or_in_a_cancelled_contest():
    for moment in ({"opened": -DAY}, {"opened": 2 * DAY, "lasts": DAY}):
        with pytest.raises(voting.VotingClosed):
            a_vote(a_contest(CommuneFactory(), **moment), "+84912345678", [1])
    stopped = a_contest(CommuneFactory())
    Contest.objects.filter(pk=stopped.pk).update(state="cancelled", cancelled_reason="Sai thể lệ")
    with pytest.raises(voting.VotingClosed):
        a_vote(stopped, "+84912345678", [1])


def test_the_log_alone_gives_the_result_and_the_script_needs_nothing_else(contest: Contest, tmp_path: Path):
    secrets = [a_vote(contest, f"+8491234{n:04}", [1, 2] if n % 3 else [3]) for n in range(60)]
    sealing.seal(contest_id=contest.pk, at=timezone.now())
    close(contest)
    assert contest.counted["votes"] == {"1": 40, "2": 40, "3": 20} and not PendingChoice.objects.exists()
    log = tmp_path / "so-phieu.txt"
    log.write_text("".join(file_lines(contest.pk)), encoding="utf-8")
    script = tmp_path / "kiem_phieu.py"
    script.write_bytes(Path(kiem_phieu.__file__).read_bytes())
    run = subprocess.run(
        [sys.executable, "-I", str(script), str(log), "--bi-mat", secrets[0]], capture_output=True, text=True
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "60 biên nhận, 60 lá phiếu được đếm (phiếu giấy: 0)" in run.stdout and "có trong sổ" in run.stdout
    assert "Lá phiếu được đếm cho: số 3" in run.stdout
    said = StringIO()
    call_command("contest", "recount", contest.slug, stdout=said)
    assert "khớp" in said.getvalue()
    call_command("contest", "recount", contest.slug, file=str(log), stdout=said)


@pytest.mark.parametrize("forgery", ["change", "drop", "insert", "swap"])
def test_a_forged_log_is_found_at_the_line_that_was_forged(contest: Contest, forgery: str):
    for n in range(5):
        a_vote(contest, f"+8491234{n:04}", [1])
    close(contest)
    lines = list(file_lines(contest.pk))
    place = next(n for n, line in enumerate(lines) if '"kind":"choice"' in line)
    if forgery == "change":
        lines[place] = lines[place].replace('"entries":[1]', '"entries":[2]')
    elif forgery == "drop":
        del lines[place]
    elif forgery == "insert":
        lines.insert(place + 1, lines[place])
        place += 1
    else:
        lines[place], lines[place + 1] = lines[place + 1], lines[place]
    with pytest.raises(kiem_phieu.BrokenLog, match=f"dòng {place + 1}:"):
        kiem_phieu.count(lines)


def test_a_stuffed_ballot_with_a_right_chain_still_shows(contest: Contest):
    a_vote(contest, "+84912345678", [1])
    PendingChoice.objects.create(contest=contest, tracker="f" * 32, entries=[1])
    close(contest)
    assert kiem_phieu.count(file_lines(contest.pk)).problems == ["có 1 biên nhận nhưng 2 lá phiếu"]
    with pytest.raises(CommandError, match="1 lines are wrong"):
        call_command("contest", "recount", contest.slug, stdout=StringIO())


def test_the_database_refuses_to_change_or_delete_a_vote(contest: Contest):
    a_vote(contest, "+84912345678", [1])
    sealing.seal(contest_id=contest.pk, at=timezone.now())
    a_vote(contest, "+84912345679", [1])
    changes = [
        lambda: LogLine.objects.update(body="{}"),
        lambda: LogLine.objects.all().delete(),
        lambda: RegisterMark.objects.update(channel="ticket"),
        lambda: RegisterMark.objects.all().delete(),
        lambda: PendingChoice.objects.update(entries=[2]),
        lambda: PendingChoice.objects.all().delete(),
        lambda: PendingReceipt.objects.all().delete(),
    ]
    for attempt in changes:
        with pytest.raises(DatabaseError, match="annot"), transaction.atomic():
            attempt()


def test_nothing_joins_the_register_to_the_ballots(contest: Contest):
    secret = a_vote(contest, "+84912345678", [1])
    mark = RegisterMark.objects.get()
    sealing.seal(contest_id=contest.pk, at=timezone.now())
    trackers = PendingChoice.objects.values_list("tracker", flat=True)
    told = " ".join([*LogLine.objects.values_list("body", flat=True), *trackers])
    assert not any(word in told for word in (secret, "912345678", str(mark.pk), mark.credential))
    columns = {field.name for model in (RegisterMark, PendingChoice, LogLine) for field in model._meta.fields}
    assert columns <= {"id", "contest", "credential", "channel", "voted_on", "tracker", "entries", "replaces",
                       "was_held", "number", "kind", "key", "body", "hash"}  # fmt: skip


def test_choices_enter_the_log_only_in_company_and_hidden_ones_at_the_end(contest: Contest):
    for n in range(2 * sealing.COMPANY - 1):
        a_vote(contest, f"+8491234{n:04}", [1])
    sealing.seal(contest_id=contest.pk, at=timezone.now())
    assert not LogLine.objects.filter(kind="choice").exists()
    assert LogLine.objects.filter(kind="receipt").count() == 2 * sealing.COMPANY - 1
    a_vote(contest, "+84999999999", [1])
    sealing.seal(contest_id=contest.pk, at=timezone.now())
    assert LogLine.objects.filter(kind="choice").count() == PendingChoice.objects.count() == sealing.COMPANY
    hidden = a_contest(CommuneFactory(), standings="hidden")
    for n in range(2 * sealing.COMPANY):
        a_vote(hidden, f"+8491234{n:04}", [1])
    sealing.seal(contest_id=hidden.pk, at=timezone.now())
    assert not LogLine.objects.filter(contest=hidden, kind="choice").exists()


def test_the_holder_of_the_secret_changes_the_ballot_before_and_after_it_was_sealed(contest: Contest):
    secret = a_vote(contest, "+84912345678", [1, 2])
    now = timezone.now()
    voting.change(contest=contest, secret=secret, entries=[3], at=now)
    for n in range(2 * sealing.COMPANY):
        a_vote(contest, f"+8491234{n:04}", [2])
    while PendingChoice.objects.filter(tracker=kiem_phieu.tracker_of(secret, contest.slug, 1)).exists():
        a_vote(contest, f"+849{RegisterMark.objects.count():08}", [2])
        sealing.seal(contest_id=contest.pk, at=now)
    voting.change(contest=contest, secret=secret, entries=[1], at=now)
    with pytest.raises(voting.UnknownBallot):
        voting.change(contest=contest, secret=new_secret(), entries=[1], at=now)
    close(contest)
    result = kiem_phieu.count(file_lines(contest.pk))
    assert (result.votes[1], result.votes[3], result.replaced) == (1, 0, 1) and not result.problems
    assert result.ballots == RegisterMark.objects.count()


def test_rules_that_keep_ballots_refuse_a_change():
    contest = a_contest(CommuneFactory(), may_change=False)
    secret = a_vote(contest, "+84912345678", [1])
    with pytest.raises(voting.MayNotChange):
        voting.change(contest=contest, secret=secret, entries=[2], at=timezone.now())


def test_closing_twice_writes_one_closing_line(contest: Contest):
    a_vote(contest, "+84912345678", [1])
    close(contest)
    before = contest.closed_at
    close(contest)
    assert contest.closed_at == before and LogLine.objects.filter(kind="close").count() == 1


def test_the_audit_names_votes_that_were_added_behind_the_registers_back(contest: Contest):
    a_vote(contest, "+84912345678", [1])
    sealing.seal(contest_id=contest.pk, at=timezone.now())
    assert list(votes.broken()) == []
    PendingReceipt.objects.create(contest=contest, receipt="A" * 12)
    PendingChoice.objects.create(contest=contest, tracker="f" * 32, entries=[1])
    assert list(votes.broken()) == [f"contest {contest.slug}: 1 voters, 2 receipts and 0 papers"]
    with pgtrigger.ignore("contests.LogLine:log_append_only"):
        LogLine.objects.filter(kind="entry", number=2).update(body='{"n":2,"kind":"entry"}')
    assert any("dòng 2" in line for line in votes.broken())
