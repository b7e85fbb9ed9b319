"""Communes run their own: a member of one commune's committee reaches that commune and nothing else."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from shop.accounts.enums import Role
from shop.backoffice.domain.granting import GrantRefused, grant_role
from shop.campaign.contests.models import Contest
from shop.campaign.quizzes.models import Quiz
from shop.regions.models import Commune
from tests.factories.contests import DAY, a_contest
from tests.factories.people import GrantFactory, UserFactory
from tests.factories.places import CommuneFactory
from tests.factories.quizzes import a_quiz
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune() -> Commune:
    return CommuneFactory()


@pytest.fixture
def office(commune: Commune) -> Client:
    grant = GrantFactory(role=Role.COMMITTEE, province=commune.province, commune=commune)
    return sign_in(grant.user)


def written(commune: Commune, code: str) -> dict[str, object]:
    now = timezone.localtime()
    return {
        **{"title": "Của xã", "organiser": "Xã", "rules": "x", "categories": "A", "choices_per_category": 1},
        **{"province": commune.province_id, "commune_code": code, "standings": "live"},
        "entries_until": f"{now + DAY:%Y-%m-%dT%H:%M}",
        "opens_at": f"{now + DAY:%Y-%m-%dT%H:%M}",
        "closes_at": f"{now + 2 * DAY:%Y-%m-%dT%H:%M}",
    }


def test_a_communes_member_reaches_its_contests_and_quizzes_and_no_others(office: Client, commune: Commune):
    other = CommuneFactory(province=commune.province)
    own, foreign = a_contest(commune, title="Của xã"), [a_contest(other, title="Xã khác")]
    Contest.objects.filter(pk=own.pk).update(commune=commune)
    Contest.objects.filter(pk=foreign[0].pk).update(commune=other)
    foreign.append(a_contest(commune, title="Cả tỉnh"))
    quiz = a_quiz(commune, title="Thi cả tỉnh")
    shown = office.get("/quan-tri/binh-chon/").content.decode()
    assert "Của xã" in shown and "Xã khác" not in shown and "Cả tỉnh" not in shown
    assert office.get(f"/quan-tri/binh-chon/{own.pk}/").status_code == 200
    for contest in foreign:
        for address in ("", "phieu-cho/", "hoi-dong/"):
            assert office.get(f"/quan-tri/binh-chon/{contest.pk}/{address}").status_code == 404
        act = office.post(f"/quan-tri/binh-chon/{contest.pk}/viec/", {"viec": "huy", "reason": "x"})
        assert act.status_code == 404
    assert office.get(f"/quan-tri/thi-tim-hieu/{quiz.pk}/").status_code == 404
    Quiz.objects.filter(pk=quiz.pk).update(commune=commune)
    assert office.get(f"/quan-tri/thi-tim-hieu/{quiz.pk}/").status_code == 200


def test_a_communes_member_writes_for_that_commune_only(office: Client, commune: Commune):
    assert f'value="{commune.code}"' in office.get("/quan-tri/binh-chon/moi/").content.decode()
    other = CommuneFactory(province=commune.province)
    for code in ("", other.code):
        refused = office.post("/quan-tri/binh-chon/moi/", written(commune, code))
        assert refused.status_code == 422 and commune.code in refused.content.decode()
    assert office.post("/quan-tri/thi-tim-hieu/moi/", written(commune, "")).status_code == 422
    office.post("/quan-tri/binh-chon/moi/", written(commune, commune.code))
    office.post("/quan-tri/thi-tim-hieu/moi/", written(commune, commune.code))
    assert Contest.objects.get().commune == Quiz.objects.get().commune == commune


def test_the_desks_of_a_province_are_not_a_communes(office: Client, commune: Commune):
    a_contest(commune, title="Cả tỉnh")
    pages = [office.get(address).content.decode() for address in ("/quan-tri/khao-sat/", "/quan-tri/binh-chon/")]
    assert not any("Cả tỉnh" in page for page in pages)
    provincial = sign_in(GrantFactory(role=Role.COMMITTEE, province=commune.province).user)
    assert "Cả tỉnh" in provincial.get("/quan-tri/binh-chon/").content.decode()


def test_an_administrator_gives_a_committee_one_commune(commune: Commune):
    by, now = UserFactory(), timezone.now()
    given = {"by": by, "at": now, "province": commune.province, "commune_code": commune.code}
    grant = grant_role(phone="+84912345678", role=Role.COMMITTEE, **given)
    assert grant.commune == commune
    for wrong in ({"role": Role.REVIEWER}, {"commune_code": "00000"}, {"province": None}):
        with pytest.raises(GrantRefused):
            grant_role(**{"phone": "+84912345679", "role": Role.COMMITTEE, **given, **wrong})
    with pytest.raises(IntegrityError), transaction.atomic():
        GrantFactory(role=Role.COMMITTEE, commune=commune)
