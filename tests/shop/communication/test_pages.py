"""Buyers choose how they are told; administrators see what could not be sent."""

import datetime

import pytest
from django.utils import timezone

from shop.accounts.enums import Role
from shop.aftersales.domain.reminding import remind_due
from shop.communication.models import ContactPreference, Message, PushDevice
from shop.fulfilment.domain.departing import tell_buyers
from shop.order.models import SellerOrder
from shop.shipping.models import RunStop
from tests.factories.orders import BUYER_PHONE, placed_order
from tests.factories.people import GrantFactory, UserFactory
from tests.factories.places import RunStopFactory
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
NOTICES, OFFICE = "/tai-khoan/thong-bao/", "/quan-tri/tin-nhan/"
BROWSER = {"endpoint": "https://fcm.googleapis.com/fcm/send/x", "p256dh": "B" * 87, "auth": "a" * 22}


def test_a_buyer_chooses_the_channel_and_a_copy_by_mail():
    buyer = UserFactory()
    client = sign_in(buyer)
    assert client.post(NOTICES, {"channel": "zalo", "email": "lan@"}).status_code == 422
    client.post(NOTICES, {"channel": "zalo", "email": "lan@thu.vn"})
    assert ContactPreference.objects.values_list("phone", "channel", "email").get() == (
        buyer.phone,
        "zalo",
        "lan@thu.vn",
    )


def test_whoever_holds_an_orders_link_can_have_its_news_on_the_device(client, settings):
    settings.VAPID_PRIVATE_KEY = "lJNHmrXIvEgm_pnBfK65k8yAbNc2qbMxX31N9XiUgco"
    order = placed_order()
    link = f"{NOTICES}may/?don={order.number}&khoa={order.token}"
    assert link.replace("&", "&amp;") in client.get(order.get_absolute_url()).content.decode()
    assert 'data-push="B' in client.get(link).content.decode()
    assert client.post(link, BROWSER).status_code == 302
    assert PushDevice.objects.get().topic == f"order:{order.number}"
    assert client.post(f"{NOTICES}may/?don={order.number}&khoa=sai", BROWSER).status_code == 404
    assert client.post(link, BROWSER | {"endpoint": "https://127.0.0.1/x"}).status_code == 422


def test_buyers_hear_that_their_goods_left_and_are_reminded_once():
    stop = RunStopFactory()
    on_board, packed = placed_order(stop=stop), placed_order(stop=stop)
    SellerOrder.objects.filter(order=on_board).update(state="on_the_way")
    for _ in range(2):
        tell_buyers(run_id=stop.run_id)
    left = Message.objects.filter(template="run_departed")
    assert [message.reference for message in left] == [on_board.number]

    SellerOrder.objects.filter(order=on_board).update(state="at_point")
    RunStop.objects.filter(pk=stop.pk).update(arrives_at=timezone.now() - datetime.timedelta(days=2))
    until = timezone.now() + datetime.timedelta(hours=10)
    RunStop.objects.filter(pk=stop.pk).update(closes_at=until, collect_by=until)
    assert [remind_due(at=timezone.now()) for _ in range(2)] == [1, 1]
    reminded = Message.objects.filter(template="collect_reminder")
    assert [(message.reference, message.recipient) for message in reminded] == [(on_board.number, BUYER_PHONE)]
    assert packed.number not in reminded.get().body


def given_up(**facts) -> Message:
    order = placed_order()
    Message.objects.filter(reference=order.number).update(
        failed_at=timezone.now(), attempts=6, last_error="HTTP 503", **facts
    )
    return Message.objects.get(reference=order.number)


def test_an_administrator_sees_what_was_given_up_and_sends_it_again():
    message = given_up(is_secret=False, body="Hàng đã tới")
    client = sign_in(GrantFactory(role=Role.ADMINISTRATOR).user)
    page = client.get(OFFICE).content.decode()
    assert "HTTP 503" in page and "Hàng đã tới" in page and "Đã thử 6 lần" in page
    assert BUYER_PHONE not in page and "••• 678" in page
    client.post(f"{OFFICE}{message.pk}/gui-lai/")
    message.refresh_from_db()
    assert (message.failed_at, message.attempts) == (None, 0)


def test_codes_are_never_shown_to_the_office():
    message = given_up()
    page = sign_in(GrantFactory(role=Role.ADMINISTRATOR).user).get(OFFICE).content.decode()
    assert "Tin có mã" in page and message.body not in page


def test_an_administrator_of_another_province_sees_nothing_of_it():
    from tests.factories.places import ProvinceFactory

    message = given_up(is_secret=False)
    other = ProvinceFactory(code="01", name="Hà Nội", slug="ha-noi")
    client = sign_in(GrantFactory(role=Role.ADMINISTRATOR, province=other).user)
    assert message.reference not in client.get(OFFICE).content.decode()
    assert client.post(f"{OFFICE}{message.pk}/gui-lai/").status_code == 404
