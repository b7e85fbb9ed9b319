"""MoMo v2: signed request for a page, signed IPN, refunds."""

import hashlib
import hmac
import json
from typing import Any

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
from shop.payment.providers.momo import provider as momo
from tests.factories.goods import stocked_product
from tests.factories.orders import placed_order
from tests.factories.payments import attempt

pytestmark = pytest.mark.django_db
ACCESS, SECRET = "ACCESSOFTESTS", "SECRETOFTESTS"


@pytest.fixture
def order(settings: Any) -> Order:
    settings.MOMO_PARTNER_CODE, settings.MOMO_ACCESS_KEY, settings.MOMO_SECRET_KEY = "CHOPHIEN", ACCESS, SECRET
    return placed_order(stocked_product(price=120_000), payment_method="momo")


def signed(text: str, secret: str = SECRET) -> str:
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def paid(message: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return MoMo's answer to a query about an attempt that was paid."""
    said = {name: message[name] for name in ("partnerCode", "requestId", "orderId")}
    facts = {"resultCode": 0, "amount": 120_000, "transId": 4088878653, "responseTime": 1764130000000}
    return {**said, **facts, **changes}


def ipn(order: Order, *, secret: str = SECRET, **changes: Any) -> int:
    message = {
        "partnerCode": "CHOPHIEN",
        "orderId": attempt(order).reference,
        "requestId": "r1",
        "amount": 120000,
        "orderInfo": "Don hang",
        "orderType": "momo_wallet",
        "transId": 4088878653,
        "resultCode": 0,
        "message": "Thành công.",
        "payType": "qr",
        "responseTime": 1764130000000,
        "extraData": "",
        **changes,
    }
    text = (
        f"accessKey={ACCESS}&amount={message['amount']}&extraData=&message={message['message']}"
        f"&orderId={message['orderId']}&orderInfo={message['orderInfo']}&orderType={message['orderType']}"
        f"&partnerCode={message['partnerCode']}&payType={message['payType']}&requestId={message['requestId']}"
        f"&responseTime={message['responseTime']}&resultCode={message['resultCode']}&transId={message['transId']}"
    )
    body = json.dumps({**message, "signature": signed(text, secret)})
    return Client().post("/webhooks/momo/", body, "application/json").status_code


def test_a_genuine_message_pays_once(order: Order) -> None:
    assert [ipn(order) for _ in range(2)] == [204, 204]
    order.refresh_from_db()
    assert (order.paid_at is not None, Receipt.objects.get().external_id) == (True, "4088878653")


def test_a_forged_message_leaves_no_trace(order: Order) -> None:
    assert ipn(order, secret="guessed") == 400
    assert ipn(order, partnerCode="ANOTHER") == 400
    assert Client().post("/webhooks/momo/", "[]", "application/json").status_code == 400
    assert not ProviderEvent.objects.exists()


def test_a_refused_payment_fails_the_attempt(order: Order) -> None:
    assert ipn(order, resultCode=1006) == 204
    assert attempt(order).state == "failed"


def test_page_and_refund_are_asked_with_signatures(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, dict[str, Any]]] = []

    def answer(address: str, message: dict[str, Any]) -> dict[str, Any]:
        asked.append((address, message))
        return {"resultCode": 0, "payUrl": "https://test-payment.momo.vn/pay", "transId": 9}

    monkeypatch.setattr(momo, "post_json", answer)
    went = Client().post(pay_address(order).replace("/tra-tien/", "/tra-tien/di/"))
    assert went["Location"] == "https://test-payment.momo.vn/pay"
    page = asked[0][1]
    text = (
        f"accessKey={ACCESS}&amount=120000&extraData=&ipnUrl={page['ipnUrl']}&orderId={page['orderId']}"
        f"&orderInfo={page['orderInfo']}&partnerCode=CHOPHIEN&redirectUrl={page['redirectUrl']}"
        f"&requestId={page['requestId']}&requestType=captureWallet"
    )
    assert page["signature"] == signed(text)
    ipn(order)
    cancel_order(order=order, actor=None, at=timezone.now())
    send(refund_id=Refund.objects.get().pk, at=timezone.now())
    refund, message = Refund.objects.get(), asked[1][1]
    text = (
        f"accessKey={ACCESS}&amount=120000&description={message['description']}&orderId={message['orderId']}"
        f"&partnerCode=CHOPHIEN&requestId={message['requestId']}&transId=4088878653"
    )
    assert (refund.state, message["signature"]) == ("done", signed(text))


def test_a_lost_notice_is_asked_for_and_a_late_one_counts_no_more(order: Order, monkeypatch: Any) -> None:
    asked: list[dict[str, Any]] = []
    payment = attempt(order)
    Payment.objects.filter(pk=payment.pk).update(external_id=payment.reference)
    payment.refresh_from_db()

    def answer(address: str, message: dict[str, Any]) -> dict[str, Any]:
        asked.append({"address": address, **message})
        return paid(message, resultCode=0 if len(asked) > 1 else 1000)

    monkeypatch.setattr(momo, "post_json", answer)
    assert look(payment=payment, at=timezone.now()) == ["processing"]
    assert look(payment=payment, at=timezone.now()) == ["received"]
    assert look(payment=payment, at=timezone.now()) == ["known"]
    text = f"accessKey={ACCESS}&orderId={payment.reference}&partnerCode=CHOPHIEN&requestId={asked[0]['requestId']}"
    assert (asked[0]["address"].endswith("/query"), asked[0]["signature"]) == (True, signed(text))
    assert ipn(order) == 204  # the notice comes after all
    assert (Receipt.objects.count(), Refund.objects.count()) == (1, 0)
    order.refresh_from_db()
    assert order.paid_at is not None


def test_an_answer_about_another_order_or_none_changes_nothing(order: Order, monkeypatch: Any) -> None:
    payment = attempt(order)
    Payment.objects.filter(pk=payment.pk).update(external_id=payment.reference)
    payment.refresh_from_db()
    for change in ({"orderId": "CP99"}, {"requestId": "another"}, {"partnerCode": "ANOTHER"}, {"orderId": None}):
        monkeypatch.setattr(momo, "post_json", lambda address, message, change=change: paid(message, **change))
        assert look(payment=payment, at=timezone.now()) == []

    def silent(address: str, message: dict[str, Any]) -> dict[str, Any]:
        raise Unavailable("no answer")

    monkeypatch.setattr(momo, "post_json", silent)
    assert look(payment=payment, at=timezone.now()) == []
    # No signature is documented for this answer: another amount than was asked for waits for a person.
    monkeypatch.setattr(momo, "post_json", lambda address, message: paid(message, amount=12_000_000))
    assert look(payment=payment, at=timezone.now()) == [f"{payment.reference}: 12000000 != 120000"]
    assert ProviderEvent.objects.get().needs_person
    assert Receipt.objects.count() == 0
