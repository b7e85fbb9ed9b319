"""What reviewers decide, and that each decision is made once."""

import threading

import pytest
from django.db import connection
from django.utils import timezone

from sellers.documents.models import Document, DocumentKind, DocumentState
from sellers.models import Partner
from sellers.onboarding.domain.deciding import NotReady, Request, approve, ask_changes, reject
from sellers.onboarding.domain.holding import AlreadyDecided
from sellers.onboarding.domain.judging import ReasonNeeded, judge_paper
from sellers.onboarding.models import ApplicationState, SellerApplication
from shop.accounts.enums import Role
from shop.accounts.models import RoleGrant
from shop.audit.models import AuditEvent
from shop.audit.trail import trail_of
from shop.communication.models import Message
from tests.factories.applications import ApplicationFactory, judged
from tests.factories.goods import SellerFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.fixture
def application() -> SellerApplication:
    return judged(ApplicationFactory(submitted=True, papers=True, name="HTX Tỏi Đường Đá"))


def acts(application: SellerApplication) -> list[str]:
    """What was done, without who took it to look at."""
    return [event.action for event in trail_of(application) if event.action != "application.taken"]


def test_approval_opens_the_shop_and_makes_the_applicant_its_owner(application: SellerApplication) -> None:
    chief = UserFactory()
    seller = approve(application_id=application.pk, by=chief, at=NOW)
    application.refresh_from_db()
    assert (application.state, application.seller, application.reviewer) == (ApplicationState.APPROVED, seller, chief)
    assert (seller.slug, seller.tax_code, seller.province) == (
        "htx-toi-duong-da",
        application.tax_code,
        application.commune.province,
    )
    assert seller.is_selling
    grant = RoleGrant.objects.get(user=application.applicant)
    assert (grant.role, grant.seller, grant.granted_by) == (Role.SELLER_OWNER, seller, chief)
    assert set(application.documents.values_list("seller", flat=True)) == {seller.pk}
    assert acts(application) == ["application.approved"]
    assert Message.objects.get(template="application_approved").recipient == application.applicant.phone


def test_a_second_shop_of_the_same_name_gets_an_address_of_its_own(application: SellerApplication) -> None:
    SellerFactory(slug="htx-toi-duong-da")
    assert approve(application_id=application.pk, by=UserFactory(), at=NOW).slug == "htx-toi-duong-da-2"


def test_a_second_decision_is_refused_with_who_and_when(application: SellerApplication) -> None:
    approve(application_id=application.pk, by=UserFactory(full_name="Lê Thu Hà"), at=NOW)
    with pytest.raises(AlreadyDecided, match="Lê Thu Hà"):
        reject(application_id=application.pk, reason="Không đủ điều kiện bán", by=UserFactory(), at=NOW)
    with pytest.raises(AlreadyDecided):
        approve(application_id=application.pk, by=UserFactory(), at=NOW)
    assert Partner.objects.count() == 1
    assert acts(application) == ["application.approved"]


def test_a_draft_cannot_be_decided() -> None:
    draft = ApplicationFactory(papers=True)
    with pytest.raises(AlreadyDecided, match="đang sửa"):
        approve(application_id=draft.pk, by=UserFactory(), at=NOW)


def test_refused_and_missing_papers_hold_the_approval_up(application: SellerApplication) -> None:
    by = UserFactory()
    paper = application.documents.get(kind=DocumentKind.FOOD_SAFETY)
    judge_paper(document=paper, accepted=False, reason="Ảnh mờ, không đọc được ngày", by=by, at=NOW)
    with pytest.raises(NotReady, match="an toàn thực phẩm"):
        approve(application_id=application.pk, by=by, at=NOW)
    assert not Partner.objects.exists()


def test_changes_are_asked_with_reasons_and_refused_papers_by_themselves(application: SellerApplication) -> None:
    by = UserFactory()
    paper = application.documents.get(kind=DocumentKind.FOOD_SAFETY)
    judge_paper(document=paper, accepted=False, reason="Ảnh mờ, không đọc được ngày", by=by, at=NOW)
    asked = [Request("bank_holder", "Tài khoản cần đứng tên hợp tác xã")]
    ask_changes(application_id=application.pk, requests=asked, by=by, at=NOW)
    application.refresh_from_db()
    assert application.state == ApplicationState.CHANGES_ASKED
    assert list(application.requests.values_list("subject", "reason")) == [
        ("bank_holder", "Tài khoản cần đứng tên hợp tác xã"),
        ("food_safety", "Ảnh mờ, không đọc được ngày"),
    ]
    assert acts(application) == ["document.rejected", "application.changes_asked"]
    assert Message.objects.filter(template="application_changes_asked").count() == 1


def test_asking_for_nothing_or_without_a_reason_is_refused(application: SellerApplication) -> None:
    by = UserFactory()
    with pytest.raises(ReasonNeeded):
        ask_changes(application_id=application.pk, requests=[], by=by, at=NOW)
    with pytest.raises(ReasonNeeded):
        ask_changes(application_id=application.pk, requests=[Request("name", "sai")], by=by, at=NOW)
    with pytest.raises(ReasonNeeded):
        reject(application_id=application.pk, reason=" ", by=by, at=NOW)
    with pytest.raises(ReasonNeeded):
        judge_paper(document=application.documents.first(), accepted=False, by=by, at=NOW)
    assert not AuditEvent.objects.exists()


def test_a_rejected_producer_may_apply_again(application: SellerApplication) -> None:
    reject(application_id=application.pk, reason="Không phải hàng làm ở Việt Nam", by=UserFactory(), at=NOW)
    assert "Không phải hàng làm ở Việt Nam" in Message.objects.get(template="application_rejected").body
    assert ApplicationFactory(applicant=application.applicant).pk


def test_accepting_a_paper_clears_its_reason(application: SellerApplication) -> None:
    by = UserFactory()
    paper = application.documents.first()
    judge_paper(document=paper, accepted=False, reason="Ảnh mờ, không đọc được", by=by, at=NOW)
    judge_paper(document=paper, accepted=True, by=by, at=NOW)
    stored = Document.objects.get(pk=paper.pk)
    assert (stored.state, stored.reason) == (DocumentState.ACCEPTED, "")


@pytest.mark.django_db(transaction=True)
def test_two_reviewers_at_once_decide_once(application: SellerApplication) -> None:
    reviewers, barrier, results = [UserFactory(), UserFactory()], threading.Barrier(2), []

    def act(number: int) -> None:
        barrier.wait()
        try:
            approve(application_id=application.pk, by=reviewers[number], at=timezone.now())
            results.append("approved")
        except AlreadyDecided:
            results.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["approved", "told"]
    assert Partner.objects.count() == 1
    assert RoleGrant.objects.filter(role=Role.SELLER_OWNER).count() == 1
