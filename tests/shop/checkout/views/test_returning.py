"""A buyer returns goods from the order page, without JavaScript; errors keep what was typed."""

import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shop.accounts.enums import Role
from shop.aftersales.returns.models import ReturnRequest
from shop.order.models import SellerOrder
from tests.factories.applications import picture
from tests.factories.people import GrantFactory, UserFactory
from tests.factories.returns import a_reason, asked, delivered_part
from tests.factories.road import an_operator
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("anh.jpg", picture(), "image/jpeg")


def page_of(part: SellerOrder) -> str:
    return f"{reverse('checkout:returns', args=[part.order.number])}?khoa={part.order.token}"


def test_a_buyer_asks_and_errors_keep_the_words(client: Client) -> None:
    part, reason = delivered_part(), a_reason(needs_picture=True)
    line = part.lines.get()
    assert "Yêu cầu trả hàng" in client.get(part.order.get_absolute_url()).content.decode()
    typed: dict[str, Any] = {f"so_{line.pk}": "1", "ly_do": reason.pk, "ke": "Dập nát cả hộp", "phan": part.pk}
    wrong = client.post(page_of(part), typed)
    assert wrong.status_code == 422
    assert "ít nhất một ảnh" in wrong.content.decode() and "Dập nát cả hộp" in wrong.content.decode()
    broken = client.post(page_of(part), {**typed, "anh": SimpleUploadedFile("x.jpg", b"no picture")})
    assert broken.status_code == 422 and ReturnRequest.objects.count() == 0
    done = client.post(page_of(part), {**typed, "anh": photo()})
    request = ReturnRequest.objects.get()
    assert done.status_code == 302 and request.number in done.url
    assert "Nhà bán trả lời trước" in client.get(done.url).content.decode()
    shown = client.get(
        f"{reverse('checkout:return_picture', args=[part.order.number, request.number, request.pictures.get().pk])}"
        f"?khoa={part.order.token}"
    )
    assert shown["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert client.get(part.order.get_absolute_url()).status_code == 200


def test_the_way_through_every_page(client: Client) -> None:
    """The seller asks for the goods, the point takes them by the code, the seller confirms, the point pays."""
    part = delivered_part()
    request = asked(part)
    address = f"{reverse('checkout:return', args=[part.order.number, request.number])}?khoa={part.order.token}"
    owner = sign_in(GrantFactory(user=UserFactory(), role=Role.SELLER_OWNER, seller=part.seller).user)
    act = reverse("seller_centre:return_act", args=[request.number])
    assert owner.post(act, {"viec": "dong-y"}).status_code == 422
    assert owner.post(act, {"viec": "dong-y", "cach": "point", "loi": "Xin lỗi"}).status_code == 302
    request.refresh_from_db()
    assert request.code[:4] in client.get(address).content.decode()
    operator = sign_in(an_operator(part.run_stop.point))
    found = operator.post(reverse("point_returns:find"), {"ma": request.code.lower()})
    assert operator.get(found.url).status_code == 200
    take = reverse("point_returns:take_goods", args=[request.number])
    assert operator.post(take, {"can_nang": "nặng"}).status_code == 422
    assert operator.post(take, {"can_nang": "1.200", "nonce": "n1"}).status_code == 302
    assert owner.get(reverse("seller_centre:return", args=[request.number])).status_code == 200
    assert owner.post(act, {"viec": "da-nhan", "hang": "sellable"}).status_code == 302
    pay = reverse("point_returns:pay_cash", args=[request.number])
    assert operator.post(pay).status_code == 422
    assert operator.post(pay, {"da_dua": "on"}).status_code == 302
    assert "Đã hoàn" in client.get(address).content.decode()


def test_the_desk_decides_with_both_sides_words(client: Client) -> None:
    part = delivered_part()
    request = asked(part, words="Dập hết cả hộp")
    address = f"{reverse('checkout:return', args=[part.order.number, request.number])}?khoa={part.order.token}"
    owner = sign_in(GrantFactory(user=UserFactory(), role=Role.SELLER_OWNER, seller=part.seller).user)
    owner.post(reverse("seller_centre:return_act", args=[request.number]), {"viec": "tu-choi", "loi": "Gửi nguyên vẹn"})
    client.post(address, {"viec": "phan-xu", "loi": "Có ảnh"})
    admin = sign_in(GrantFactory(role=Role.ADMINISTRATOR).user)
    assert request.number in admin.get(reverse("backoffice:returns")).content.decode()
    page = admin.get(reverse("backoffice:return", args=[request.number])).content.decode()
    assert "Dập hết cả hộp" in page and "Gửi nguyên vẹn" in page
    decide = reverse("backoffice:decide_return", args=[request.number])
    kept = admin.post(decide, {"cho": "khach", "so_tien": "9.999.999", "cach": "keep", "ket_luan": "Đúng vậy"})
    assert kept.status_code == 422 and "Đúng vậy" in kept.content.decode()
    admin.post(decide, {"cho": "khach", "so_tien": "15.000", "cach": "keep", "ket_luan": "Hoàn một phần"})
    request.refresh_from_db()
    assert (request.state, request.granted_vnd) == ("refunding", 15_000)
    done = admin.post(reverse("backoffice:return_transferred", args=[request.number]), {"ma": "FT7"})
    request.refresh_from_db()
    assert (done.status_code, request.state) == (302, "refunded")


def test_terms_are_changed_from_tomorrow() -> None:
    a_reason("damaged")
    admin = sign_in(GrantFactory(role=Role.ADMINISTRATOR).user)
    address = reverse("backoffice:edit_return_terms", args=["damaged"])
    typed = {"title": "Hư", "ask_days": 5, "refund_days": 30, "legal_basis": "L", "confidence": "own", "is_on": "on"}
    today = timezone.localdate()
    assert admin.post(address, {**typed, "valid_from": f"{today:%Y-%m-%d}"}).status_code == 422
    tomorrow = today + datetime.timedelta(days=1)
    assert admin.post(address, {**typed, "valid_from": f"{tomorrow:%Y-%m-%d}"}).status_code == 302
    assert "Sắp áp dụng" in admin.get(reverse("backoffice:return_terms")).content.decode()
