"""Who is asked for what: the right papers and no others."""

import datetime

import pytest
from django.utils import timezone

from sellers.enums import LegalType
from sellers.onboarding.checklist import checklist_of
from sellers.onboarding.domain.deciding import NotReady, approve
from sellers.onboarding.domain.holding import AlreadyDecided
from sellers.onboarding.domain.judging import AcceptedWithReason, ExpiryNeeded, ReasonNeeded, judge_paper, waive
from sellers.onboarding.domain.requiring import NotInForce, retire_requirement, save_requirement
from sellers.onboarding.models import Requirement, SellerApplication, Submission, SubmissionState
from sellers.onboarding.requirements import requirements_for
from shop.audit.models import AuditEvent
from tests.factories.applications import ApplicationFactory, judged
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

NOW = timezone.now()
TODAY = timezone.localdate(NOW)


def asked(**fields: object) -> dict[str, bool]:
    """Return the kinds of papers asked for, with whether each is required."""
    rows = requirements_for(ApplicationFactory.build(applicant=None, commune=None, **fields))
    return {row.document_kind: row.is_required for row in rows if row.document_kind}


def required(**fields: object) -> set[str]:
    return {kind for kind, is_required in asked(**fields).items() if is_required}


@pytest.mark.parametrize("legal_type", LegalType)
def test_every_legal_type_shows_who_it_is_and_one_registration_only(legal_type: str) -> None:
    rows = requirements_for(
        ApplicationFactory.build(applicant=None, commune=None, legal_type=legal_type, goods_kinds=["craft"])
    )
    papers = [row for row in rows if row.document_kind and row.is_required]
    assert [row.document_kind for row in papers] == ["business_registration", "identity"]
    assert papers[0].legal_types == [legal_type]


def test_food_is_asked_for_its_paper_and_pottery_is_not() -> None:
    assert "food_safety" in required(goods_kinds=["food"])
    assert "food_safety" in required(goods_kinds=["craft", "alcohol"])
    assert "food_safety" not in asked(goods_kinds=["craft"])
    assert "test_report" not in asked(goods_kinds=["plants"])
    assert {"ocop_decision": False, "trademark": False}.items() <= asked(goods_kinds=["craft"]).items()


def test_what_is_not_verified_is_not_asked() -> None:
    assert not {"alcohol_licence", "product_declaration", "origin", "tourism_site"} & set(
        asked(goods_kinds=["alcohol", "herbal", "plants", "tourism"])
    )
    assert not Requirement.objects.in_force(TODAY).filter(confidence="unverified")


def test_electronic_verification_is_asked_from_2027_on() -> None:
    titles = Requirement.objects.in_force
    assert not titles(datetime.date(2026, 12, 31)).filter(title__contains="xác minh điện tử").exists()
    assert titles(datetime.date(2027, 1, 1)).filter(title__contains="xác minh điện tử").exists()


def test_a_required_row_wins_over_an_optional_one_for_the_same_paper() -> None:
    Requirement.objects.create(
        kind="document", document_kind="trademark", title="Nhãn hiệu tập thể", goods_kinds=["herbal"],
        valid_from="2026-07-01", position=200, confidence="high",
    )  # fmt: skip
    assert asked(goods_kinds=["herbal"])["trademark"] is True
    assert asked(goods_kinds=["craft"])["trademark"] is False


def test_a_requirement_is_added_changed_and_retired_on_record() -> None:
    chief = UserFactory()
    fields = {"kind": "check", "title": "Đã gọi điện xác nhận", "valid_from": TODAY - datetime.timedelta(days=3)}
    row = save_requirement(requirement_id=None, fields=fields, by=chief, at=NOW)
    save_requirement(requirement_id=row.pk, fields={**fields, "title": "Đã gọi điện"}, by=chief, at=NOW)
    save_requirement(requirement_id=row.pk, fields={**fields, "title": "Đã gọi điện"}, by=chief, at=NOW)
    retire_requirement(requirement_id=row.pk, by=chief, at=NOW)
    assert not Requirement.objects.in_force(TODAY).filter(pk=row.pk).exists()
    assert Requirement.objects.in_force(TODAY - datetime.timedelta(days=1)).filter(pk=row.pk).exists()
    with pytest.raises(NotInForce):
        retire_requirement(requirement_id=row.pk, by=chief, at=NOW)
    events = AuditEvent.objects.filter(subject_id=row.pk).order_by("pk")
    assert [event.action for event in events] == ["requirement.added", "requirement.changed", "requirement.retired"]
    assert events[1].details["changed"] == {"title": ["Đã gọi điện xác nhận", "Đã gọi điện"]}


