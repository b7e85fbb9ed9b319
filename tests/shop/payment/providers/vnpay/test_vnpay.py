"""VNPay 2.1.0: signed address, IPN with its answers, refunds; on the wire amounts are hundredths."""

import hashlib
import hmac
from typing import Any
from urllib.parse import parse_qsl, quote_plus, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from shop.aftersales.domain.cancel import cancel_order
from shop.checkout.pay_page import pay_address
from shop.order.models import Order
from shop.payment.domain.looking import look
from shop.payment.domain.sending import send
from shop.payment.models import Payment, ProviderEvent, Receipt, Refund
from shop.payment.providers.base import Unavailable
from shop.payment.providers.vnpay import provider as vnpay
from shop.payment.providers.vnpay.signing import signature, signed_text
from tests.factories.goods import stocked_product
from tests.factories.orders import placed_order
from tests.factories.payments import attempt

pytestmark = pytest.mark.django_db
SECRET = "VNPAYSECRETOFTESTS"


@pytest.fixture
def order(settings: Any) -> Order:
    settings.VNPAY_TMN_CODE, settings.VNPAY_SECRET = "CHOPHIEN", SECRET
    return placed_order(stocked_product(price=120_000), payment_method="vnpay")


def test_what_is_signed_is_sorted_encoded_and_without_the_signature() -> None:
    fields = {
        "vnp_TxnRef": "CP1",
        "vnp_Amount": "12000000",
        "vnp_OrderInfo": "Thanh toan: 5",
        "vnp_SecureHash": "x",
        "vnp_SecureHashType": "SHA512",
        "vnp_BankCode": "",
        "khoa": "not theirs",
    }
    assert signed_text(fields) == "vnp_Amount=12000000&vnp_OrderInfo=Thanh+toan%3A+5&vnp_TxnRef=CP1"


REFUNDED = (
    "ResponseId Command ResponseCode Message TmnCode TxnRef Amount BankCode PayDate TransactionNo TransactionType "
    "TransactionStatus OrderInfo"
)
QUERIED = f"{REFUNDED} PromotionCode PromotionAmount"


def signed(names: str, *, secret: str = SECRET, **fields: Any) -> dict[str, Any]:
    """Return an answer of the JSON interfaces, signed as VNPay documents it."""
    answer = {"vnp_ResponseId": "a1", "vnp_Message": "Success", "vnp_TmnCode": "CHOPHIEN", **fields}
    text = "|".join(str(answer.get(f"vnp_{name}") or "") for name in names.split())
    return {**answer, "vnp_SecureHash": hmac.new(secret.encode(), text.encode(), hashlib.sha512).hexdigest()}


def paid(payment: Payment, **changes: Any) -> dict[str, Any]:
    """Return the answer to a query about an attempt that was paid."""
    fields = {
        "vnp_ResponseCode": "00",
        "vnp_TxnRef": payment.reference,
        "vnp_TransactionType": "01",
        "vnp_TransactionStatus": "00",
        "vnp_TransactionNo": "14422574",
        "vnp_Amount": "12000000",
        "vnp_PayDate": "20261126101500",
        "vnp_PromotionCode": None,
    }
    return signed(QUERIED, **{**fields, **changes})


def known_to_vnpay(order: Order) -> Payment:
    """Return the newest attempt, whose page the buyer has opened."""
    Payment.objects.filter(pk=attempt(order).pk).update(external_id="20261126101000")
    return attempt(order)


def ipn(order: Order, *, secret: str = SECRET, **changes: str) -> Any:
    fields = {
        "vnp_Amount": "12000000",
        "vnp_BankCode": "NCB",
        "vnp_OrderInfo": "Thanh toan don hang",
        "vnp_PayDate": "20261126101500",
        "vnp_ResponseCode": "00",
        "vnp_TmnCode": "CHOPHIEN",
        "vnp_TransactionNo": "14422574",
        "vnp_TransactionStatus": "00",
        "vnp_TxnRef": attempt(order).reference,
        **changes,
    }
    text = "&".join(f"{name}={quote_plus(fields[name])}" for name in sorted(fields))
    signed = hmac.new(secret.encode(), text.encode(), hashlib.sha512).hexdigest()
    return Client().get("/webhooks/vnpay/", {**fields, "vnp_SecureHash": signed})


def test_the_page_address_is_signed_and_counts_hundredths(order: Order) -> None:
    answer = Client().post(pay_address(order).replace("/tra-tien/", "/tra-tien/di/"))
    address = urlsplit(answer["Location"])
    fields = dict(parse_qsl(address.query))
    assert address.netloc == "sandbox.vnpayment.vn"
    assert (fields["vnp_Amount"], fields["vnp_TxnRef"]) == ("12000000", attempt(order).reference)
    assert fields["vnp_OrderInfo"].isascii() and fields["vnp_SecureHash"] == signature(fields, SECRET)
    assert "https://sandbox.vnpayment.vn" in Client().get(pay_address(order))["Content-Security-Policy"]


def test_a_genuine_call_pays_once_and_is_answered(order: Order) -> None:
    assert [ipn(order).json()["RspCode"] for _ in range(2)] == ["00", "02"]
    order.refresh_from_db()
    assert (order.paid_at is not None, Receipt.objects.get().amount_vnd) == (True, 120_000)


