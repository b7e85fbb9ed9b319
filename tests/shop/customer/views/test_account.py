"""The buyer's own pages: orders, profile, privacy, reviews."""

import json

import pytest
from django.utils import timezone

from catalogue.reviews.models import ProductReview
from shop.accounts.enums import Role
from shop.accounts.models import User
from shop.communication.models import Message
from shop.customer.domain.consents import living_purposes
from shop.customer.models import Consent
from shop.order.enums import SellerOrderState
from shop.order.models import Order, SellerOrder
from tests.factories.delivered import hand_over
from tests.factories.goods import stocked_product
from tests.factories.orders import placed_order
from tests.factories.people import GrantFactory, UserFactory
from tests.factories.places import CommuneFactory
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["", "ho-so/", "du-lieu/", "du-lieu/tai-ve/", "du-lieu/xoa/", "danh-gia/1/"])
def test_nobody_signed_in_is_sent_to_sign_in(client, path):
    answer = client.get(f"/tai-khoan/{path}")
    assert answer.status_code == 302 and "/tai-khoan/dang-nhap/" in answer["Location"]


def test_my_orders_are_mine_and_those_of_my_verified_phone_only(django_assert_max_num_queries):
    buyer = UserFactory(phone="+84909111222")
    mine, as_guest = placed_order(user=buyer), placed_order(buyer_phone=buyer.phone)
    theirs = placed_order(buyer_phone="+84909111333")
    client = sign_in(buyer)
    html = client.get("/tai-khoan/").content.decode()
    assert mine.number in html and as_guest.number in html and theirs.number not in html
    with django_assert_max_num_queries(10):
        client.get("/tai-khoan/")

    User.objects.filter(pk=buyer.pk).update(phone_verified_at=None)
    assert as_guest.number not in client.get("/tai-khoan/").content.decode()


def test_who_works_somewhere_finds_the_way_there():
    grant = GrantFactory(role=Role.DRIVER)
    html = sign_in(grant.user).get("/tai-khoan/").content.decode()
    assert "/chuyen-xe/" in html and "/quan-tri/ho-so/" not in html


def test_the_profile_is_changed_and_wrong_input_is_kept():
    user, commune = UserFactory(), CommuneFactory()
    client = sign_in(user)
    data = {"full_name": "  Chị   Lan ", "email": "lan@vidu.vn", "province": commune.province_id, "commune": commune.pk}
    assert client.post("/tai-khoan/ho-so/", data).status_code == 302
    user.refresh_from_db()
    assert (user.full_name, user.email, user.commune) == ("Chị Lan", "lan@vidu.vn", commune)

    page = client.post("/tai-khoan/ho-so/", data | {"email": "lan@", "full_name": "Tên khác"})
    assert page.status_code == 422 and 'value="Tên khác"' in page.content.decode()


def test_choosing_a_province_shows_its_communes_without_saving():
    user, commune = UserFactory(full_name="Cũ"), CommuneFactory(name="Xã Ở Đây")
    page = sign_in(user).post(
        "/tai-khoan/ho-so/", {"full_name": "Mới", "province": commune.province_id, "buoc": "tinh"}
    )
    assert "Xã Ở Đây" in page.content.decode() and 'value="Mới"' in page.content.decode()
    user.refresh_from_db()
    assert user.full_name == "Cũ"


def test_consent_is_given_and_withdrawn_per_purpose_with_its_times():
    user = UserFactory()
    client = sign_in(user)
    assert "checked" not in client.get("/tai-khoan/du-lieu/").content.decode()
    client.post("/tai-khoan/du-lieu/", {"purposes": ["news", "season", "khac"]})
    assert sorted(living_purposes(user)) == ["news", "season"]
    client.post("/tai-khoan/du-lieu/", {"purposes": ["season"]})
    assert living_purposes(user) == ["season"]
    assert Consent.objects.get(purpose="news").withdrawn_at is not None


def test_my_data_is_a_file_with_my_orders_and_nobody_elses():
    user = UserFactory(full_name="Chị Lan")
    mine, theirs = placed_order(stocked_product(title="Tỏi đen"), user=user), placed_order()
    answer = sign_in(user).get("/tai-khoan/du-lieu/tai-ve/")
    assert "attachment" in answer["Content-Disposition"]
    data = json.loads(answer.content)
    assert data["tai_khoan"]["ho_ten"] == "Chị Lan"
    assert [order["so_don"] for order in data["don_hang"]] == [mine.number]
    assert data["don_hang"][0]["hang"][0]["ten"] == "Tỏi đen"
    assert theirs.number not in answer.content.decode()


def test_deleting_the_account_forgets_the_person_and_keeps_the_contract():
    user = UserFactory(phone="+84909111222", full_name="Chị Lan", email="lan@vidu.vn")
    order = placed_order(user=user, buyer_phone=user.phone, buyer_name="Chị Lan")
    hand_over(order)
    Message.objects.update(sent_at=timezone.now())
    client = sign_in(user)

    page = client.post("/tai-khoan/du-lieu/xoa/")
    assert page.status_code == 422 and User.objects.get(pk=user.pk).is_active
    assert client.post("/tai-khoan/du-lieu/xoa/", {"sure": "on"}).status_code == 302

    user.refresh_from_db()
    assert (user.phone, user.full_name, user.email, user.is_active) == (f"xoa-{user.pk}", "", "", False)
    assert not Message.objects.filter(recipient="+84909111222").exists()
    assert Order.objects.get().buyer_name == "Chị Lan"
    assert client.get("/tai-khoan/").status_code == 302
    UserFactory(phone="+84909111222")


def test_an_account_with_orders_under_way_or_roles_is_not_deleted():
    buyer = UserFactory()
    placed_order(user=buyer)
    worker = GrantFactory(role=Role.DRIVER).user
    for user, reason in ((buyer, "còn đơn đang giao"), (worker, "Hãy bàn giao trước")):
        page = sign_in(user).post("/tai-khoan/du-lieu/xoa/", {"sure": "on"})
        assert reason in page.content.decode()
        assert User.objects.get(pk=user.pk).is_active


def test_only_who_received_the_good_may_review_it_and_it_waits_for_moderation():
    buyer, product = UserFactory(), stocked_product()
    order = placed_order(product, user=buyer)
    client = sign_in(buyer)
    address = f"/tai-khoan/danh-gia/{product.pk}/"
    words = {"score": "5", "title": "Thơm", "body": "Nước mắm thơm, chai chắc."}
    assert client.post(address, words).status_code == 403

    hand_over(order)
    assert "Viết đánh giá" in client.get(order.get_absolute_url()).content.decode()
    assert client.post(address, {"score": "", "title": "Thơm", "body": ""}).status_code == 422
    assert client.post(address, words).status_code == 302
    assert client.post(address, words | {"score": "4"}).status_code == 302
    review = ProductReview.objects.get()
    assert (review.score, review.status, review.user) == (4, ProductReview.FOR_MODERATION, buyer)
    assert sign_in(UserFactory()).post(address, words).status_code == 403


def test_another_buyers_delivered_order_does_not_open_the_review():
    product = stocked_product()
    hand_over(placed_order(product, user=UserFactory()))
    assert SellerOrder.objects.get().state == SellerOrderState.DELIVERED
    assert sign_in(UserFactory()).get(f"/tai-khoan/danh-gia/{product.pk}/").status_code == 403
