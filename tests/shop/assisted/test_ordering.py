"""An operator orders for a villager: consent by the villager's own phone, the villager's own account, limits."""

from __future__ import annotations

import datetime
import re

import pytest
from django.test import Client
from django.utils import timezone

from shop.accounts.models import User
from shop.assisted.domain.consenting import TooManyCodes, WrongCode, agree, ask
from shop.assisted.domain.gathering import NotYours, choose_run, put_in, start
from shop.assisted.models import AssistedOrder, ConsentCode, Way
from shop.audit.models import AuditEvent
from shop.communication.models import Message
from shop.order.domain.codes import reveal
from shop.order.models import Order, PickUpCode
from tests.factories.goods import stocked_product
from tests.factories.people import UserFactory
from tests.factories.road import a_stop, an_operator
from tests.promises import broken
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
PHONE = "+84987654321"


@pytest.fixture
def stop():
    return a_stop()


@pytest.fixture
def operator(stop):
    return an_operator(stop.point)


@pytest.fixture
def gathered(stop, operator) -> AssistedOrder:
    """An order with a good and a run, ready to be agreed to."""
    mine = start(point=stop.point, operator=operator, name="Bà Katơr Thị Sáu", phone=PHONE, at=timezone.now())
    put_in(assisted=mine, operator=operator, product=stocked_product(price=50_000), quantity=2)
    choose_run(assisted=mine, operator=operator, stop=stop)
    return mine


def told_code(way: str = "assisted_consent") -> str:
    body = Message.objects.filter(template=way).order_by("-pk")[0].body
    return (
        re.search(r"mã (\d{6})", body)[1]
        if way == "assisted_consent"
        else "".join(re.findall(r"(\d), ?|: (\d)", body)[0])
    )


def test_the_villager_agrees_by_code_and_owns_the_order(gathered, operator, stop) -> None:
    now = timezone.now()
    ask(assisted=gathered, operator=operator, way=Way.SMS, at=now)
    message = Message.objects.get(template="assisted_consent")
    assert (message.recipient, message.is_secret) == (PHONE, True)
    for said in ("Tà Yên Thị Hoa", "2 món", "100.000", stop.point.name):
        assert said in message.body
    order = agree(assisted=gathered, operator=operator, code=told_code(), at=now)
    assert (order.user.phone, order.user.full_name, order.buyer_phone) == (PHONE, "Bà Katơr Thị Sáu", PHONE)
    assert (order.user.has_usable_password(), order.user.phone_verified_at) == (False, None)
    trail = AuditEvent.objects.get(action="order.placed_for")
    assert (trail.actor, trail.subject_id, trail.details["buyer"], trail.details["way"]) == (
        operator,
        order.pk,
        order.user.pk,
        "sms",
    )
    assert agree(assisted=gathered, operator=operator, code="000000", at=now) == order
    assert Order.objects.count() == 1
    assert broken() == []


def test_a_known_account_gets_the_order_and_keeps_its_name(gathered, operator) -> None:
    known = UserFactory(phone=PHONE, full_name="Katơr Thị Sáu")
    ask(assisted=gathered, operator=operator, way=Way.SMS, at=timezone.now())
    order = agree(assisted=gathered, operator=operator, code=told_code(), at=timezone.now())
    known.refresh_from_db()
    assert (order.user, known.full_name, User.objects.filter(phone=PHONE).count()) == (known, "Katơr Thị Sáu", 1)


def test_a_call_reads_the_code_out_digit_by_digit(gathered, operator) -> None:
    ask(assisted=gathered, operator=operator, way=Way.VOICE, at=timezone.now())
    message = Message.objects.get()
    spoken = re.findall(r"((?:\d, ){5}\d)", message.body)
    assert (message.channel, len(spoken), len(set(spoken))) == ("voice", 2, 1)
    code = spoken[0].replace(", ", "")
    assert agree(assisted=gathered, operator=operator, code=code, at=timezone.now()).total_vnd == 100_000


