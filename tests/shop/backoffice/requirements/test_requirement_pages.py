"""Administrators edit what is asked."""

import pytest
from django.urls import reverse

from sellers.onboarding.models import Requirement
from shop.accounts.enums import Role
from shop.audit.models import AuditEvent
from tests.factories.people import GrantFactory
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db

NEW = {
    "title": "Giấy phép bán rượu",
    "kind": "document",
    "document_kind": "alcohol_licence",
    "goods_kinds": ["alcohol"],
    "is_required": "on",
    "has_expiry": "on",
    "valid_from": "2026-10-01",
    "legal_basis": "Văn bản đã xem",
    "confidence": "high",
    "position": "45",
}


def test_an_administrator_adds_edits_and_retires_a_requirement() -> None:
    chief = sign_in(GrantFactory(role=Role.ADMINISTRATOR).user)
    listed = chief.get(reverse("backoffice:requirements")).content.decode()
    assert "Căn cước của người đại diện" in listed
    assert 'href="/quan-tri/yeu-cau/"' in listed
    assert chief.post(reverse("backoffice:new_requirement"), NEW).status_code == 302
    row = Requirement.objects.get(title="Giấy phép bán rượu")
    page = reverse("backoffice:requirement", args=[row.pk])
    assert chief.post(page, {**NEW, "title": "Giấy phép sản xuất rượu"}).status_code == 302
    assert "thêm yêu cầu" in chief.get(page).content.decode()
    assert chief.post(reverse("backoffice:retire_requirement", args=[row.pk])).status_code == 302
    row.refresh_from_db()
    assert (row.title, row.valid_to is not None) == ("Giấy phép sản xuất rượu", True)
    assert AuditEvent.objects.filter(action__startswith="requirement.").count() == 3


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "Hãy ghi tên yêu cầu"),
        ({"document_kind": ""}, "Hãy chọn loại giấy tờ"),
        ({"valid_to": "2026-01-01"}, "Ngày cuối phải sau"),
        ({"confidence": "unverified"}, "chưa kiểm chứng thì chưa áp dụng"),
    ],
)
def test_a_mistake_is_named_and_what_was_typed_is_kept(wrong: dict[str, str], sentence: str) -> None:
    chief, before = sign_in(GrantFactory(role=Role.ADMINISTRATOR).user), Requirement.objects.count()
    refused = chief.post(reverse("backoffice:new_requirement"), {**NEW, **wrong})
    assert refused.status_code == 422
    assert sentence in refused.content.decode()
    assert "Văn bản đã xem" in refused.content.decode()
    assert Requirement.objects.count() == before
