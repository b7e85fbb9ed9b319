"""Two people of finance pay sellers; sellers read their own statements only."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from sellers.models import Partner
from sellers.payouts.models import PayoutBatch, PayoutHold, Transfer
from shop.accounts.enums import Role
from tests.factories.payouts import delivered_order, payout_of, seller_with_account, settled
from tests.factories.people import GrantFactory
from tests.factories.places import ProvinceFactory
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
ADDRESS = "/quan-tri/chi-tra/"


@pytest.fixture
def seller() -> Partner:
    seller = seller_with_account()
    delivered_order(seller, 10_000)
    settled()
    return seller


def finance(**more: Any) -> Client:
    return sign_in(GrantFactory(role=Role.FINANCE, **more).user)


def text(answer: Any) -> str:
    return answer.content.decode()


def test_one_makes_a_batch_another_approves_and_the_banks_answer_is_taken(seller: Partner) -> None:
    one, another = finance(), finance()
    assert "10.000" in text(one.get(ADDRESS))
    one.post(f"{ADDRESS}dot/moi/")
    batch = PayoutBatch.objects.get()
    page = f"{ADDRESS}dot/{batch.pk}/"
    assert "nhờ một kế toán khác" in text(one.get(page))
    assert one.get(f"{page}tep.csv").status_code == 404
    one.post(f"{page}quyet-dinh/", {"viec": "duyet"})
    batch.refresh_from_db()
    assert batch.state == "pending"
    another.post(f"{page}quyet-dinh/", {"viec": "duyet"})
    file = b"".join(one.get(f"{page}tep.csv").streaming_content).decode()
    reference = Transfer.objects.get().reference
    assert f"{reference};970405;AGRIBANK;123456789;HOP TAC XA TOI DO;10000;CHO PHIEN CHI TRA {reference}" in file
    rows = (f"CHO PHIEN CHI TRA {reference};10.000;Thành công;FT99", "la;5;Thành công;FT1")
    answer = "\n".join(["Nội dung;Số tiền;Trạng thái;Số bút toán", *rows])
    for status in (302, 422):
        sent = SimpleUploadedFile("kq.csv", answer.encode("utf-8-sig"))
        assert another.post(f"{ADDRESS}tra-loi/", {"tep": sent}).status_code == status
    assert (payout_of(seller).state, Transfer.objects.get().bank_number) == ("paid", "FT99")
    shown = text(another.get(f"{ADDRESS}tra-loi/"))
    assert "không rõ, chưa ghi" in shown and "FT99" in text(another.get(page))


def test_a_file_without_the_columns_says_which_are_missing(seller: Partner) -> None:
    sent = SimpleUploadedFile("kq.csv", b"A;B\n1;2\n")
    answer = finance().post(f"{ADDRESS}tra-loi/", {"tep": sent})
    assert answer.status_code == 422 and "Mã tham chiếu, Số tiền, Trạng thái" in text(answer)


def test_finance_of_a_province_reads_its_own_sellers_and_pays_nobody(seller: Partner) -> None:
    elsewhere = ProvinceFactory(code="01", name="Hà Nội", full_name="Hà Nội", slug="ha-noi")
    stranger, neighbour = finance(province=elsewhere), finance(province=seller.province)
    payout = payout_of(seller)
    assert stranger.get(f"{ADDRESS}ban/{payout.pk}/").status_code == 404
    assert neighbour.get(f"{ADDRESS}ban/{payout.pk}/").status_code == 200
    assert neighbour.post(f"{ADDRESS}dot/moi/").status_code == 403
    assert not PayoutBatch.objects.exists()


def test_a_part_is_held_with_a_reason_and_let_go(seller: Partner) -> None:
    client = finance()
    number = seller.seller_orders.get().number
    assert client.post(f"{ADDRESS}giu/", {"don": number, "ly_do": ""}).status_code == 422
    client.post(f"{ADDRESS}giu/", {"don": number.lower(), "ly_do": "Nghi hàng giả"})
    held = PayoutHold.objects.get(released_at=None)
    assert "có đơn đang bị giữ" in text(client.get(ADDRESS))
    client.post(f"{ADDRESS}giu/{held.pk}/tha/")
    assert not PayoutHold.objects.filter(released_at=None).exists()


def test_an_owner_reads_the_own_statement_on_screen_and_as_a_spreadsheet(seller: Partner) -> None:
    owner = sign_in(GrantFactory(role=Role.SELLER_OWNER, seller=seller).user)
    payout = payout_of(seller)
    address = f"/kenh-nguoi-ban/doi-soat/{payout.pk}/"
    assert seller.seller_orders.get().number in text(owner.get(address))
    assert address in text(owner.get("/kenh-nguoi-ban/doi-soat/"))
    sheet = load_workbook(io.BytesIO(b"".join(owner.get(f"{address}bang-ke.xlsx").streaming_content))).active
    assert [row[-1].value for row in sheet.iter_rows()][-2:] == [10_000, "Mười nghìn đồng"]
    assert "Mười nghìn đồng" in text(owner.get(address))
    other = seller_with_account()
    stranger = sign_in(GrantFactory(role=Role.SELLER_OWNER, seller=other).user)
    assert stranger.get(address).status_code == 404
