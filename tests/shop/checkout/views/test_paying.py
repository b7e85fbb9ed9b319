"""The one-page checkout: without JavaScript from the first field to the order, and everything that can go wrong."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sellers.models import StockRecord
from shop.basket.models import Basket, Line
from shop.order.models import Order
from shop.regions.models import Commune
from shop.shipping.enums import RunState
from shop.shipping.models import HomeDeliveryRate, LeadTime, RunStop
from tests.factories.baskets import put_in_basket
from tests.factories.goods import SellerFactory, stocked_product
from tests.factories.people import UserFactory
from tests.factories.places import CommuneFactory, PointFactory, RunFactory, RunStopFactory
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
PAGE = "/thanh-toan/"


@pytest.fixture
def stop() -> RunStop:
    commune = CommuneFactory(name="Xã Phước Hà")
    return RunStopFactory(point=PointFactory(commune=commune, name="Nhà văn hóa thôn Trà Nô"))


def hidden(client: Client) -> dict[str, str]:
    """Return what the shown page carries about its basket."""
    context = client.get(PAGE).context
    return {
        "gio": context["basket_reference"],
        "ban": context["contents"].fingerprint,
        "tong": str(context["review"].total_vnd),
    }


def answers(at: RunStop, **changed: str) -> dict[str, str]:
    """Return a whole form for a pick-up at a stop."""
    commune: Commune = at.point.commune
    return {
        "phone": "0912 345 678",
        "name": "Nguyễn Thị Hạnh",
        "province": commune.province_id,
        "commune": commune.pk,
        "delivery": "pick_up",
        "point": str(at.point_id),
        "stop": str(at.pk),
        "address": "",
        "payment": "cash",
        "note": "nhờ bà Sáu nhận giúp",
        "tax_code": "",
    } | changed


def send(client: Client, data: dict[str, str], **extra: str):
    return client.post(PAGE, data, **extra)


def error_beside(response, field: str) -> str:
    return " ".join(response.context["form"].errors.get(field, []))


def test_buying_without_javascript_step_by_step(client, stop):
    put_in_basket(client, stocked_product(price=98_000), 2)
    page = client.get(PAGE)
    assert "Chọn điểm nhận" in page.content.decode()

    typed = {"phone": "0912 345 678", "name": "Nguyễn Thị Hạnh", "note": "gọi trước", "province": "56"}
    page = send(client, typed | {"commune": stop.point.commune_id, "buoc": "xa"})
    html = page.content.decode()
    assert page.context["page"].stop.stop == stop
    assert 'value="0912 345 678"' in html and 'value="Nguyễn Thị Hạnh"' in html and "gọi trước" in html
    assert not page.context["form"].errors

    carried = {name: str(page.context[key]) for name, key in (("gio", "basket_reference"),)}
    form = answers(stop, note="gọi trước") | carried
    form |= {"ban": page.context["contents"].fingerprint, "tong": str(page.context["review"].total_vnd)}
    answer = client.post(PAGE, form, follow=True)

    order = Order.objects.get()
    assert answer.redirect_chain == [(order.get_absolute_url(), 302)]
    assert (order.total_vnd, order.buyer_phone, order.buyer_name) == (196_000, "+84912345678", "Nguyễn Thị Hạnh")
    assert (order.note, order.terms_version) == ("gọi trước", "2026-11")
    assert order.seller_orders.get().run_stop == stop
    html = answer.content.decode()
    assert "Đặt hàng thành công" in html and order.number in html
    assert client.get("/gio-hang/").context["contents"].parts == []


def test_errors_stand_beside_their_fields_and_nothing_typed_is_lost(client, stop):
    put_in_basket(client, stocked_product())
    data = answers(stop, phone="091234567", name="", note="lời nhắn của tôi") | hidden(client)
    page = send(client, data)
    assert page.status_code == 422
    assert error_beside(page, "phone") == "Số này thiếu 1 chữ số, ví dụ 0912 345 678."
    assert error_beside(page, "name") == "Hãy ghi họ tên để điểm nhận gọi đúng người."
    html = page.content.decode()
    assert 'id="errs"' in html and 'href="#id_phone"' in html and 'href="#id_name"' in html
    assert 'value="091234567"' in html and "lời nhắn của tôi" in html
    assert not Order.objects.exists()


def test_what_was_typed_is_there_again_after_a_visit_to_the_basket(client, stop):
    put_in_basket(client, stocked_product())
    send(client, answers(stop, name="Trần Văn A") | {"buoc": "cach"})
    client.get("/gio-hang/")
    assert 'value="Trần Văn A"' in client.get(PAGE).content.decode()


def test_points_stand_nearest_first_and_closed_runs_say_why(client, stop):
    far = RunStopFactory(point=PointFactory(name="Điểm xa", commune=CommuneFactory()))
    full_run = RunFactory(cut_off_at=timezone.now() + datetime.timedelta(days=5))
    full = RunStopFactory(point=stop.point, run=full_run, capacity_parcels=0)
    opens = timezone.now() + datetime.timedelta(days=3)
    planned = RunFactory(state=RunState.PLANNED, opens_at=opens, cut_off_at=opens + datetime.timedelta(days=4))
    RunStopFactory(point=stop.point, run=planned)
    passed = RunFactory(cut_off_at=timezone.now() - datetime.timedelta(hours=1))
    RunStopFactory(point=stop.point, run=passed)
    put_in_basket(client, stocked_product())
    client.cookies["xa"] = stop.point.commune_id

    page = client.get(PAGE)
    assert [choice.point for choice in page.context["places"].points] == [stop.point, far.point]
    states = [(choice.stop.pk, choice.room_state) for choice in page.context["page"].point.stops]
    assert states == [(stop.pk, "open"), (full.pk, "full"), (planned.stops.get().pk, "not_open")]
    html = page.content.decode()
    assert "Hết chỗ" in html and "Mở nhận đơn từ" in html and "Đặt trước" in html and "âm lịch" in html


def test_a_full_run_is_refused_with_a_way_on(client, stop):
    put_in_basket(client, stocked_product())
    data = answers(stop) | hidden(client)
    RunStop.objects.filter(pk=stop.pk).update(capacity_parcels=0)
    page = send(client, data)
    assert "không còn đủ chỗ" in error_beside(page, "stop") and "chuyến khác" in error_beside(page, "stop")
    assert not Order.objects.exists()


def test_a_run_whose_cut_off_passed_is_refused(client, stop):
    put_in_basket(client, stocked_product())
    data = answers(stop) | hidden(client)
    stop.run.cut_off_at = timezone.now() - datetime.timedelta(minutes=1)
    stop.run.save()
    other = RunStopFactory(point=stop.point)
    page = send(client, data)
    assert page.status_code == 422
    assert error_beside(page, "stop")
    assert page.context["page"].stop.stop == other


def test_a_stop_of_another_point_than_the_one_shown_is_not_ordered(client, stop):
    other = RunStopFactory(point=PointFactory(commune=stop.point.commune))
    put_in_basket(client, stocked_product())
    page = send(client, answers(stop, point=str(other.point_id)) | hidden(client))
    assert "vừa đổi điểm nhận" in error_beside(page, "stop")


def test_a_price_change_is_told_and_orders_only_after_it_was_accepted(client, stop):
    line = put_in_basket(client, stocked_product(price=98_000))
    data = answers(stop) | hidden(client)
    StockRecord.objects.update(price=110_000)

    page = send(client, data)
    assert "Giá đổi từ 98.000\xa0₫ thành 110.000\xa0₫." in page.content.decode()
    assert not Order.objects.exists()

    page = send(client, data | {"buoc": f"nhan:{line.pk}:110000:1"})
    assert "Giá đổi" not in page.content.decode()
    assert page.context["form"]["name"].value() == "Nguyễn Thị Hạnh"
    answer = send(client, answers(stop) | hidden(client))
    assert answer.status_code == 302
    assert Order.objects.get().total_vnd == 110_000


def test_a_sold_out_line_can_be_put_aside_and_the_rest_ordered(client, stop):
    put_in_basket(client, stocked_product(price=50_000))
    gone = put_in_basket(client, stocked_product(title="Hết rồi", price=70_000))
    data = answers(stop) | hidden(client)
    StockRecord.objects.filter(pk=gone.stockrecord_id).update(num_in_stock=0)

    page = send(client, data)
    assert "vừa hết hàng" in page.content.decode() and not Order.objects.exists()
    send(client, data | {"buoc": f"de-sau:{gone.pk}"})
    assert send(client, answers(stop) | hidden(client)).status_code == 302
    assert Order.objects.get().total_vnd == 50_000
    assert "Để mua sau (1)" in client.get("/gio-hang/").content.decode()


def test_the_same_form_sent_twice_is_one_order_and_leads_to_it(client, stop):
    put_in_basket(client, stocked_product(stock=5), 2)
    data = answers(stop) | hidden(client)
    first, second = send(client, data), send(client, data)
    order = Order.objects.get()
    assert first["Location"] == second["Location"] == order.get_absolute_url()
    assert "Giỏ hàng này đã được đặt" in client.get(second["Location"]).content.decode()
    assert StockRecord.objects.get().num_allocated == 2


def test_opening_the_page_again_after_ordering_leads_to_the_order(client, stop):
    put_in_basket(client, stocked_product())
    send(client, answers(stop) | hidden(client))
    assert client.get(PAGE)["Location"] == Order.objects.get().get_absolute_url()


def test_a_second_tab_that_changed_the_basket_is_told_of(client, stop):
    put_in_basket(client, stocked_product(price=50_000))
    data = answers(stop) | hidden(client)
    put_in_basket(client, stocked_product(price=70_000))
    page = send(client, data)
    assert "Giỏ hàng vừa đổi" in page.content.decode()
    assert page.context["review"].total_vnd == 120_000
    assert not Order.objects.exists()


def test_a_lost_cookie_does_not_lose_the_guests_basket(client, stop):
    put_in_basket(client, stocked_product())
    data = answers(stop) | hidden(client)
    client.cookies.clear()
    answer = send(client, data)
    assert answer.status_code == 302
    assert answer["Location"] == Order.objects.get().get_absolute_url()


def test_a_lost_session_keeps_what_was_typed_until_after_sign_in(stop):
    user = UserFactory(full_name="Người Có Tài Khoản")
    client = sign_in(user)
    put_in_basket(client, stocked_product())
    data = answers(stop, name="Tên vừa gõ") | hidden(client)
    client.cookies.clear()

    page = send(client, data)
    html = page.content.decode()
    assert "Phiên đăng nhập đã hết" in html and "Tên vừa gõ" in html
    assert f"{reverse('account_login')}?next={PAGE}" in html
    assert not Order.objects.exists()

    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert 'value="Tên vừa gõ"' in client.get(PAGE).content.decode()


def test_an_old_token_shows_the_page_again_with_everything_typed(stop):
    client = Client(enforce_csrf_checks=True)
    product = stocked_product()
    token = str(client.get(reverse("basket:add", args=[product.pk])).context["csrf_token"])
    client.post(reverse("basket:add", args=[product.pk]), {"so_luong": 1, "csrfmiddlewaretoken": token})
    data = answers(stop, name="Tên vừa gõ") | hidden(client)

    page = send(client, data | {"csrfmiddlewaretoken": "x" * 64})
    assert "Trang mở quá lâu" in page.content.decode() and 'value="Tên vừa gõ"' in page.content.decode()
    assert not Order.objects.exists()

    elsewhere = send(client, data | {"csrfmiddlewaretoken": token}, HTTP_ORIGIN="https://xau.example")
    assert elsewhere.status_code == 403 and "Tên vừa gõ" not in elsewhere.content.decode()

    token = str(page.context["csrf_token"])
    assert send(client, data | {"csrfmiddlewaretoken": token}).status_code == 302


def test_a_known_phone_reveals_no_name(client, stop):
    UserFactory(phone="+84912345678", full_name="Tên Bí Mật")
    somebody = Client()
    put_in_basket(somebody, stocked_product())
    send(somebody, answers(stop, name="Tên Bí Mật Hai") | hidden(somebody))

    put_in_basket(client, stocked_product())
    for step in ("xa", "cach"):
        page = send(client, {"phone": "0912345678", "province": "56", "buoc": step})
        assert "Bí Mật" not in page.content.decode()
    assert "Bí Mật" not in client.get(PAGE).content.decode()


def test_the_recipient_is_filled_in_for_the_same_session_and_for_a_verified_phone_only(client, stop):
    put_in_basket(client, stocked_product())
    send(client, answers(stop, name="Nguyễn Thị Hạnh") | hidden(client))
    put_in_basket(client, stocked_product())
    assert 'value="Nguyễn Thị Hạnh"' in client.get(PAGE).content.decode()

    verified = sign_in(UserFactory(full_name="Đã Xác Minh"))
    put_in_basket(verified, stocked_product())
    assert 'value="Đã Xác Minh"' in verified.get(PAGE).content.decode()

    unverified = sign_in(UserFactory(full_name="Chưa Xác Minh", phone_verified_at=None))
    put_in_basket(unverified, stocked_product())
    assert "Chưa Xác Minh" not in unverified.get(PAGE).content.decode().split("<main")[1]


def test_home_delivery_costs_per_seller_and_names_who_does_not_deliver(client, stop):
    near, far = SellerFactory(name="HTX Gần"), SellerFactory(name="HTX Xa")
    HomeDeliveryRate.objects.create(seller=near, amount_vnd=15_000)
    put_in_basket(client, stocked_product(seller=near, price=50_000))
    put_in_basket(client, stocked_product(seller=far, price=70_000))
    home = answers(stop, delivery="home", address="Số 12, thôn Trà Nô", stop="", point="")

    page = send(client, home | {"buoc": "cach"})
    assert "HTX Xa chưa giao tận nhà ở tỉnh này" in " ".join(page.content.decode().split())
    shown = {"gio": page.context["basket_reference"], "ban": page.context["contents"].fingerprint, "tong": "135000"}
    page = send(client, home | shown)
    assert "HTX Xa" in error_beside(page, "delivery")

    page = send(client, home | {"buoc": f"de-sau-nha:{far.pk}"})
    assert page.context["review"].total_vnd == 65_000
    shown = {"ban": page.context["contents"].fingerprint, "tong": "65000", "gio": page.context["basket_reference"]}
    assert send(client, home | shown).status_code == 302
    order = Order.objects.get()
    assert (order.delivery_vnd, order.address_line, order.commune) == (15_000, "Số 12, thôn Trà Nô", stop.point.commune)


def test_home_delivery_needs_an_address_and_a_commune(client, stop):
    HomeDeliveryRate.objects.create(seller=SellerFactory(), amount_vnd=15_000)
    put_in_basket(client, stocked_product())
    page = send(client, answers(stop, delivery="home", commune="") | hidden(client))
    assert error_beside(page, "address") and error_beside(page, "commune")


def test_a_total_other_than_the_one_seen_is_told(client, stop):
    seller = SellerFactory()
    HomeDeliveryRate.objects.create(seller=seller, amount_vnd=20_000)
    put_in_basket(client, stocked_product(seller=seller, price=100_000))
    page = send(client, answers(stop, delivery="home", address="Số 12") | hidden(client))
    assert "Tổng tiền đã đổi từ 100.000\xa0₫ thành 120.000\xa0₫" in page.content.decode()
    assert page.context["review"].total_vnd == 120_000


def test_too_much_for_cash_is_said_before_and_when_ordering(client, stop, settings):
    put_in_basket(client, stocked_product(price=2_000_000), 2)
    page = client.get(PAGE)
    assert "vượt 3.000.000\xa0₫ tiền mặt" in page.content.decode()
    page = send(client, answers(stop) | hidden(client))
    assert "Hãy tách" in error_beside(page, "payment")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("0100233488", "0100233488"), ("0100233488 001", "0100233488-001"), ("056 204 001 234", "056204001234")],
)
def test_invoice_tax_codes(client, stop, typed, kept):
    put_in_basket(client, stocked_product())
    send(client, answers(stop, wants_invoice="on", tax_code=typed) | hidden(client))
    order = Order.objects.get()
    assert (order.wants_invoice, order.invoice_tax_code) == (True, kept)


@pytest.mark.parametrize("typed", ["", "0100233489", "12345", "01002334AB", "²" * 12])
def test_a_wrong_tax_code_is_refused_beside_its_field(client, stop, typed):
    put_in_basket(client, stocked_product())
    page = send(client, answers(stop, wants_invoice="on", tax_code=typed) | hidden(client))
    assert error_beside(page, "tax_code")
    assert not Order.objects.exists()


def test_the_review_states_what_the_law_asks(client, stop):
    seller = SellerFactory(name="HTX Tỏi", address_line="Số 5 Yersin", phone="+84901112223", tax_code="4599999999")
    product = stocked_product(seller=seller, price=98_000, origin="Khánh Hòa, Việt Nam", shelf_life_days=365)
    put_in_basket(client, product)
    html = client.get(PAGE).content.decode()
    for fact in (
        "HTX Tỏi",
        "Số 5 Yersin",
        "0901 112 223",
        "4599999999",
        "Khánh Hòa, Việt Nam",
        "Hạn dùng 365 ngày",
        "đã gồm thuế GTGT",
        "Phí giao",
        "Trả tiền",
        "được đổi, trả",
        "có hiệu lực",
        "98.000\xa0₫",
    ):
        assert fact in html, fact


def test_htmx_step_swaps_place_and_review_alone(client, stop):
    put_in_basket(client, stocked_product())
    page = send(client, answers(stop) | {"buoc": "xa"}, HTTP_HX_REQUEST="true")
    html = page.content.decode()
    assert 'id="noi-nhan" hx-swap-oob="true"' in html and 'id="review"' in html and 'id="totals"' in html
    assert 'id="id_phone"' not in html and "<html" not in html


def test_an_empty_basket_is_sent_back_to_the_basket_page(client):
    assert client.get(PAGE)["Location"] == "/gio-hang/"
    assert not Basket.objects.exists() and not Line.objects.exists()


def test_a_forged_basket_reference_orders_nothing_of_others(client, stop):
    theirs = Client()
    put_in_basket(theirs, stocked_product())
    page = send(client, answers(stop) | hidden(theirs) | {"gio": f"{Basket.objects.get().pk}:xxxx"})
    assert page.status_code == 409
    assert "Giỏ hàng của phiên này không còn" in page.content.decode()
    assert not Order.objects.exists()


def test_the_number_of_queries_does_not_grow_with_the_lines(client, stop, django_assert_max_num_queries):
    client.cookies["xa"] = stop.point.commune_id
    put_in_basket(client, stocked_product())
    client.get(PAGE)
    with django_assert_max_num_queries(20) as few:
        client.get(PAGE)
    for _ in range(8):
        put_in_basket(client, stocked_product())
    with django_assert_max_num_queries(20) as many:
        client.get(PAGE)
    assert len(many) == len(few)


def test_a_step_of_an_old_tab_leads_to_the_order_or_to_sign_in(client, stop):
    htmx = {"HTTP_HX_REQUEST": "true"}
    put_in_basket(client, stocked_product())
    data = answers(stop) | hidden(client)
    send(client, data)
    step = send(client, data | {"buoc": "xa"}, **htmx)
    assert step["HX-Redirect"] == Order.objects.get().get_absolute_url()

    own = sign_in(UserFactory())
    put_in_basket(own, stocked_product())
    data = answers(stop) | hidden(own)
    own.cookies.clear()
    step = send(own, data | {"buoc": "xa"}, **htmx)
    assert step["HX-Redirect"] == f"{reverse('account_login')}?next={PAGE}"


def test_a_step_with_an_old_token_brings_a_new_one(stop):
    client = Client(enforce_csrf_checks=True)
    product = stocked_product()
    token = str(client.get(reverse("basket:add", args=[product.pk])).context["csrf_token"])
    client.post(reverse("basket:add", args=[product.pk]), {"so_luong": 1, "csrfmiddlewaretoken": token})
    data = answers(stop) | hidden(client) | {"csrfmiddlewaretoken": "x" * 64, "buoc": "xa"}
    step = send(client, data, HTTP_HX_REQUEST="true")
    html = step.content.decode()
    assert "Trang mở quá lâu" in html and 'name="csrfmiddlewaretoken"' in html and "<html" not in html


def test_goods_that_need_longer_are_shown_and_ordered_on_a_later_run(client, stop):
    pot = stocked_product(title="Bình gốm Bàu Trúc")
    LeadTime.objects.create(seller=pot.stockrecords.get().partner, product=pot, days=8)
    later_run = RunFactory(cut_off_at=timezone.now() + datetime.timedelta(days=9))
    later = RunStopFactory(run=later_run, point=stop.point)
    put_in_basket(client, stocked_product(title="Tỏi"))
    put_in_basket(client, pot)
    choice = answers(stop)
    page = client.post(PAGE, choice | {"buoc": "chuyen"} | hidden(client))
    text = page.content.decode()
    assert "Bình gốm Bàu Trúc đi chuyến" in text
    assert [run for run, _ in page.context["review"].runs] == [stop, later]
    alone = next(choice for choice in page.context["page"].point.stops if choice.stop == later)
    assert alone.is_open  # everything can also go on the later run

    seen = {"xep": page.context["page"].stop.schedule.fingerprint}
    RunStop.objects.filter(pk=later.pk).update(capacity_parcels=0)
    refused = client.post(PAGE, choice | hidden(client) | seen)
    assert refused.status_code == 422 and Order.objects.count() == 0
    RunStop.objects.filter(pk=later.pk).update(capacity_parcels=5)
    order_page = client.post(PAGE, choice | hidden(client) | seen, follow=True).content.decode()
    assert Order.objects.get().seller_orders.filter(run_stop=later).count() == 1
    assert order_page.count("Mã nhận hàng</h2>") == 2
    assert order_page.count('<ol class="timeline">') == 2