def test_without_the_right_fresh_code_nothing_is_ordered(gathered, operator) -> None:
    now = timezone.now()
    with pytest.raises(WrongCode):
        agree(assisted=gathered, operator=operator, code="123456", at=now)
    ask(assisted=gathered, operator=operator, way=Way.SMS, at=now)
    code = told_code()
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    with pytest.raises(WrongCode):
        agree(assisted=gathered, operator=operator, code=code, at=now + datetime.timedelta(minutes=11))
    for _ in range(5):
        with pytest.raises(WrongCode):
            agree(assisted=gathered, operator=operator, code=wrong, at=now)
    with pytest.raises(WrongCode, match="gõ sai quá nhiều"):
        agree(assisted=gathered, operator=operator, code=code, at=now)
    assert (Order.objects.count(), User.objects.filter(phone=PHONE).count()) == (0, 0)


def test_whoever_changes_the_order_after_the_code_needs_a_new_one(gathered, operator) -> None:
    now = timezone.now()
    ask(assisted=gathered, operator=operator, way=Way.SMS, at=now)
    put_in(assisted=gathered, operator=operator, product=stocked_product(), quantity=1)
    with pytest.raises(WrongCode, match="Đơn đã đổi"):
        agree(assisted=gathered, operator=operator, code=told_code(), at=now)
    assert not Order.objects.exists()


def test_a_phone_gets_only_so_many_codes_whoever_asks(gathered, operator) -> None:
    now = timezone.now()
    ask(assisted=gathered, operator=operator, way=Way.SMS, at=now)
    with pytest.raises(TooManyCodes, match="một phút"):
        ask(assisted=gathered, operator=operator, way=Way.SMS, at=now)
    for minutes in (2, 4):
        ask(assisted=gathered, operator=operator, way=Way.SMS, at=now + datetime.timedelta(minutes=minutes))
    with pytest.raises(TooManyCodes):
        ask(assisted=gathered, operator=operator, way=Way.VOICE, at=now + datetime.timedelta(minutes=6))
    assert ConsentCode.objects.count() == 3


def test_only_for_the_operators_own_point_and_its_runs(gathered, operator, stop) -> None:
    elsewhere = a_stop()
    with pytest.raises(NotYours):
        start(point=elsewhere.point, operator=operator, name="X", phone=PHONE, at=timezone.now())
    with pytest.raises(NotYours):
        choose_run(assisted=gathered, operator=operator, stop=elsewhere)
    stranger = an_operator(elsewhere.point)
    for act in (
        lambda: ask(assisted=gathered, operator=stranger, way=Way.SMS, at=timezone.now()),
        lambda: put_in(assisted=gathered, operator=stranger, product=stocked_product(), quantity=1),
    ):
        with pytest.raises(NotYours):
            act()


def test_the_pages_lead_from_name_to_paper_without_javascript(operator, stop) -> None:
    good = stocked_product(price=50_000)
    client: Client = sign_in(operator)
    assert "Đặt hộ bà con" in client.get("/diem-truc/").content.decode()
    bad = client.post("/diem-truc/dat-ho/", {"point": stop.point_id, "name": "Bà Sáu", "phone": "0987"})
    assert (bad.status_code, "Bà Sáu" in bad.content.decode()) == (422, True)
    own = client.post("/diem-truc/dat-ho/", {"point": stop.point_id, "name": "Hoa", "phone": operator.phone})
    assert "Đây là số của bạn" in own.content.decode()
    page = client.post("/diem-truc/dat-ho/", {"point": stop.point_id, "name": "Bà Sáu", "phone": "0987 654 321"}).url
    assert good.title in client.get(page, {"q": good.title}).content.decode()
    client.post(f"{page}them/", {"good": good.pk, "quantity": 2})
    refused = client.post(f"{page}gui-ma/", {"way": "sms"})
    assert (refused.status_code, "Chọn chuyến mang hàng về điểm." in refused.content.decode()) == (422, True)
    client.post(f"{page}chuyen/", {"stop": stop.pk})
    client.post(f"{page}gui-ma/", {"way": "sms"})
    wrong = client.post(f"{page}dat/", {"code": "x"})
    assert (wrong.status_code, "Mã không đúng" in wrong.content.decode()) == (422, True)
    done = client.post(f"{page}dat/", {"code": told_code()}, follow=True)
    order = Order.objects.get()
    text = done.content.decode()
    for said in (order.number, "Bà Sáu", "100.000", "đăng nhập bằng chính số điện thoại này", "Tà Yên Thị Hoa"):
        assert said in text
    assert reveal(PickUpCode.objects.get()) not in text
    assert "987 654 321" not in text
    assert client.get(page).url == f"{page}phieu/"
