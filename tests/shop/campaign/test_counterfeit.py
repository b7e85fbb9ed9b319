"""Counterfeit reports: from the form to the decision, with everybody told and nobody given away."""

from __future__ import annotations

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catalogue.lots.models import Lot
from sellers.models import StockRecord
from sellers.payouts.models import PayoutHold
from shop.audit.models import AuditEvent
from shop.campaign.counterfeit.domain import deciding
from shop.campaign.counterfeit.models import CaseState, CounterfeitCase, Verdict
from shop.communication.models import Message
from tests.factories.goods import stocked_product
from tests.factories.listings import picture_file, reviewer, seller_user
from tests.factories.orders import placed_order
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def lot() -> Lot:
    return Lot.objects.create(product=stocked_product(), code="TD-2609-03", produced_on="2026-09-05", quantity=9)


def send(lot: Lot, **changes: object) -> CounterfeitCase:
    data = {"where": "cho-phien", "body": "Tem quét ra trang lỗi", "lot_code": lot.code, "phone": "0912 345 678"}
    response = Client().post(f"{reverse('counterfeit:new')}?lo={lot.code}", {**data, **changes})
    assert response.status_code == 302, response.content.decode()
    return CounterfeitCase.objects.latest("pk")


def seller_of(lot: Lot):
    return StockRecord.objects.get(product=lot.product).partner


def test_a_report_by_a_link_is_tied_to_lot_good_and_seller(lot: Lot):
    photo = SimpleUploadedFile("a.jpg", picture_file().getvalue(), content_type="image/jpeg")
    case = send(lot, anh=photo, signs=["dates"])

    assert (case.lot, case.product, case.seller) == (lot, lot.product, seller_of(lot))
    assert case.sign_labels == ["Hết hạn, sửa ngày"] and case.pictures.count() == 1
    told = Message.objects.get(template="counterfeit_received")
    assert told.recipient == "+84912345678" and case.number in told.body
    page = Client().get(reverse("counterfeit:receipt", args=[case.number]) + f"?khoa={case.token}")
    assert "Đã ghi nhận." in page.content.decode() and "345 678" not in page.content.decode()


def test_somebody_who_stays_unknown_gets_a_receipt_and_no_message(lot: Lot):
    case = send(lot, phone="", where="noi-khac", place="Nước mắm, chợ tỉnh")
    assert (
        case.phone == "" and case.is_elsewhere and not Message.objects.filter(template__startswith="counter").exists()
    )


def test_bad_input_is_said_and_kept(lot: Lot):
    data = {"where": "noi-khac", "body": "", "lot_code": "LA", "phone": "123"}
    page = Client().post(reverse("counterfeit:new"), data)
    text = page.content.decode()
    assert page.status_code == 422 and "Kể ngắn gọn điều bạn thấy." in text and "Ghi tên hàng và nơi bạn thấy" in text
    assert 'value="LA"' in text and 'value="123"' in text
    hostile = SimpleUploadedFile("a.jpg", b"<script>", content_type="image/jpeg")
    page = Client().post(reverse("counterfeit:new"), {"where": "cho-phien", "body": "x", "anh": hostile})
    assert page.status_code == 422 and not CounterfeitCase.objects.exists()


def test_the_lot_check_answers_beside_the_field(lot: Lot):
    address = reverse("counterfeit:check_lot")
    assert lot.product.title in Client().get(f"{address}?lot_code=td-2609-03").content.decode()
    assert "Không có lô" in Client().get(f"{address}?lot_code=TD-2609-3").content.decode()


def test_the_office_asks_holds_and_decides_and_the_seller_never_learns_who_reported(lot: Lot):
    case, judge = send(lot), reviewer()
    office = sign_in(judge)
    act = reverse("backoffice:counterfeit_office:act", args=[case.number])
    due = timezone.localdate() + datetime.timedelta(days=3)

    part = placed_order((lot.product, 2)).seller_orders.get()
    office.post(act, {"viec": "giu-tien"})
    held = PayoutHold.objects.get()
    assert (held.part_number, held.amount_vnd, held.released_at) == (part.number, part.seller_share_vnd, None)
    office.post(act, {"viec": "hoi", "question": "Lô này in tem khi nào?", "due": due.isoformat()})
    owner = sign_in(seller_user(seller_of(lot)))
    page = owner.get(reverse("seller_centre:counterfeit")).content.decode()
    assert "Lô này in tem khi nào?" in page and "345 678" not in page and "Tem quét ra trang lỗi" not in page
    owner.post(reverse("seller_centre:counterfeit_reply", args=[case.number]), {"text": "In ngày 5/9, có ảnh."})
    assert (
        "In ngày 5/9" in office.get(reverse("backoffice:counterfeit_office:case", args=[case.number])).content.decode()
    )
    office.post(act, {"viec": "ket-luan", "verdict": "unfounded", "finding": "Tem thật, máy quét lỗi."})

    case.refresh_from_db()
    assert (case.state, case.verdict, case.decided_by) == (CaseState.DECIDED, Verdict.UNFOUNDED, judge)
    assert PayoutHold.objects.get().released_at is not None
    told = set(Message.objects.filter(template__startswith="counterfeit").values_list("template", "recipient"))
    seller = seller_of(lot).phone
    assert told == {
        ("counterfeit_received", "+84912345678"),
        ("counterfeit_asked", seller),
        ("counterfeit_decided_seller", seller),
        ("counterfeit_decided", "+84912345678"),
    }
    acts = AuditEvent.objects.filter(subject_type="counterfeit.counterfeitcase").values_list("action", flat=True)
    assert list(acts) == [
        "counterfeit.payouts_held",
        "counterfeit.seller_asked",
        "counterfeit.seller_answered",
        "counterfeit.decided",
    ]


def test_whoever_works_for_the_seller_may_not_judge_and_nobody_decides_twice(lot: Lot):
    case, now = send(lot), timezone.now()
    with pytest.raises(deciding.OwnCase):
        deciding.investigate(case=case, actor=seller_user(seller_of(lot)), at=now)
    deciding.decide(case=case, verdict=Verdict.UNPROVEN, finding="Không đủ ảnh", actor=reviewer(), at=now)
    with pytest.raises(deciding.CaseClosed):
        deciding.decide(case=case, verdict=Verdict.UNPROVEN, finding="Lần nữa", actor=reviewer(), at=now)


def test_the_trace_page_leads_to_the_report_and_says_the_state_of_the_lot(lot: Lot):
    page = Client().get(lot.get_absolute_url()).content.decode()
    assert f"{reverse('counterfeit:new')}?lo={lot.code}" in page and "Đang bán" in page
