"""Each message once, by the ways its person chose."""

import datetime

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from shop.communication.delivering import MAX_ATTEMPTS, TryAgain, deliver, send_again
from shop.communication.models import Message
from shop.communication.preferences import (
    DEVICES_PER_TOPIC,
    UnknownPushService,
    add_device,
    forget_devices,
    set_preference,
)
from shop.communication.providers import DeliveryFailed, Undeliverable
from shop.communication.sending import order_topic, phone_topic, tell
from tests.factories.orders import BUYER_PHONE, placed_order

pytestmark = pytest.mark.django_db
PUSH = "https://fcm.googleapis.com/fcm/send/"


def device(topic: str, name: str = "a"):
    return add_device(topic=topic, endpoint=f"{PUSH}{name}", p256dh="p", auth="a", at=timezone.now())


def told(**changes) -> Message:
    facts = {"key": "k", "recipient": BUYER_PHONE, "template": "sign_in_code", "context": {"code": "123456"}}
    return tell(**{**facts, **changes})


def ways() -> list[tuple[str, str]]:
    return sorted(Message.objects.values_list("channel", "recipient"))


def test_the_same_key_is_one_message_and_one_job():
    first, again = told(), told(recipient="+84999999999")
    assert (again, again.recipient, Message.objects.count()) == (first, BUYER_PHONE, 1)
    assert ProcrastinateJob.objects.filter(args__message_id=first.pk, task_name__endswith="send_message").count() == 1


def test_news_goes_by_every_chosen_way_and_each_browser_once():
    order = placed_order()
    Message.objects.all().delete()
    set_preference(phone=BUYER_PHONE, channel="zalo", email="lan@thu.vn")
    phone, both = device(phone_topic(BUYER_PHONE), "phone"), device(phone_topic(BUYER_PHONE), "both")
    device(order_topic(order.number), "both")
    device(order_topic("CP-26-999999"), "foreign")
    told(context={"order": order, "code": "1"})
    assert ways() == sorted(
        [("zalo", BUYER_PHONE), ("email", "lan@thu.vn"), ("push", str(phone.pk)), ("push", str(both.pk))]
    )


def test_codes_go_to_the_phone_alone():
    set_preference(phone=BUYER_PHONE, channel="sms", email="lan@thu.vn")
    device(phone_topic(BUYER_PHONE))
    told(is_secret=True)
    assert ways() == [("sms", BUYER_PHONE)]


def test_at_night_news_waits_and_codes_do_not(settings):
    settings.QUIET_HOURS = (datetime.time(21), datetime.time(6, 30))
    night = datetime.datetime(2026, 11, 10, 16, tzinfo=datetime.UTC)  # 23:00 in Viet Nam
    news, code = told(at=night), told(key="c", at=night, is_secret=True)
    assert (news.due_at, code.due_at) == (datetime.datetime(2026, 11, 10, 23, 30, tzinfo=datetime.UTC), None)
    sendings = ProcrastinateJob.objects.filter(args__message_id__in=[news.pk, code.pk])
    jobs = {job.args["message_id"]: job.scheduled_at for job in sendings}
    assert jobs == {news.pk: news.due_at, code.pk: None}


def provider_that(monkeypatch, *outcomes):
    sent, waiting = [], list(outcomes)

    class Fake:
        def send(self, message: Message) -> None:
            sent.append(message.channel)
            if waiting and (error := waiting.pop(0)):
                raise error

    monkeypatch.setattr("shop.communication.delivering.provider_of", lambda channel: Fake())
    return sent


def test_a_message_is_sent_once_however_often_its_job_runs(monkeypatch):
    sent = provider_that(monkeypatch)
    message = told()
    for _ in range(2):
        deliver(message_id=message.pk, at=timezone.now())
    message.refresh_from_db()
    assert (sent, message.attempts, bool(message.sent_at)) == (["sms"], 1, True)


def test_a_failure_is_noted_and_tried_again_until_it_is_given_up(monkeypatch):
    provider_that(monkeypatch, *[DeliveryFailed("busy")] * MAX_ATTEMPTS)
    message = told()
    for attempt in range(1, MAX_ATTEMPTS):
        with pytest.raises(TryAgain, match="busy"):
            deliver(message_id=message.pk, at=timezone.now())
        message.refresh_from_db()
        assert (message.attempts, message.last_error, message.failed_at) == (attempt, "busy", None)
    deliver(message_id=message.pk, at=timezone.now())
    message.refresh_from_db()
    assert (bool(message.failed_at), message.sent_at) == (True, None)
    assert send_again(message=message) and not send_again(message=message)
    deliver(message_id=message.pk, at=timezone.now())
    message.refresh_from_db()
    assert message.sent_at and message.failed_at is None


def test_what_zalo_never_takes_goes_by_sms(monkeypatch):
    provider_that(monkeypatch, Undeliverable("no Zalo account"))
    set_preference(phone=BUYER_PHONE, channel="zalo", email="")
    message = told()
    deliver(message_id=message.pk, at=timezone.now())
    assert list(Message.objects.order_by("pk").values_list("channel", "key", "body")) == [
        ("zalo", "k", message.body),
        ("sms", "k:sms", message.body),
    ]


def test_a_topic_keeps_its_newest_browsers_and_can_forget_them():
    for number in range(DEVICES_PER_TOPIC + 2):
        device("phone:1", f"{number}")
    assert forget_devices(topic="phone:1") == DEVICES_PER_TOPIC


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://localhost/x",
        "https://evilfcm.googleapis.com.example/x",
        "http://fcm.googleapis.com/x",
        "https://10.0.0.1/",
    ],
)
def test_only_browser_makers_are_called(endpoint):
    with pytest.raises(UnknownPushService):
        add_device(topic="phone:1", endpoint=endpoint, p256dh="p", auth="a", at=timezone.now())
