"""Suspensions and closings keep the notice periods, and closing takes two people."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from sellers.enums import SellerState
from sellers.models import Partner
from sellers.standing.domain.measures import (
    NOTICE,
    AuthorityRequest,
    MeasureRefused,
    cancel,
    close_own,
    confirm,
    execute_due,
    propose,
    reopen,
)
from sellers.standing.models import Measure, MeasureKind, MeasureState
from sellers.standing.tasks import execute_measures
from shop.accounts.enums import Role
from shop.audit.trail import trail_of
from shop.backoffice.invariants import standings
from shop.communication.models import Message
from tests.factories.applications import picture
from tests.factories.goods import SellerFactory
from tests.factories.people import GrantFactory, UserFactory

pytestmark = pytest.mark.django_db

NOW = timezone.now()
REASON = "Bán hàng không rõ nguồn gốc"


@pytest.fixture
def seller() -> Partner:
    return SellerFactory()


def begin(seller: Partner, kind: MeasureKind = MeasureKind.SUSPEND, **more: object) -> Measure:
    return propose(seller_id=seller.pk, kind=kind, **{"reason": REASON, "by": UserFactory(), "at": NOW, **more})


def state(seller: Partner) -> str:
    return Partner.objects.get(pk=seller.pk).state


def request(asked_at: datetime.datetime = NOW) -> AuthorityRequest:
    paper = SimpleUploadedFile("cong-van.jpg", picture(), content_type="image/jpeg")
    return AuthorityRequest(authority="Chi cục Quản lý thị trường", paper=paper, asked_at=asked_at)


def test_the_market_gives_five_days_of_notice(seller: Partner) -> None:
    measure = begin(seller)
    assert (measure.state, measure.effective_at) == (MeasureState.SCHEDULED, NOW + datetime.timedelta(days=5))
    told = Message.objects.get(template="measure_announced")
    assert (told.recipient, REASON in told.body) == (seller.phone, True)
    assert execute_due(at=NOW + NOTICE - datetime.timedelta(minutes=1)) == 0
    assert state(seller) == SellerState.APPROVED
    assert [execute_due(at=NOW + NOTICE) for _ in range(2)] == [1, 0]
    assert state(seller) == SellerState.SUSPENDED
    assert Message.objects.filter(template="seller_suspended").count() == 1
    reopen(seller_id=seller.pk, reason="Đã bổ sung hóa đơn", by=UserFactory(), at=NOW + NOTICE)
    assert state(seller) == SellerState.APPROVED
    assert list(standings.broken()) == []


def test_an_authoritys_request_takes_effect_at_once_and_keeps_its_paper(seller: Partner) -> None:
    measure = begin(seller, request=request())
    assert (measure.state, state(seller)) == (MeasureState.DONE, SellerState.SUSPENDED)
    assert measure.authority_paper.kind == "authority_request"
    assert measure.authority_paper.seller == seller


def test_an_authoritys_request_says_who_and_when(seller: Partner) -> None:
    late = request(asked_at=NOW + datetime.timedelta(hours=1))
    nobody = AuthorityRequest(authority=" ", paper=request().paper, asked_at=NOW)
    for wrong in (late, nobody):
        with pytest.raises(MeasureRefused):
            begin(seller, request=wrong)
    assert not Measure.objects.exists()


def test_closing_takes_two_people_and_then_the_notice(seller: Partner) -> None:
    proposer, second = UserFactory(), UserFactory()
    measure = begin(seller, MeasureKind.CLOSE, by=proposer)
    assert measure.effective_at is None
    assert execute_due(at=NOW + 10 * NOTICE) == 0
    with pytest.raises(MeasureRefused, match="không tự xác nhận"):
        confirm(measure_id=measure.pk, by=proposer, at=NOW)
    confirm(measure_id=measure.pk, by=second, at=NOW)
    with pytest.raises(MeasureRefused, match="người khác xử lý"):
        confirm(measure_id=measure.pk, by=UserFactory(), at=NOW)
    execute_due(at=NOW + NOTICE)
    assert state(seller) == SellerState.CLOSED
    assert [event.action for event in trail_of(seller)] == ["close.proposed", "close.confirmed", "seller.closed"]
    assert list(standings.broken()) == []


def test_the_database_itself_refuses_one_person_twice(seller: Partner) -> None:
    measure = begin(seller, MeasureKind.CLOSE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Measure.objects.filter(pk=measure.pk).update(confirmed_by=measure.proposed_by)


def test_a_cancelled_measure_is_told_and_does_nothing(seller: Partner) -> None:
    measure = begin(seller)
    cancel(measure_id=measure.pk, reason="Người bán đã bổ sung giấy", by=UserFactory(), at=NOW)
    assert "Người bán đã bổ sung giấy" in Message.objects.get(template="measure_cancelled").body
    assert execute_due(at=NOW + NOTICE) == 0
    begin(seller)  # another one may follow


def test_a_measure_needs_a_reason_a_fitting_state_and_no_other_one(seller: Partner) -> None:
    with pytest.raises(MeasureRefused, match="10 ký tự"):
        begin(seller, reason="xấu")
    with pytest.raises(MeasureRefused):
        reopen(seller_id=seller.pk, reason=REASON, by=UserFactory(), at=NOW)
    begin(seller)
    with pytest.raises(MeasureRefused, match="chưa xong"):
        begin(seller, MeasureKind.CLOSE)
    with pytest.raises(MeasureRefused, match="trạng thái"):
        begin(SellerFactory(state=SellerState.CLOSED), MeasureKind.CLOSE)


def test_people_do_not_decide_about_a_seller_they_work_for(seller: Partner) -> None:
    packer = GrantFactory(role=Role.SELLER_PACKER, seller=seller).user
    GrantFactory(user=packer, role=Role.REVIEWER)
    with pytest.raises(MeasureRefused, match="làm cho gian hàng"):
        begin(seller, by=packer)
    measure = begin(seller, MeasureKind.CLOSE)
    with pytest.raises(MeasureRefused, match="làm cho gian hàng"):
        confirm(measure_id=measure.pk, by=packer, at=NOW)


def test_an_owner_closes_the_own_shop_and_open_measures_fall(seller: Partner) -> None:
    measure = begin(seller)
    close_own(seller_id=seller.pk, reason="Nghỉ bán", by=UserFactory(), at=NOW)
    measure.refresh_from_db()
    assert (state(seller), measure.state) == (SellerState.CLOSED, MeasureState.CANCELLED)
    with pytest.raises(MeasureRefused):
        close_own(seller_id=seller.pk, reason="", by=UserFactory(), at=NOW)


def test_the_job_carries_out_what_is_due(seller: Partner) -> None:
    begin(seller, at=NOW - NOTICE)
    execute_measures(timestamp=0)
    assert state(seller) == SellerState.SUSPENDED


def test_a_state_without_its_path_is_named(seller: Partner) -> None:
    Partner.objects.filter(pk=seller.pk).update(state=SellerState.CLOSED)
    assert [line for line in standings.broken() if f"partner {seller.pk}:" in line]
