"""More time at the point, once and while there is room; no-shows counted, lifted, and what they ask for."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from shop.accounts.enums import Role
from shop.aftersales.domain.reminding import remind_due
from shop.aftersales.domain.uncollected import return_uncollected
from shop.checkout.domain.problems import PrepaymentAsked
from shop.communication.models import Message
from shop.fulfilment.collecting.domain.extending import NoExtension, extend, may_extend
from shop.fulfilment.collecting.domain.no_shows import ReasonMissing, RuleTaken, end_rule, lift, set_rule
from shop.fulfilment.collecting.models import CollectExtension, ExtensionCause, NoShow, NoShowRule
from shop.fulfilment.collecting.queries import keeps_until, must_prepay
from shop.fulfilment.domain.custody import receive
from shop.order.enums import SellerOrderState
from tests.factories.orders import BUYER_PHONE, placed_order
from tests.factories.payments import set_up_transfers
from tests.factories.people import GrantFactory, UserFactory
from tests.factories.road import a_stop, an_operator, carry, nonce, order_at
from tests.promises import broken
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
DAY, HOUR = datetime.timedelta(days=1), datetime.timedelta(hours=1)


@pytest.fixture
def stop():
    return a_stop()


@pytest.fixture
def order(stop):
    order = order_at(stop)
    carry(order)
    return order


def a_rule(*, times: int = 1, months: int = 6) -> NoShowRule:
    today = timezone.localdate()
    return set_rule(
        times=times,
        months=months,
        valid_from=today,
        basis="Quyết định thử",
        actor=UserFactory(),
        at=timezone.now(),
        today=today,
    )


def test_a_buyer_gets_more_time_once_and_the_goods_wait_that_long(order, stop, settings) -> None:
    settings.COLLECT_EXTENSION_DAYS = 2
    made = extend(order=order, run_stop=stop, at=stop.collect_by - HOUR)
    assert made.until == stop.collect_by + 2 * DAY
    assert extend(order=order, run_stop=stop, at=stop.collect_by - HOUR) == made
    assert not may_extend(order, stop, at=stop.collect_by - HOUR)
    assert return_uncollected(run_stop=stop, at=stop.collect_by + DAY) == []
    assert remind_due(at=made.until - HOUR) == 1
    assert [part.state for part in return_uncollected(run_stop=stop, at=made.until)] == ["returning"]
    assert NoShow.objects.get().phone == order.buyer_phone
    assert broken() == []


def test_no_more_time_without_room_after_the_end_or_before_the_goods_are_there(stop, settings) -> None:
    other, order = order_at(stop), order_at(stop)
    carry(order)
    for late, when, why in [
        (order, stop.collect_by, "quá hạn"),
        (other, stop.collect_by - HOUR, "chưa tới"),
    ]:
        with pytest.raises(NoExtension, match=why):
            extend(order=late, run_stop=stop, at=when)
    stop.point.capacity_parcels = 0
    stop.point.save()
    with pytest.raises(NoExtension, match="đầy"):
        extend(order=order, run_stop=stop, at=stop.collect_by - HOUR)
    settings.COLLECT_EXTENSION_DAYS = 0
    with pytest.raises(NoExtension, match="không giữ"):
        extend(order=order, run_stop=stop, at=stop.collect_by - HOUR)


def test_the_reminder_offers_more_time_only_while_there_is_some(order, stop) -> None:
    assert remind_due(at=stop.collect_by - HOUR) == 1
    assert "xin giữ thêm" in Message.objects.get(key__startswith="collect-reminder:").body


def test_what_reaches_the_point_late_is_kept_from_then_on(stop, settings) -> None:
    settings.COLLECT_EXTENSION_DAYS = 2
    order = order_at(stop)
    box = carry(order, to_point=False)[0]
    late = stop.collect_by + HOUR
    receive(code=box.code, point=stop.point, operator=an_operator(stop.point), nonce=nonce(), at=late)
    assert CollectExtension.objects.get().cause == ExtensionCause.LATE
    assert keeps_until(order.pk, stop) == late + 2 * DAY
    assert return_uncollected(run_stop=stop, at=late + DAY) == []


def test_no_show_rule_asks_for_prepayment_at_checkout_until_lifted_or_old(order, stop, settings) -> None:
    set_up_transfers(settings)
    return_uncollected(run_stop=stop, at=stop.collect_by)
    missed = NoShow.objects.get()
    NoShow.objects.filter(pk=missed.pk).update(at=timezone.now())
    placed_order(stop=a_stop())  # no rule is in force: nobody is asked
    rule = a_rule()
    with pytest.raises(PrepaymentAsked, match="cần trả trước"):
        placed_order(stop=a_stop())
    assert placed_order(stop=a_stop(), payment_method="vietqr").payment_method == "vietqr"
    assert must_prepay(BUYER_PHONE, at=timezone.now() + 200 * DAY) is None
    with pytest.raises(ReasonMissing):
        lift(no_show=missed, reason=" ", actor=UserFactory(), at=timezone.now())
    lift(no_show=missed, reason="Điểm đóng cửa", actor=UserFactory(), at=timezone.now())
    placed_order(stop=a_stop())
    end_rule(rule=rule, actor=UserFactory(), at=timezone.now(), today=timezone.localdate())
    assert NoShowRule.objects.get().valid_to == timezone.localdate()


def test_nobody_is_asked_to_pay_in_advance_where_that_cannot_be_done(order, stop) -> None:
    return_uncollected(run_stop=stop, at=stop.collect_by)
    a_rule()
    assert placed_order(stop=a_stop()).payment_method == "cash"


def test_a_rule_begins_today_or_later_and_ends_the_one_before() -> None:
    today = timezone.localdate()
    details = {"times": 2, "months": 3, "basis": "thử", "actor": UserFactory(), "at": timezone.now(), "today": today}
    with pytest.raises(RuleTaken):
        set_rule(valid_from=today - DAY, **details)
    first = a_rule()
    set_rule(valid_from=today + 5 * DAY, **details)
    first.refresh_from_db()
    assert first.valid_to == today + 4 * DAY
    with pytest.raises(RuleTaken):
        set_rule(valid_from=today + DAY, **details)


def test_the_buyer_asks_on_the_order_page_and_reads_the_rules(order, stop, client, monkeypatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: stop.collect_by - HOUR)
    link = {"number": order.number, "stop": stop.pk}
    page = client.get(order.get_absolute_url()).content.decode()
    assert "Xin giữ thêm" in page.replace("xin", "Xin") and reverse("storefront:collecting") in page
    ask = f"{reverse('checkout:extend', kwargs=link)}?khoa={order.token}"
    assert "Giữ thêm 2 ngày" in client.get(ask).content.decode()
    told = client.post(ask, follow=True).content.decode()
    assert "Đã giữ thêm cho bạn" in told and CollectExtension.objects.count() == 1
    assert client.post(reverse("checkout:extend", kwargs=link) + "?khoa=sai").status_code == 404
    assert "không yêu cầu ai trả trước" in client.get(reverse("storefront:collecting")).content.decode()


def test_the_desk_lifts_with_a_reason_and_sets_the_rule(order, stop) -> None:
    return_uncollected(run_stop=stop, at=stop.collect_by)
    missed = NoShow.objects.get()
    admin = sign_in(GrantFactory(role=Role.ADMINISTRATOR).user)
    index = reverse("backoffice:no_shows")
    bad = admin.post(reverse("backoffice:lift_no_show", args=[missed.pk]), {"reason": ""})
    assert (bad.status_code, "Ghi vì sao" in bad.content.decode()) == (422, True)
    rule = {"times": 1, "months": 6, "valid_from": f"{timezone.localdate():%Y-%m-%d}", "basis": "QĐ 1"}
    told = admin.post(reverse("backoffice:no_show_rule"), rule, follow=True).content.decode()
    assert "1 lần trong 6 tháng" in told and "Đã đặt quy định" in told
    admin.post(reverse("backoffice:lift_no_show", args=[missed.pk]), {"reason": "Khách nằm viện"})
    assert "Khách nằm viện" in admin.get(index).content.decode()
    assert order.seller_orders.get().state == SellerOrderState.RETURNING


def test_an_administrator_of_one_province_sets_no_rule_for_all(order) -> None:
    province = order.seller_orders.get().run_stop.run.province
    admin = sign_in(GrantFactory(role=Role.ADMINISTRATOR, province=province).user)
    rule = {"times": 1, "months": 6, "valid_from": f"{timezone.localdate():%Y-%m-%d}", "basis": "QĐ 1"}
    assert admin.post(reverse("backoffice:no_show_rule"), rule).status_code == 422
    assert NoShowRule.objects.count() == 0
