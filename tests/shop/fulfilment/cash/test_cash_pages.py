"""Counting, handing over and receiving cash as people do it: on the counter's, driver's and office's pages."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from shop.accounts.enums import Role
from shop.fulfilment.cash.models import Remittance
from shop.ledger.domain.posting import Side, post
from shop.ledger.enums import AccountKind as Kind
from shop.ledger.queries import balance
from shop.shipping.models import PickUpPoint
from tests.factories.people import GrantFactory
from tests.factories.places import PointFactory, ProvinceFactory
from tests.factories.road import a_driver, an_operator, nonce
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def point() -> PickUpPoint:
    here = PointFactory()
    sides = [Side(Kind.CASH_DRAWER, str(here.pk), 150_000, "A-1"), Side(Kind.BUYER_DUE, "A", -150_000, "A-1")]
    post(business_key="cash-collected:A", kind="cash-collected", sides=sides, occurred_at=timezone.now())
    return here


@pytest.fixture
def counter(point: PickUpPoint) -> Client:
    return sign_in(an_operator(point))


@pytest.fixture
def finance() -> Client:
    return sign_in(GrantFactory(role=Role.FINANCE).user)


def said(answer: HttpResponse) -> str:
    return html.unescape(answer.content.decode())


def test_cash_goes_from_the_drawer_to_the_treasury(counter: Client, finance: Client, point: PickUpPoint) -> None:
    driver = a_driver()
    phone = sign_in(driver)
    assert "150.000" in said(counter.get(f"/diem-truc/quy/{point.pk}/"))
    answer = counter.post(
        f"/diem-truc/quy/{point.pk}/nop/", {"amount": "150.000", "driver": driver.pk, "nonce": nonce()}, follow=True
    )
    assert "Đã ghi giao 150.000" in said(answer)
    handed = Remittance.objects.get()
    assert "(1)" in said(phone.get("/chuyen-xe/"))
    assert point.name in said(phone.get("/chuyen-xe/tien/"))
    phone.post(f"/chuyen-xe/tien/{handed.pk}/nhan/", {"received": "150000đ"})
    phone.post("/chuyen-xe/tien/nop/", {"amount": "150 000", "nonce": nonce()})
    assert str(driver) in said(finance.get("/quan-tri/tien-mat/"))
    last = Remittance.objects.latest("pk")
    finance.post(f"/quan-tri/tien-mat/nhan/{last.pk}/", {"received": "140.000"})
    assert balance(Kind.TREASURY) == 140_000
    shown = said(finance.get("/quan-tri/tien-mat/"))
    assert "Kết quả đối chiếu" in shown
    settled = {"borne_by": "giver", "note": "Tài xế nhận thiếu"}
    assert "Đã xử lý" in said(finance.post(f"/quan-tri/tien-mat/lech/{last.pk}/", settled, follow=True))
    assert balance(Kind.CASH_DRIVER, str(driver.pk)) == 10_000


def test_a_variance_is_asked_for_its_reason_and_keeps_what_was_typed(
    counter: Client, finance: Client, point: PickUpPoint
) -> None:
    typed: dict[str, Any] = {"counted": "140.000", "nonce": nonce()}
    answer = counter.post(f"/diem-truc/quy/{point.pk}/kiem/", typed)
    assert answer.status_code == 422
    assert "Sổ ghi 150.000" in said(answer)
    assert 'value="140.000"' in said(answer)
    counter.post(f"/diem-truc/quy/{point.pk}/kiem/", {**typed, "reason": "Trả nhầm"})
    assert "Thiếu quỹ" in said(finance.get("/quan-tri/tien-mat/"))
    finance.post(f"/quan-tri/tien-mat/thieu-thua/{point.pk}/", {"outcome": "market", "reason": "Lần đầu"})
    assert balance(Kind.CASH_LOSS) == 10_000


def test_a_word_for_an_amount_is_refused(counter: Client, point: PickUpPoint) -> None:
    answer = counter.post(f"/diem-truc/quy/{point.pk}/nop/", {"amount": "hết", "nonce": nonce()})
    assert answer.status_code == 422
    assert "Số tiền chỉ gồm chữ số" in said(answer)
    assert not Remittance.objects.exists()


def test_a_full_drawer_is_said_at_the_counter(settings: Any, counter: Client, point: PickUpPoint) -> None:
    settings.CASH_POINT_LIMIT_VND = 100_000
    assert "Nộp tiền ngay" in said(counter.get("/diem-truc/"))
    assert "Nộp tiền ngay" in said(counter.get(f"/diem-truc/quy/{point.pk}/"))


def test_another_provinces_finance_cannot_count_it(point: PickUpPoint) -> None:
    province = ProvinceFactory(code="01", name="Hà Nội", full_name="Hà Nội", slug="ha-noi")
    elsewhere = sign_in(GrantFactory(role=Role.FINANCE, province=province).user)
    assert point.name not in said(elsewhere.get("/quan-tri/tien-mat/"))
    answer = elsewhere.post(f"/quan-tri/tien-mat/thieu-thua/{point.pk}/", {"outcome": "market", "reason": "x"})
    assert answer.status_code == 404