def test_a_forged_call_leaves_no_trace(order: Order) -> None:
    assert ipn(order, secret="guessed").status_code == 400
    assert ipn(order, vnp_TmnCode="ANOTHER").status_code == 400
    assert not ProviderEvent.objects.exists()


def test_an_unknown_order_waits_for_a_person(order: Order) -> None:
    assert ipn(order, vnp_TxnRef="CP99").json()["RspCode"] == "01"
    assert Receipt.objects.get().state == "unmatched"


def test_parts_of_a_dong_are_not_understood(order: Order) -> None:
    assert ipn(order, vnp_Amount="12000001").status_code == 422


def test_a_failed_attempt_can_be_tried_again(order: Order) -> None:
    first = attempt(order)
    assert ipn(order, vnp_ResponseCode="24", vnp_TransactionStatus="02").json()["RspCode"] == "00"
    assert "không thành" in Client().get(pay_address(order)).content.decode()
    Client().post(pay_address(order), {"cach": "vnpay"})
    assert (attempt(order).reference, attempt(order).is_live) == (f"{first.reference}L2", True)


def test_refunds_are_asked_with_a_key_and_wait_while_nobody_answers(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    ipn(order)
    cancel_order(order=order, actor=None, at=timezone.now())
    refund = Refund.objects.get()
    sent: list[dict[str, str]] = []

    def down(address: str, message: dict[str, str]) -> dict[str, str]:
        sent.append(message)
        if len(sent) == 1:
            raise Unavailable("down")
        answer = signed(REFUNDED, vnp_ResponseCode="00", vnp_TransactionNo="77")
        return {**answer, "vnp_TransactionNo": "78"} if len(sent) == 2 else answer

    monkeypatch.setattr(vnpay, "post_json", down)
    send(refund_id=refund.pk, at=timezone.now())
    refund.refresh_from_db()
    send(refund_id=refund.pk, at=refund.next_try_at)
    refund.refresh_from_db()
    assert (refund.state, "signature" in refund.problem) == ("queued", True)  # somebody changed the answer on its way
    send(refund_id=refund.pk, at=refund.next_try_at)
    refund.refresh_from_db()
    assert (refund.state, refund.external_id) == ("done", "77")
    names = (
        "RequestId Version Command TmnCode TransactionType TxnRef Amount TransactionNo TransactionDate CreateBy "
        "CreateDate IpAddr OrderInfo"
    )
    text = "|".join(sent[0][f"vnp_{name}"] for name in names.split())
    assert sent[0]["vnp_SecureHash"] == hmac.new(SECRET.encode(), text.encode(), hashlib.sha512).hexdigest()
    assert (sent[0]["vnp_RequestId"], sent[0]["vnp_Amount"]) == (sent[1]["vnp_RequestId"], "12000000")


def test_a_lost_notice_is_asked_for_and_a_late_one_counts_no_more(order: Order, monkeypatch: Any) -> None:
    payment = known_to_vnpay(order)
    asked: list[dict[str, str]] = []
    unknown = signed(QUERIED, vnp_ResponseCode="91")  # they do not know it yet
    answers = iter([unknown, paid(payment, vnp_TxnRef="CP99"), paid(payment), paid(payment)])

    def answer(address: str, message: dict[str, str]) -> dict[str, str]:
        asked.append(message)
        return next(answers)

    monkeypatch.setattr(vnpay, "post_json", answer)
    outcomes = [look(payment=payment, at=timezone.now()) for _ in range(4)]
    assert outcomes == [[], [], ["received"], ["known"]]
    text = "|".join(value for name, value in asked[0].items() if name != "vnp_SecureHash")
    assert asked[0]["vnp_Command"] == "querydr"
    assert asked[0]["vnp_SecureHash"] == hmac.new(SECRET.encode(), text.encode(), hashlib.sha512).hexdigest()
    assert ipn(order).json()["RspCode"] == "02"  # the notice comes after all
    assert (Receipt.objects.count(), Refund.objects.count()) == (1, 0)
    assert Receipt.objects.get().amount_vnd == 120_000


def test_an_answer_that_vnpay_did_not_sign_changes_nothing(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    payment = known_to_vnpay(order)
    genuine = paid(payment)
    failed = paid(payment, vnp_TransactionStatus="02")
    tampered = [
        {**failed, "vnp_TransactionStatus": "00"},
        {**genuine, "vnp_Amount": "120000000"},
        {**genuine, "vnp_PromotionAmount": "5"},
        {name: value for name, value in genuine.items() if name != "vnp_SecureHash"},
        {**genuine, "vnp_SecureHash": None},
        paid(payment, vnp_TmnCode="ANOTHER"),
        signed(QUERIED, secret="guessed", **{name: genuine[name] for name in genuine if name != "vnp_SecureHash"}),
        paid(payment, vnp_TransactionType="02"),  # genuine, about a refund
    ]
    for answer in tampered:
        monkeypatch.setattr(vnpay, "post_json", lambda address, message, answer=answer: answer)
        assert look(payment=payment, at=timezone.now()) == []
    assert not ProviderEvent.objects.exists() and not Receipt.objects.exists()
    monkeypatch.setattr(vnpay, "post_json", lambda address, message: genuine)
    assert look(payment=payment, at=timezone.now()) == ["received"]