@pytest.fixture
def application() -> SellerApplication:
    return ApplicationFactory(submitted=True, papers=True)


def test_nothing_is_approved_unseen(application: SellerApplication) -> None:
    by = UserFactory()
    with pytest.raises(NotReady, match=r"chưa xem: .*hợp tác xã"):
        approve(application_id=application.pk, by=by, at=NOW)
    judged(application)
    Submission.objects.filter(requirement__kind="check").delete()
    with pytest.raises(NotReady, match="khớp căn cước"):
        approve(application_id=application.pk, by=by, at=NOW)
    checks = [item.requirement.pk for item in checklist_of(application).checks]
    assert approve(application_id=application.pk, by=by, at=NOW, checked=checks).is_selling
    assert Submission.objects.filter(requirement__kind="check", state="accepted", decided_by=by).count() == len(checks)


def test_a_waiver_needs_a_reason_and_lets_the_approval_pass(application: SellerApplication) -> None:
    by, paper = UserFactory(), Requirement.objects.get(document_kind="food_safety")
    judged(application)
    application.documents.filter(kind="food_safety").delete()
    with pytest.raises(NotReady):
        approve(application_id=application.pk, by=by, at=NOW)
    with pytest.raises(ReasonNeeded):
        waive(application_id=application.pk, requirement_id=paper.pk, reason="không", by=by, at=NOW)
    with pytest.raises(ReasonNeeded, match="300"):
        waive(application_id=application.pk, requirement_id=paper.pk, reason="ắ" * 301, by=by, at=NOW)
    waive(application_id=application.pk, requirement_id=paper.pk, reason="Chỉ bán rau tươi tại vườn", by=by, at=NOW)
    assert approve(application_id=application.pk, by=by, at=NOW)
    assert AuditEvent.objects.get(action="requirement.waived").reason == "Chỉ bán rau tươi tại vườn"
    with pytest.raises(AlreadyDecided):
        waive(application_id=application.pk, requirement_id=paper.pk, reason="Lý do đủ dài rồi", by=by, at=NOW)


def test_what_is_not_asked_cannot_be_waived(application: SellerApplication) -> None:
    foreign = Requirement.objects.get(title__contains="hộ kinh doanh")
    with pytest.raises(Requirement.DoesNotExist):
        waive(application_id=application.pk, requirement_id=foreign.pk, reason="Lý do đủ dài", by=UserFactory(), at=NOW)


def test_a_submission_follows_its_papers(application: SellerApplication) -> None:
    by, paper = UserFactory(), application.documents.get(kind="food_safety")
    ends = TODAY + datetime.timedelta(days=200)
    judge_paper(document=paper, accepted=False, reason="Ảnh mờ, không đọc được", by=by, at=NOW)
    submission = Submission.objects.get(requirement__document_kind="food_safety")
    assert (submission.state, submission.reason) == (SubmissionState.REJECTED, "Ảnh mờ, không đọc được")
    judge_paper(document=paper, accepted=True, valid_until=ends, by=by, at=NOW)
    submission.refresh_from_db()
    paper.refresh_from_db()
    assert (submission.state, submission.reason, paper.valid_until) == (SubmissionState.ACCEPTED, "", ends)


def test_a_reason_written_beside_accepted_is_asked_about(application: SellerApplication) -> None:
    paper, by = application.documents.first(), UserFactory()
    with pytest.raises(AcceptedWithReason, match="xóa lý do"):
        judge_paper(document=paper, accepted=True, reason="Ảnh mờ, không đọc được", by=by, at=NOW)
    paper.refresh_from_db()
    assert paper.state == "pending"
    judge_paper(document=paper, accepted=False, reason="Ảnh mờ, không đọc được", by=by, at=NOW)
    judge_paper(document=paper, accepted=True, reason="Ảnh mờ, không đọc được", by=by, at=NOW)
    assert (paper.state, paper.reason) == ("accepted", "")


def test_a_paper_that_has_ended_is_not_accepted(application: SellerApplication) -> None:
    paper, yesterday = application.documents.first(), TODAY - datetime.timedelta(days=1)
    with pytest.raises(ExpiryNeeded, match="hết hạn"):
        judge_paper(document=paper, accepted=True, valid_until=yesterday, by=UserFactory(), at=NOW)
