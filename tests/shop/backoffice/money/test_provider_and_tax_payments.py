"""Finance books what providers passed on and what was paid to the state, and sets fees; each says what is wrong."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sellers.commission.models import FeeRate
from sellers.tax.domain.paying import owed_vnd
from sellers.tax.enums import Tax
from sellers.tax.models import TaxPayment
from shop.accounts.enums import Role
from shop.ledger.domain.posting import Side, post
from shop.ledger.enums import AccountKind
from shop.ledger.queries import balance, order_balances
from shop.order.models import SellerOrder
from shop.payment.models import ProviderPayout, Receipt
from tests.factories.goods import stocked_product
from tests.factories.orders import placed_order
from tests.factories.payments import pay, set_up_transfers, transfer, waiting_order
from tests.factories.people import GrantFactory
from tests.promises import broken
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
PROVIDERS = "/quan-tri/tien-vao/nha-cung-cap/"
TAX = "/quan-tri/thue/nop/"
FEES = "/quan-tri/phi-san/chuyen-diem/"


@pytest.fixture
def client() -> Client:
    return sign_in(GrantFactory(role=Role.FINANCE).user)


def text(answer: Any) -> str:
    return answer.content.decode()


def test_a_providers_payout_is_entered_refused_and_taken_back(client: Client, settings: Any) -> None:
    set_up_transfers(settings)
    pay(waiting_order(stocked_product(price=100_000)))
    form = {"provider": "vietqr", "paid_on": f"{timezone.localdate()}", "reference": "PO-1", "fee_vnd": "2.000"}
    answer = client.post(PROVIDERS, {**form, "net_vnd": "99.000 đ"})
    assert answer.status_code == 422 and "Sổ chỉ ghi 100.000" in text(answer) and "99.000 đ" in text(answer)
    assert client.post(PROVIDERS, {**form, "net_vnd": "98.000"}).status_code == 302
    payout = ProviderPayout.objects.get()
    assert "PO-1" in text(client.get(PROVIDERS)) and balance(AccountKind.CLEARING, "vietqr") == 0
    client.post(f"{PROVIDERS}{payout.pk}/dao/", {"ly_do": ""})
    assert balance(AccountKind.CLEARING, "vietqr") == 0
    client.post(f"{PROVIDERS}{payout.pk}/dao/", {"ly_do": "Nhầm tháng"})
    assert balance(AccountKind.CLEARING, "vietqr") == 100_000 and "Nhầm tháng" in text(client.get(PROVIDERS))


def test_money_the_statement_brought_is_said_to_be_a_providers(client: Client, settings: Any) -> None:
    set_up_transfers(settings)
    pay(waiting_order(stocked_product(price=100_000)))
    transfer(60_000, "MOMO CHUYEN TIEN DOT 5")
    page = f"/quan-tri/tien-vao/{Receipt.objects.get(state='unmatched').pk}/"
    assert '<option value="momo" selected>' in text(client.get(page))
    sent = {"viec": "nha-cung-cap", "fee_vnd": "1.000"}
    refused = client.post(page, {**sent, "provider": "momo"})
    assert refused.status_code == 422 and "Sổ chỉ ghi 0" in text(refused)
    assert client.post(page, {**sent, "provider": "vietqr"}).status_code == 302
    assert (balance(AccountKind.UNMATCHED, "vietqr"), broken()) == (0, [])


def test_tax_paid_is_booked_and_never_more_than_is_owed(client: Client) -> None:
    sides = [Side(AccountKind.SELLER_PAYABLE, "1", 10_000), Side(AccountKind.TAX_WITHHELD, "vat", -10_000)]
    post(business_key="tax-withheld:x", kind="tax-withheld", sides=sides, occurred_at=timezone.now())
    form = {"tax": "vat", "paid_on": f"{timezone.localdate()}", "document_number": "GNT-01"}
    answer = client.post(TAX, {**form, "amount_vnd": "10.001"})
    assert answer.status_code == 422 and "chỉ còn phải nộp 10.000" in text(answer)
    assert client.post(TAX, {**form, "amount_vnd": "4.000"}).status_code == 302
    again = client.post(TAX, {**form, "amount_vnd": "1.000"})
    assert again.status_code == 422 and "Chứng từ này đã ghi rồi" in text(again)
    payment = TaxPayment.objects.get()
    assert owed_vnd(Tax.VAT) == 6_000 and "GNT-01" in text(client.get(TAX))
    client.post(f"{TAX}{payment.pk}/dao/", {"ly_do": "Sai số"})
    assert owed_vnd(Tax.VAT) == 10_000


def test_fees_are_frozen_on_the_part_and_never_take_more_than_its_share(client: Client) -> None:
    for kind, amount in (("run", "3.000"), ("point", "2.000")):
        form = {"kind": kind, "seller": "", "amount_vnd": amount, "valid_from": f"{timezone.localdate()}"}
        assert client.post(FEES, {**form, "basis": ""}).status_code == 422
        assert client.post(FEES, {**form, "basis": "QĐ 7"}).status_code == 302
    order, small = placed_order(stocked_product(price=30_000)), placed_order(stocked_product(price=4_000))
    part, little = SellerOrder.objects.get(order=order), SellerOrder.objects.get(order=small)
    assert (part.run_fee_vnd, part.point_fee_vnd, part.seller_share_vnd) == (3_000, 2_000, 25_000)
    assert (little.run_fee_vnd, little.point_fee_vnd, little.seller_share_vnd) == (3_000, 1_000, 0)
    assert order_balances(order.number)["seller_fee:run"] == -3_000
    client.post(f"{FEES}{FeeRate.objects.get(kind='run').pk}/ngung/")
    assert FeeRate.objects.get(kind="run").valid_to == timezone.localdate()
    assert broken() == []
