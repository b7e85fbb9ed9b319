"""Ballots that come too fast wait, sealed, until two people decide; the figures and the log say so."""

from __future__ import annotations

import itertools
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pgtrigger
import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from shop.accounts.enums import Role
from shop.accounts.models import User
from shop.backoffice.invariants import votes
from shop.campaign.contests import credentials, kiem_phieu
from shop.campaign.contests.domain import cancelling, holding, running, sealing, velocity, voting
from shop.campaign.contests.domain.log import file_lines
from shop.campaign.contests.domain.phone_codes import forget_old
from shop.campaign.contests.models import (
    BatchState,
    Channel,
    Contest,
    HeldBatch,
    HeldChoice,
    HoldKind,
    LogLine,
    PendingChoice,
    RegisterMark,
    VelocitySource,
)
from shop.campaign.contests.receipts import new_secret
from shop.campaign.phone_codes.credentials import of_network
from shop.campaign.phone_codes.domain import tallies
from shop.campaign.phone_codes.models import CodeTally
from shop.campaign.reasons import ReasonMissing
from shop.campaign.two_people import AlreadyDecided, SamePerson
from shop.communication.models import Message
from tests.factories.contests import DAY, a_contest
from tests.factories.people import GrantFactory, UserFactory
from tests.factories.places import CommuneFactory, ProvinceFactory
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
ANGRY = '<script>alert("x")</script>'
NETWORK = of_network("192.0.2.1")


@pytest.fixture
def contest(settings) -> Contest:
    settings.VOTE_HOLD_DEVICE_HOUR, settings.VOTE_HOLD_NETWORK_HOUR, settings.VOTE_HOLD_PREFIX_HOUR = 3, 5, 4
    return a_contest(CommuneFactory())


def vote(contest: Contest, voter: int, entries: list[int], **traces: str) -> str:
    secret = new_secret()
    voting.cast(
        contest=contest,
        credential=credentials.of_phone(contest.pk, str(voter)),
        channel=Channel.PHONE,
        secret=secret,
        entries=entries,
        at=timezone.now(),
        traces={HoldKind(name): value for name, value in (traces or {"network": NETWORK}).items()},
    )
    return secret


def close(contest: Contest) -> None:
    sealing.close(contest_id=contest.pk, at=contest.closes_at + DAY)
    contest.refresh_from_db()


def two_people() -> tuple[User, User]:
    return UserFactory(), UserFactory()


def decide(batch: HeldBatch, *, refuse: bool, reason: str = "Một máy chủ thuê") -> None:
    first, second = two_people()
    holding.propose(batch=batch, is_refusal=refuse, reason=reason, by=first, at=timezone.now())
    holding.decide(batch=batch, by=second, at=timezone.now())


@pytest.mark.parametrize("kind,most", [("device", 3), ("network", 5), ("prefix", 4)])
def test_votes_beyond_a_limit_wait_with_a_receipt_and_none_is_lost(contest: Contest, kind: str, most: int):
    secrets = [vote(contest, voter, [1], **{kind: "a" * 64}) for voter in range(most + 2)]
    vote(contest, 99, [1], **{kind: "b" * 64})
    batch = HeldBatch.objects.get()
    assert (batch.kind, batch.ballots, batch.per_hour) == (kind, 2, most)
    assert (HeldChoice.objects.count(), PendingChoice.objects.count()) == (2, most + 1)
    assert all(voting.is_taken_in(contest=contest, receipt=kiem_phieu.receipt_of(secret)) for secret in secrets)
    assert RegisterMark.objects.count() == most + 3 and list(votes.broken()) == []


