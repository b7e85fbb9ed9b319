import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from shop.aftersales.domain.uncollected import return_uncollected
from shop.fulfilment.models import CodeAttempt, HandOver, ParcelState
from shop.order.domain import codes
from shop.order.enums import SellerOrderState
from shop.order.models import Order, PickUpCode
from shop.shipping.models import RunStop
from tests.factories.orders import BUYER_PHONE
from tests.factories.people import UserFactory
from tests.factories.road import a_driver, a_stop, an_operator, carry, frozen, nonce, order_at
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def stop() -> RunStop:
    return a_stop()


@pytest.fixture
def client(stop: RunStop) -> Client:
    return sign_in(an_operator(stop.point))


def at_point(stop: RunStop, **details: object) -> Order:
    order = order_at(stop, **details)
    carry(order)
    return order


def digits_of(order: Order) -> str:
    return codes.reveal(PickUpCode.objects.get(order=order))


def page(name: str, stop: RunStop, *args: object) -> str:
    return reverse(f"counter:{name}", args=[stop.pk, *args])


def confirm(client: Client, stop: RunStop, order: Order, **changes: object):
    boxes = [box.pk for part in order.seller_orders.all() for box in part.parcels.all()]
    data = {"nonce": nonce(), "cash_vnd": order.total_vnd, "parcels": boxes, "is_paid": "on"}
    return client.post(page("order", stop, order.number), {**data, **changes})


def test_an_operator_hands_an_order_over_from_code_to_next_customer(client: Client, stop: RunStop) -> None:
    order = at_point(stop, sellers=2)
    found = client.post(page("find", stop), {"text": digits_of(order)}, follow=True)
    assert found.redirect_chain == [(page("order", stop, order.number), 302)]
    for text in ("Nguyễn Thị Lan", "Đúng mã", "Đưa đủ 2 kiện", "196.000\xa0₫", "••• 678"):
        assert text in found.content.decode()
    assert order.buyer_phone not in found.content.decode()
    done = confirm(client, stop, order)
    assert (done.status_code, done.url) == (302, page("order", stop, order.number))
    assert "Đã giao cho Nguyễn Thị Lan, thu 196.000" in client.get(done.url).content.decode()
    assert HandOver.objects.values_list("order", "found_by", "cash_vnd").get() == (order.pk, "code", 196_000)


def test_a_wrong_code_says_so_and_keeps_what_was_typed(client: Client, stop: RunStop) -> None:
    wrong = f"{(int(digits_of(at_point(stop))) + 1) % 10**6:06d}"
    answer = client.post(page("find", stop), {"text": wrong})
    assert answer.status_code == 422
    assert f'value="{wrong}"' in answer.content.decode()
    assert "Không có mã này ở điểm của bạn" in answer.content.decode()
    assert CodeAttempt.objects.get().outcome == "unknown"


def test_an_order_found_by_phone_is_handed_over_only_after_it_was_checked(client: Client, stop: RunStop) -> None:
    order = at_point(stop)
    found = client.post(page("find", stop), {"text": "0912 345 678"}, follow=True).content.decode()
    assert "Chưa đối chiếu" in found
    assert "Xác nhận đã giao" not in found
    assert confirm(client, stop, order).status_code == 422
    assert not HandOver.objects.exists()
    assert client.post(page("prove", stop, order.number), {}).status_code == 422
    client.post(page("prove", stop, order.number), {"agrees": "1"})
    assert confirm(client, stop, order).status_code == 302
    assert HandOver.objects.get().found_by == "phone"


