"""The representative's number: sealed, masked, each look logged, erased on schedule; the electronic check."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sellers.onboarding.domain.identity import erase_due, identity_of, reveal, write_identity
from sellers.onboarding.domain.judging import waive
from sellers.onboarding.domain.submitting import Incomplete, submit
from sellers.onboarding.domain.verifying import verify
from sellers.onboarding.identity_check.base import provider
from sellers.onboarding.models import (
    ApplicationState,
    IdentityLook,
    IdentityOutcome,
    RepresentativeIdentity,
    Requirement,
    RequirementKind,
    SellerApplication,
    Submission,
    SubmissionState,
)
from shop.accounts.enums import Role
from shop.audit.models import AuditEvent
from tests.factories.applications import ApplicationFactory, attestations
from tests.factories.people import GrantFactory, UserFactory
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db

NOW = timezone.now()
NUMBER, BORN = "058185001234", datetime.date(1985, 11, 20)
FAKE = "sellers.onboarding.identity_check.fake.FakeProvider"


def stated(number: str = NUMBER, **fields: object) -> SellerApplication:
    application = ApplicationFactory(papers=True, **fields)
    write_identity(application_id=application.pk, number=number, born_on=BORN, by=application.applicant, at=NOW)
    return application


def send(application: SellerApplication) -> SellerApplication:
    ticked = attestations(application)
    return submit(application_id=application.pk, by=application.applicant, note="", attested=ticked, at=NOW)


def test_the_number_lies_sealed_in_the_database_and_opens_again() -> None:
    application = stated()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM onboarding_representativeidentity")
        row = str([bytes(value) if isinstance(value, memoryview) else value for value in cursor.fetchone()])
    assert NUMBER not in row
    assert "1985" not in row
    assert str(RepresentativeIdentity.objects.get()) == "••••••••• 234"
    assert identity_of(application).number == NUMBER


def test_a_reviewer_sees_the_mask_and_each_look_is_logged() -> None:
    application = send(stated())
    user = GrantFactory(role=Role.REVIEWER).user
    client = sign_in(user)
    page = client.get(reverse("backoffice:application", args=[application.pk])).content.decode()
    assert "••••••••• 234" in page
    assert NUMBER not in page
    assert not IdentityLook.objects.exists()
    assert NUMBER in client.post(reverse("backoffice:reveal_identity", args=[application.pk])).content.decode()
    assert IdentityLook.objects.get().viewer == user
    assert AuditEvent.objects.filter(action="identity.looked", actor=user).count() == 1


def test_identity_is_erased_when_it_has_been_kept_long_enough(settings) -> None:
    settings.IDENTITY_KEEP_DAYS = 100
    long_ago = {"state": ApplicationState.APPROVED, "decided_at": NOW - datetime.timedelta(days=101)}
    old, fresh = stated(), stated()
    SellerApplication.objects.filter(pk=old.pk).update(**long_ago)
    SellerApplication.objects.filter(pk=fresh.pk).update(**{**long_ago, "decided_at": NOW})
    assert [erase_due(at=NOW), erase_due(at=NOW)] == [1, 0]
    assert identity_of(old) is None
    assert reveal(application=old, by=UserFactory(), at=NOW) is None
    assert bytes(RepresentativeIdentity.objects.get(application=old).number_sealed) == b""
    assert not old.documents.filter(kind="identity").exists()
    assert old.documents.filter(kind="food_safety").exists()
    assert identity_of(fresh).number == NUMBER


def test_the_form_takes_number_and_birth_and_shows_only_the_mask() -> None:
    application = ApplicationFactory()
    client = sign_in(application.applicant, second_factor=False)
    page = reverse("onboarding:step", args=["phap-ly"])
    typed = {
        "tax_code": "0100233488",
        "registration_no": "4507000123",
        "representative": "Bùi Thị Cát",
        "phone": "0912 345 678",
    }
    wrong = client.post(page, {**typed, "id_number": "123", "born_on": "1985-11-20"})
    assert "có 12 chữ số" in wrong.content.decode()
    assert "Ghi cả số căn cước" in client.post(page, {**typed, "id_number": NUMBER}).content.decode()
    assert client.post(page, {**typed, "id_number": NUMBER, "born_on": "1985-11-20"}).status_code == 302
    again = client.get(page).content.decode()
    assert "••••••••• 234" in again
    assert NUMBER not in again


def test_a_households_personal_tax_code_is_the_number() -> None:
    application = ApplicationFactory(legal_type="household")
    client = sign_in(application.applicant, second_factor=False)
    typed = {
        "tax_code": NUMBER,
        "registration_no": "41A",
        "representative": "Bùi Thị Cát",
        "phone": "0912345678",
        "born_on": "1985-11-20",
    }
    assert client.post(reverse("onboarding:step", args=["phap-ly"]), typed).status_code == 302
    assert identity_of(application).number == NUMBER


def test_from_the_legal_day_on_identity_is_asked(settings) -> None:
    settings.IDENTITY_CHECK_FROM = "2020-01-01"
    bare = ApplicationFactory(papers=True)
    with pytest.raises(Incomplete, match="Số căn cước"):
        send(bare)
    send(stated())


@pytest.mark.parametrize(
    ("number", "outcome"),
    [
        (NUMBER, IdentityOutcome.VERIFIED),
        ("058185001239", IdentityOutcome.MISMATCH),
        ("058185001238", IdentityOutcome.UNAVAILABLE),
    ],
)
def test_the_providers_answer_is_shown_to_the_reviewer(settings, number: str, outcome: str) -> None:
    settings.IDENTITY_CHECK_PROVIDER = FAKE
    application = send(stated(number))
    assert verify(application_id=application.pk, at=NOW).outcome == outcome
    client: Client = sign_in(GrantFactory(role=Role.REVIEWER).user)
    page = client.get(reverse("backoffice:application", args=[application.pk])).content.decode()
    assert f"Xác minh điện tử: {IdentityOutcome(outcome).label}" in page


@pytest.mark.parametrize(
    ("number", "state", "reason"),
    [
        (NUMBER, SubmissionState.ACCEPTED, ""),
        ("058185001239", SubmissionState.REJECTED, "Ngày sinh không khớp số định danh (giả lập)."),
        ("058185001238", None, ""),
    ],
)
def test_the_answer_ticks_or_fails_the_requirement_it_is_about(
    settings, number: str, state: str | None, reason: str
) -> None:
    settings.IDENTITY_CHECK_PROVIDER = FAKE
    fields = {"kind": RequirementKind.CHECK, "valid_from": datetime.date(2026, 1, 1)}
    asked = Requirement.objects.create(title="Xác minh người bán", by_identity_check=True, **fields)
    other = Requirement.objects.create(title="Họ tên khớp", **fields)
    application = send(stated(number))

    verify(application_id=application.pk, at=NOW)

    found = Submission.objects.filter(application=application, requirement__in=[asked, other])
    assert list(found.values_list("requirement", "state", "reason")) == ([(asked.pk, state, reason)] if state else [])


def test_an_answer_changes_no_waiver(settings) -> None:
    settings.IDENTITY_CHECK_PROVIDER = FAKE
    fields = {"kind": RequirementKind.CHECK, "valid_from": datetime.date(2026, 1, 1)}
    asked = Requirement.objects.create(title="Xác minh người bán", by_identity_check=True, **fields)
    application = send(stated("058185001239"))
    judge = GrantFactory(role=Role.REVIEWER).user
    reason = "Đã gặp trực tiếp tại xã."
    waive(application_id=application.pk, requirement_id=asked.pk, reason=reason, by=judge, at=NOW)

    verify(application_id=application.pk, at=NOW)

    assert Submission.objects.get(requirement=asked).state == SubmissionState.WAIVED


def test_without_a_provider_nobody_is_asked() -> None:
    assert provider() is None
    assert verify(application_id=send(stated()).pk, at=NOW) is None