def test_refused_and_released_ballots_stand_in_the_log_and_the_script_alone_agrees(contest: Contest, tmp_path: Path):
    for voter in range(5):
        vote(contest, voter, [1])
    refused = [vote(contest, 10 + voter, [3]) for voter in range(4)]
    decide(HeldBatch.objects.get(), refuse=True)
    released = [vote(contest, 20 + voter, [2]) for voter in range(3)]
    second = HeldBatch.objects.get(state=BatchState.FILLING)
    close(contest)
    assert contest.closed_at is None and second.number == 2  # it waits for people
    decide(second, refuse=False, reason="Mạng của phiên chợ")
    close(contest)
    assert contest.closed_at and contest.counted["votes"] == {"1": 5, "2": 3, "3": 0}
    log, script = tmp_path / "so.txt", tmp_path / "kiem_phieu.py"
    log.write_text("".join(file_lines(contest.pk)), encoding="utf-8")
    script.write_bytes(Path(kiem_phieu.__file__).read_bytes())
    command = [sys.executable, "-I", str(script), str(log), "--bi-mat"]
    run = subprocess.run([*command, refused[0]], capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "0 lá phiếu bị giữ chờ xem xét, 4 lá bị loại" in run.stdout and "bị giữ rồi không được đếm" in run.stdout
    assert "lô K1" in run.stdout and "4 lá không được đếm: Một máy chủ thuê" in run.stdout
    assert "được đếm cho: số 2" in subprocess.run([*command, released[0]], capture_output=True, text=True).stdout
    assert list(votes.broken()) == []


def test_a_choice_that_was_altered_while_it_waited_shows(contest: Contest):
    for voter in range(7):
        vote(contest, voter, [1])
    with pytest.raises(DatabaseError, match="annot"), transaction.atomic():
        HeldChoice.objects.update(entries=[2])
    with pytest.raises(DatabaseError, match="annot"), transaction.atomic():
        HeldChoice.objects.all().delete()
    with pgtrigger.ignore("contests.HeldChoice:only_decided"):
        HeldChoice.objects.filter(pk=HeldChoice.objects.first().pk).update(entries=[3])
    decide(HeldBatch.objects.get(), refuse=False)
    close(contest)
    assert kiem_phieu.count(file_lines(contest.pk)).problems == ["1 lá phiếu bị giữ mà không ai quyết định"]


def test_a_ballot_dropped_from_a_refused_batch_shows(contest: Contest):
    for voter in range(8):
        vote(contest, voter, [1])
    decide(HeldBatch.objects.get(), refuse=True)
    lines = list(file_lines(contest.pk))
    assert not kiem_phieu.count(lines).problems
    assert kiem_phieu.count(lines[:-1]).problems == ["2 lá bị loại, quyết định nói 3"]


def test_one_person_cannot_decide_alone_and_a_reason_is_needed(contest: Contest):
    for voter in range(6):
        vote(contest, voter, [1])
    batch, (first, second), now = HeldBatch.objects.get(), two_people(), timezone.now()
    with pytest.raises(ReasonMissing):
        holding.propose(batch=batch, is_refusal=True, reason=" ", by=first, at=now)
    holding.propose(batch=batch, is_refusal=True, reason="Nghi", by=first, at=now)
    with pytest.raises(SamePerson):
        holding.decide(batch=batch, by=first, at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        HeldBatch.objects.update(state="refused", decided_by=first)
    vote(contest, 50, [1])
    assert HeldBatch.objects.count() == 2  # what was proposed on grows no more
    holding.send_back(batch=batch, reason="Chưa đủ căn cứ", by=second, at=now)
    with pytest.raises(AlreadyDecided):
        holding.decide(batch=batch, by=second, at=now)
    assert HeldChoice.objects.count() == 2


def test_nothing_leads_from_a_held_ballot_to_a_voter_and_sources_are_forgotten(contest: Contest):
    for voter in range(7):
        vote(contest, voter, [1])
    columns = {field.name for model in (HeldChoice, RegisterMark) for field in model._meta.fields}
    assert columns == {"id", "contest", "batch", "tracker", "entries", "credential", "channel", "voted_on"}
    batch = HeldBatch.objects.get()
    assert NETWORK not in str({field.name: getattr(batch, field.name) for field in batch._meta.fields})
    assert VelocitySource.objects.get().batch == batch
    forget_old(at=timezone.now() + 4 * DAY)
    tallies.forget_old(at=timezone.now() + 4 * DAY)
    assert not VelocitySource.objects.exists() and not CodeTally.objects.exists() and HeldChoice.objects.count() == 2


def test_a_held_ballot_stays_as_it_is_until_it_stands_in_the_log(contest: Contest):
    secret = [vote(contest, voter, [1]) for voter in range(6)][-1]
    now = timezone.now()
    with pytest.raises(voting.HeldBack):
        voting.change(contest=contest, secret=secret, entries=[2], at=now)
    decide(HeldBatch.objects.get(), refuse=False)
    with pytest.raises(voting.HeldBack), transaction.atomic():
        voting.change(contest=contest, secret=secret, entries=[2], at=now)
    others = itertools.count(100)
    while PendingChoice.objects.filter(was_held=True).exists():
        for voter in itertools.islice(others, 2 * sealing.COMPANY):
            vote(contest, voter, [1], network=str(voter))
        sealing.seal(contest_id=contest.pk, at=now)
    voting.change(contest=contest, secret=secret, entries=[2], at=now)
    close(contest)
    result = kiem_phieu.count(file_lines(contest.pk))
    assert not result.problems and result.votes[2] == 1


def test_limits_have_a_date_and_their_change_stands_in_the_log(contest: Contest):
    sealing.seal(contest_id=contest.pk, at=timezone.now())
    assert LogLine.objects.get(kind="open").content["per_hour"] == {"device": 3, "network": 5, "prefix": 4}
    with pytest.raises(velocity.LimitOutOfRange):
        velocity.set_limits(contest=contest, per_hour={HoldKind.NETWORK: 0}, by=UserFactory(), at=timezone.now())
    velocity.set_limits(contest=contest, per_hour={HoldKind.NETWORK: 500}, by=UserFactory(), at=timezone.now())
    assert LogLine.objects.get(kind="limits").content["per_hour"]["network"] == 500
    for voter in range(7):
        vote(contest, voter, [1])
    assert not HeldBatch.objects.exists()
    assert velocity.limits(contest=contest, at=contest.opens_at)[HoldKind.NETWORK] == 5


def test_scripted_votes_with_real_codes_wait_and_everybody_is_told(client: Client, contest: Contest, settings):
    settings.VOTE_CODES_NETWORK_HOUR = 1000
    address, answers = contest.get_absolute_url(), []
    for voter in range(12):
        phone = f"0912{voter:06}"
        client.post(f"{address}bo-phieu/ma/", {"chon": [1], "phone": phone}, HTTP_USER_AGENT=f"bot {voter}")
        code = re.search(r"\b(\d{6})\b", Message.objects.filter(template="vote_code").latest("pk").body)[1]
        data = {"chon": [1], "phone": phone, "secret": f"0123456789ABCD{voter:02}", "code": code}
        answers.append(client.post(f"{address}bo-phieu/gui/", data, HTTP_USER_AGENT=f"bot {voter}").content.decode())
    assert all("Biên nhận" in answer for answer in answers)
    assert ["chờ xem xét" in answer for answer in answers] == [False] * 4 + [True] * 8
    assert PendingChoice.objects.count() == 4 and HeldChoice.objects.count() == 8
    assert "8 lá phiếu chờ xem xét" in client.get(address).content.decode()
    told = client.post(f"{address}bien-nhan/", {"secret": "0123456789ABCD04"}).content.decode()
    assert "chờ xem xét" in told and "một dải số điện thoại" in told


def test_the_desk_decides_with_two_people_and_never_shows_a_choice(client: Client, contest: Contest):
    secret = [vote(contest, voter, [2]) for voter in range(6)][-1]
    batch = HeldBatch.objects.get()
    members = [sign_in(GrantFactory(role=Role.COMMITTEE, province=contest.province).user) for _ in range(2)]
    desk = f"/quan-tri/binh-chon/{contest.pk}/phieu-cho/"
    stranger = GrantFactory(role=Role.COMMITTEE, province=ProvinceFactory(code="01", name="Hà Nội", slug="ha-noi"))
    away = sign_in(stranger.user)
    assert away.get(desk).status_code == 404
    assert away.post(f"{desk}{batch.pk}/", {"viec": "loai", "reason": "x"}).status_code == 404
    shown = members[0].get(desk).content.decode()
    assert "1 lá phiếu" in shown and contest.entries.get(number=2).product.title not in shown
    members[0].post(f"{desk}{batch.pk}/", {"viec": "loai", "reason": ANGRY})
    members[0].post(f"{desk}{batch.pk}/", {"viec": "dong-y"})
    batch.refresh_from_db()
    assert batch.state == BatchState.PROPOSED
    assert "Đồng ý không đếm" in members[1].get(desk).content.decode()
    members[1].post(f"{desk}{batch.pk}/", {"viec": "dong-y"})
    batch.refresh_from_db()
    assert batch.state == BatchState.REFUSED and LogLine.objects.get(kind="verdict").content["reason"] == ANGRY
    told = client.post(f"{contest.get_absolute_url()}bien-nhan/", {"secret": secret}).content.decode()
    assert "không được đếm" in told and ANGRY not in told
    assert ANGRY not in members[0].get(desk).content.decode()
    wrong = members[0].post(f"{desk}nguong/", {"device": "0", "network": "9", "prefix": "x"})
    assert wrong.status_code == 422 and 'value="9"' in wrong.content.decode()
    members[0].post(f"{desk}nguong/", {"device": "7", "network": "9", "prefix": "8"})
    assert velocity.limits(contest=contest, at=timezone.now())[HoldKind.DEVICE] == 7


def test_cancelling_leaves_no_receipt_without_its_ballot_in_the_log(contest: Contest):
    Contest.objects.filter(pk=contest.pk).update(standings="hidden")
    secrets = [vote(contest, voter, [voter % 2 + 1]) for voter in range(8)]  # three beyond the limit of a network
    (first, second), now = two_people(), timezone.now()
    with pytest.raises(ReasonMissing):
        cancelling.propose(contest=contest, reason=" ", by=first, at=now)
    assert cancelling.propose(contest=contest, reason="Sai thể lệ", by=first, at=now) is False
    cancelling.agree(contest=contest, by=second, at=now)
    lines = list(file_lines(contest.pk))
    result = kiem_phieu.count(lines)
    assert (result.is_cancelled, result.undecided, result.problems) == (True, 3, [])
    assert result.receipts == {kiem_phieu.cleaned(kiem_phieu.receipt_of(secret)) for secret in secrets}
    assert (len(result.choices), sum(result.votes.values())) == (5, 5) and len(result.held) == 3
    assert not PendingChoice.objects.exists() and list(votes.broken()) == []
    page = Client().post(f"{contest.get_absolute_url()}bien-nhan/", {"secret": secrets[-1]}).content.decode()
    assert "Có trong sổ" in page and "bị hủy trước khi có ai" in page
    with pytest.raises(running.NotNow):
        cancelling.propose(contest=contest, reason="Lần nữa", by=first, at=now)
    assert kiem_phieu.count(rehashed(line for line in lines if '"choice"' not in line)).problems


def test_ballots_stuffed_into_a_closed_log_show_against_the_register(contest: Contest):
    for voter in range(4):
        vote(contest, voter, [1])
    close(contest)
    *lines, last = file_lines(contest.pk)
    assert kiem_phieu.count([*lines, last]).register == {"phone": 4}
    secret = new_secret()
    for body in (
        {"kind": "receipt", "receipt": kiem_phieu.cleaned(kiem_phieu.receipt_of(secret))},
        {"kind": "choice", "tracker": kiem_phieu.tracker_of(secret, contest.slug), "entries": [2]},
    ):
        lines.append("- " + json.dumps(body))
    stuffed = kiem_phieu.count(rehashed([*lines, last]))
    assert stuffed.problems == ["sổ ghi danh có 4 người, sổ phiếu có 5 biên nhận và phiếu giấy"]
    page = Client().get(contest.get_absolute_url()).content.decode()
    assert "4 số điện thoại, 0 thẻ QR (trên 0 thẻ đã in), 0 phiếu giấy" in page


def rehashed(lines: Iterable[str]) -> Iterator[str]:
    """Forge a log from which lines are gone, with numbers and hashes that fit."""
    before = kiem_phieu.START
    for number, line in enumerate(lines, start=1):
        body = json.dumps({**json.loads(line.split(" ", 1)[1]), "n": number}, ensure_ascii=False, sort_keys=True)
        before = kiem_phieu.next_hash(before, body)
        yield f"{before} {body}\n"