def test_an_order_opened_from_the_list_is_proven_by_its_own_code_only(client: Client, stop: RunStop) -> None:
    other = order_at(stop)
    order = at_point(stop)
    client.post(page("prove", stop, order.number), {"typed": digits_of(other)})
    assert confirm(client, stop, order).status_code == 422
    client.post(page("prove", stop, order.number), {"typed": digits_of(order)})
    assert confirm(client, stop, order).status_code == 302


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"parcels": []}, "Tích từng kiện khi đưa cho khách."),
        ({"parcels": ["²"]}, "² không phải là một trong các lựa chọn"),
        ({"is_paid": ""}, "Tích ô khách đã mở xem và trả đủ tiền."),
        ({"cash_vnd": "1000"}, "Phải thu đúng 98.000"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_handed_over(
    client: Client, stop: RunStop, changes: dict[str, object], sentence: str
) -> None:
    order = at_point(stop)
    client.post(page("find", stop), {"text": digits_of(order)})
    answer = confirm(client, stop, order, **changes)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not HandOver.objects.exists()


def test_sending_the_confirmation_twice_is_one_hand_over(client: Client, stop: RunStop) -> None:
    order = at_point(stop)
    client.post(page("find", stop), {"text": digits_of(order)})
    assert confirm(client, stop, order, nonce="same").status_code == 302
    again = confirm(client, stop, order, nonce="same")
    assert again.status_code == 302
    assert HandOver.objects.count() == 1


def test_parcels_are_received_one_after_another(client: Client, stop: RunStop) -> None:
    box = carry(order_at(stop), to_point=False)[0]
    page_before = client.get(page("receive", stop)).content.decode()
    assert "Chưa tới: 1 kiện" in page_before
    assert "Võ Minh Khang" in page_before
    answer = client.post(page("receive", stop), {"code": box.code.lower(), "nonce": nonce()}, follow=True)
    assert f"Đã nhận kiện {box.code}" in answer.content.decode()
    box.refresh_from_db()
    assert box.state == ParcelState.AT_POINT


def test_a_parcel_of_another_point_is_refused_with_a_sentence(client: Client, stop: RunStop) -> None:
    box = carry(order_at(a_stop()), to_point=False)[0]
    answer = client.post(page("receive", stop), {"code": box.code, "nonce": nonce()})
    assert answer.status_code == 422
    assert "Để riêng và báo điều phối" in answer.content.decode()


def test_a_seller_takes_back_at_the_point_what_nobody_collected(client: Client, stop: RunStop) -> None:
    order = at_point(stop)
    box = order.seller_orders.get().parcels.get()
    give_back = {"code": box.code, "nonce": nonce()}
    assert client.post(page("give_back", stop), give_back).status_code == 404
    return_uncollected(run_stop=stop, at=stop.collect_by)
    assert "Chờ trả về nhà bán: 1 kiện" in client.get(page("receive", stop)).content.decode()
    client.post(page("give_back", stop), give_back)
    order.refresh_from_db()
    assert order.status == SellerOrderState.RETURNED


def test_the_list_is_filtered_by_name_digits_and_tab(client: Client, stop: RunStop) -> None:
    order_at(stop, buyer_name="Katơr Thị Hồng", buyer_phone="+84912000771")
    late = at_point(stop, buyer_name="Lê Văn Tám", buyer_phone="+84912000930")

    def names(query: str) -> list[str]:
        html = client.get(page("stop", stop) + query).content.decode()
        return [name for name in ("Katơr Thị Hồng", "Lê Văn Tám") if name in html]

    assert names("") == ["Katơr Thị Hồng", "Lê Văn Tám"]
    assert names("?q=hong") == ["Katơr Thị Hồng"]
    assert names("?q=930") == ["Lê Văn Tám"]
    assert names("?xem=da-giao") == []
    code = late.seller_orders.get().parcels.get().code
    assert names(f"?q={code.lower()}") == ["Lê Văn Tám"]


def test_the_printed_sheet_has_no_code_and_no_full_phone(client: Client, stop: RunStop) -> None:
    order = order_at(stop)
    assert client.get(page("manifest", stop)).status_code == 404
    frozen(stop.run)
    html = client.get(page("manifest", stop)).content.decode()
    assert order.buyer_name in html
    assert "••• 678" in html
    assert digits_of(order) not in html
    assert order.buyer_phone[3:] not in html.replace(" ", "")


@pytest.mark.parametrize("name", ["stop", "receive", "manifest"])
def test_another_points_pages_are_not_there(client: Client, stop: RunStop, name: str) -> None:
    theirs = a_stop()
    order_at(theirs)
    frozen(theirs.run)
    assert client.get(page(name, theirs)).status_code == 404


def test_another_points_order_is_neither_shown_nor_handed_over(client: Client, stop: RunStop) -> None:
    theirs = a_stop()
    order = at_point(theirs)
    for here in (stop, theirs):
        assert client.get(page("order", here, order.number)).status_code == 404
        assert client.post(page("prove", here, order.number), {"agrees": "1"}).status_code == 404
        assert confirm(client, here, order).status_code == 404
    assert client.post(page("find", theirs), {"text": digits_of(order)}).status_code == 404


def test_only_operators_come_in(stop: RunStop) -> None:
    assert sign_in(a_driver()).get(reverse("counter:home")).status_code == 403
    assert Client().get(reverse("counter:home")).status_code == 302


def test_home_shows_own_stops_only(client: Client, stop: RunStop) -> None:
    theirs = a_stop()
    html = client.get(reverse("counter:home")).content.decode()
    assert stop.run.code in html
    assert theirs.run.code not in html


def test_the_counter_costs_the_same_for_few_and_for_many_orders(client: Client, stop: RunStop) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(page("stop", stop))
        return len(captured)

    orders = [order_at(stop, sellers=2) for _ in range(7)]
    carry(orders[0])
    few = queries()
    for order in orders[1:]:
        carry(order)
    assert queries() == few <= 14


def test_a_part_is_sent_back_and_the_cash_is_worked_out_again(client: Client, stop: RunStop) -> None:
    order = order_at(stop, sellers=2)
    carry(order)
    first, second = order.seller_orders.order_by("pk")
    page = f"/diem-truc/diem-dung/{stop.pk}/don/{order.number}/"
    client.post(f"{page}doi-chieu/", {"agrees": "1"})
    shown = client.get(page, {"tra": second.pk})
    assert "98.000" in shown.content.decode()
    assert [parcel.seller_order_id for parcel in shown.context["taken"]] == [first.pk]
    sent = {
        "nonce": "p1",
        "cash_vnd": first.total_vnd,
        "parcels": [parcel.pk for parcel in shown.context["taken"]],
        "is_paid": "on",
        "tra": second.pk,
    }
    refused = client.post(page, sent)
    assert (refused.status_code, HandOver.objects.count()) == (422, 0)
    assert "Chọn lý do khách không nhận." in refused.content.decode()
    done = client.post(page, {**sent, "reason": "Hàng hỏng, dập vỡ"}, follow=True).content.decode()
    assert "Khách trả lại một phần: Hàng hỏng, dập vỡ." in done
    assert "Hoàn tác lượt này" in done
    undone = client.post(f"{page}hoan-tac/", follow=True).content.decode()
    assert "Đã hoàn tác" in undone
    assert HandOver.objects.get().undone_at is not None


def test_several_orders_of_one_buyer_are_handed_over_in_one_step(client: Client, stop: RunStop) -> None:
    buyer = UserFactory(phone=BUYER_PHONE, phone_verified_at=timezone.now())
    orders = [order_at(stop, user=buyer) for _ in range(2)]
    for order in orders:
        carry(order)
    address = page("together", stop, orders[0].number)
    assert client.get(address).status_code == 302
    found = client.post(page("find", stop), {"text": digits_of(orders[0])}, follow=True).content.decode()
    assert "Giao cả 2 đơn của khách này" in found
    html = client.get(address).content.decode()
    assert "196.000\xa0₫" in html
    boxes = [box.pk for order in orders for part in order.seller_orders.all() for box in part.parcels.all()]
    data = {"nonce": nonce(), "cash_vnd": 196_000, "don": [order.number for order in orders], "is_paid": "on"}
    assert client.post(address, {**data, "parcels": boxes[:1]}).status_code == 422
    for _time in range(2):
        assert client.post(address, {**data, "parcels": boxes}).status_code == 302
    assert HandOver.objects.count() == 2
    assert "Đã giao 2 đơn" in client.get(page("order", stop, orders[0].number)).content.decode()
