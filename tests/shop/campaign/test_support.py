"""Complaints, from the form to the answer."""

from __future__ import annotations

import pytest
from django.test import Client

from shop.accounts.enums import Role
from shop.audit.models import AuditEvent
from shop.campaign.support.models import Complaint
from shop.communication.models import Message
from tests.factories.goods import SellerFactory
from tests.factories.people import GrantFactory, UserFactory
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db

SENT = {
    "subject": "goods",
    "order_number": "CP-26-114872",
    "body": "Hũ tỏi bị nứt <script>alert(1)</script>",
    "name": "Nguyễn Thị Hạnh",
    "phone": "0912 345 678",
}


@pytest.fixture
def complaint(client: Client) -> Complaint:
    client.post("/khieu-nai/", SENT)
    return Complaint.objects.get()


def test_complaint_gets_a_number_and_its_link_is_sent(client: Client):
    response = client.post("/khieu-nai/", SENT)
    complaint = Complaint.objects.get()
    assert response.status_code == 302
    assert response.headers["Location"] == f"/khieu-nai/{complaint.number}/?khoa={complaint.token}"
    assert complaint.phone == "+84912345678" and complaint.number.startswith("KN-")
    message = Message.objects.get(recipient="+84912345678")
    assert complaint.number in message.body and complaint.token in message.body


def test_sender_reads_the_complaint_and_nobody_else(client: Client, complaint: Complaint):
    html = client.get(f"/khieu-nai/{complaint.number}/?khoa={complaint.token}").content.decode()
    assert "Hũ tỏi bị nứt" in html and "<script>alert" not in html and "0912 345 678" not in html
    for key in ("", "sai", complaint.token[:-1]):
        assert client.get(f"/khieu-nai/{complaint.number}/", {"khoa": key}).status_code == 404


def test_mistakes_keep_what_was_typed_and_say_what_to_do(client: Client):
    response = client.post("/khieu-nai/", SENT | {"phone": "0912 345", "body": ""})
    html = response.content.decode()
    assert response.status_code == 422 and not Complaint.objects.exists()
    assert "Nguyễn Thị Hạnh" in html and 'value="0912 345"' in html
    assert "thiếu 3 chữ số" in html and "Hãy kể ngắn gọn" in html


def test_a_machine_that_fills_the_hidden_field_is_refused(client: Client):
    assert client.post("/khieu-nai/", SENT | {"website": "http://x"}).status_code == 422
    assert not Complaint.objects.exists()


def test_one_address_cannot_flood(client: Client):
    for _ in range(12):
        client.post("/khieu-nai/", SENT)
    assert Complaint.objects.count() == 10


def test_office_answers_once_and_the_sender_is_told(client: Client, complaint: Complaint):
    officer = UserFactory()
    GrantFactory(user=officer, role=Role.REVIEWER)
    office = sign_in(officer)
    assert complaint.number in office.get("/quan-tri/khieu-nai/").content.decode()
    office.post(f"/quan-tri/khieu-nai/{complaint.number}/", {"text": "Đã hoàn tiền cho cô."})
    office.post(f"/quan-tri/khieu-nai/{complaint.number}/", {"text": "Trả lời khác"})
    complaint.refresh_from_db()
    assert complaint.answer == "Đã hoàn tiền cho cô." and complaint.answered_by == officer
    assert AuditEvent.objects.filter(action="complaint.answered", actor=officer).count() == 1
    assert Message.objects.filter(template="complaint_answered").count() == 1
    html = client.get(f"/khieu-nai/{complaint.number}/?khoa={complaint.token}").content.decode()
    assert "Đã hoàn tiền cho cô." in html


@pytest.mark.parametrize("role", [None, Role.FINANCE, Role.SELLER_OWNER])
def test_only_the_office_may_read_complaints(complaint: Complaint, role: Role | None):
    user = UserFactory()
    if role:
        GrantFactory(user=user, role=role, seller=SellerFactory() if role == Role.SELLER_OWNER else None)
    client = sign_in(user)
    for address in ("/quan-tri/khieu-nai/", f"/quan-tri/khieu-nai/{complaint.number}/"):
        assert client.get(address).status_code == 403
    assert Client().get("/quan-tri/khieu-nai/").status_code == 302
