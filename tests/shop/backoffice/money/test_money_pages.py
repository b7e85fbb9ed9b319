"""Finance deals with money nobody could place, refunds by hand, and statements."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook

from shop.accounts.enums import Role
from shop.payment.enums import RefundState
from shop.payment.models import BankStatement, Receipt, Refund
from tests.factories.goods import stocked_product
from tests.factories.payments import attempt, pay, set_up_transfers, transfer, waiting_order
from tests.factories.people import GrantFactory
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
HEADINGS = ["Ngày giao dịch", "Mã giao dịch", "Ghi nợ", "Ghi có", "Nội dung", "Tài khoản đối ứng"]


@pytest.fixture
def finance(settings: Any) -> Client:
    set_up_transfers(settings)
    return sign_in(GrantFactory(role=Role.FINANCE).user)


def text(answer: Any) -> str:
    return answer.content.decode()


def test_a_misspelt_reference_is_suggested_and_matched(finance: Client) -> None:
    order = waiting_order(stocked_product(price=30_000))
    digits = order.number[-6:]
    slip = digits[:-1] + str((int(digits[-1]) + 1) % 10)
    transfer(30_000, f"don {slip}")
    receipt = Receipt.objects.get()
    shown = text(finance.get("/quan-tri/tien-vao/"))
    assert f"don {slip}" in shown
    shown = text(finance.get(f"/quan-tri/tien-vao/{receipt.pk}/"))
    assert order.number in shown and "mã đơn gần giống" in shown and "cùng số tiền" in shown
    finance.post(f"/quan-tri/tien-vao/{receipt.pk}/", {"viec": "khop", "don": order.number})
    order.refresh_from_db()
    assert order.paid_at is not None
    again = finance.post(f"/quan-tri/tien-vao/{receipt.pk}/", {"viec": "khop", "don": order.number})
    assert again.status_code == 422 and "vừa được người khác xử lý" in text(again)


def test_sending_back_needs_a_reason_and_keeps_what_was_typed(finance: Client) -> None:
    transfer(30_000, "gui nham")
    receipt = Receipt.objects.get()
    address = f"/quan-tri/tien-vao/{receipt.pk}/"
    assert finance.post(address, {"viec": "tra-lai", "ly_do": " "}).status_code == 422
    unknown = finance.post(address, {"viec": "khop", "don": "cp-26-1"})
    assert unknown.status_code == 422 and "cp-26-1" in text(unknown)
    assert finance.post(address, {"viec": "tra-lai", "ly_do": "Gửi nhầm"}).status_code == 302
    assert Refund.objects.get().amount_vnd == 30_000


def test_a_refund_is_done_with_the_banks_number(finance: Client) -> None:
    order = waiting_order(stocked_product(price=30_000))
    transfer(40_000, attempt(order).reference)
    Refund.objects.update(state=RefundState.BY_HAND)
    refund = Refund.objects.get()
    assert "10.000" in text(finance.get("/quan-tri/tien-vao/hoan-tien/"))
    finance.post(f"/quan-tri/tien-vao/hoan-tien/{refund.pk}/xong/", {"ma": ""})
    assert Refund.objects.get().state == RefundState.BY_HAND
    finance.post(f"/quan-tri/tien-vao/hoan-tien/{refund.pk}/xong/", {"ma": "FT123"})
    refund.refresh_from_db()
    assert (refund.state, refund.external_id, refund.done_by is not None) == (RefundState.DONE, "FT123", True)


def rows_for(reference: str, other: str) -> list[list[Any]]:
    return [
        ["SAO KÊ TÀI KHOẢN", "", "", "", "", ""],
        HEADINGS,
        ["26/11/2026 10:01:00", "FT1", "", "30.000", f"{reference} chuyen tien", "0123 NGUYEN A"],
        ["26/11/2026", "FT2", "", "10,000.00", other, "0124"],
        ["26/11/2026", "FT3", "50.000", "", "rut tien", ""],
        ["26/11/2026", "FT4", "", "9.000", "mua nho", ""],
        ["hôm qua", "FT5", "", "9.000", "mua nho", ""],
        ["26/11/2026", "", "", "9.000", "mua nho", ""],
    ]


def csv_file(rows: list[list[Any]]) -> SimpleUploadedFile:
    return SimpleUploadedFile("sao-ke.csv", "\n".join(";".join(row) for row in rows).encode("utf-8-sig"))


def xlsx_file(rows: list[list[Any]]) -> SimpleUploadedFile:
    book, data = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(data)
    return SimpleUploadedFile("sao-ke.xlsx", data.getvalue())


@pytest.mark.parametrize("make", [csv_file, xlsx_file])
def test_a_statement_is_looked_at_first_and_taken_once(finance: Client, make: Any) -> None:
    paid, short = waiting_order(stocked_product(price=30_000)), waiting_order(stocked_product(price=30_000))
    rows = rows_for(attempt(paid).reference, attempt(short).reference)
    answer = finance.post("/quan-tri/tien-vao/sao-ke/", {"tep": make(rows)})
    shown = text(finance.get(answer["Location"]))
    for verdict in ("khớp đủ 1", "chuyển thiếu 1", "bỏ qua 1", "chưa khớp 1", "không đọc được 2"):
        assert verdict in shown
    assert not Receipt.objects.exists()
    for _ in range(2):
        finance.post(answer["Location"], {"viec": "ghi"})
    paid.refresh_from_db()
    assert (Receipt.objects.count(), paid.paid_at is not None, attempt(short).state) == (3, True, "partly_paid")
    assert BankStatement.objects.count() == 1
    assert transfer(30_000, "x", reference="FT1") == "known"  # the bank's message comes after its statement


def test_one_transfer_told_under_two_numbers_waits_for_a_person(finance: Client) -> None:
    order = waiting_order(stocked_product(price=30_000))
    reference = attempt(order).reference
    receipt = pay(order, reference="MB-1")
    day = timezone.localtime(receipt.paid_at).strftime("%d/%m/%Y")
    rows = [HEADINGS, [day, "FT-OTHER", "", "30.000", reference, ""]]
    answer = finance.post("/quan-tri/tien-vao/sao-ke/", {"tep": csv_file(rows)})
    assert "có thể trùng 1" in text(finance.get(answer["Location"]))
    finance.post(answer["Location"], {"viec": "ghi"})
    assert Receipt.objects.get(state="unmatched").remark.startswith("Có thể trùng")
    assert not Refund.objects.exists()


def test_columns_can_be_named_by_hand(finance: Client) -> None:
    order = waiting_order(stocked_product(price=30_000))
    rows = [["a", "b", "c", "d"], ["26/11/2026", "FT1", "30000", attempt(order).reference]]
    answer = finance.post("/quan-tri/tien-vao/sao-ke/", {"tep": csv_file(rows)})
    assert "Chọn đủ" in text(finance.get(answer["Location"]))
    columns = {"date": "0", "reference": "1", "amount": "2", "content": "3"}
    finance.post(answer["Location"], {"viec": "cot", **columns})
    assert "khớp đủ 1" in text(finance.get(answer["Location"]))


@pytest.mark.parametrize("file", [b"", b"PK\x03\x04broken", "chữ".encode("utf-16-le")])
def test_an_unreadable_file_is_refused_with_a_sentence(finance: Client, file: bytes) -> None:
    answer = finance.post("/quan-tri/tien-vao/sao-ke/", {"tep": SimpleUploadedFile("a.xlsx", file or b" ")})
    assert answer.status_code == 422 and "Tệp" in text(answer)
