"""Reviewers decide which reviews stand on the page of a good."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalogue.models import Product
from catalogue.reviews.domain.moderating import fingerprint
from catalogue.reviews.models import ProductReview
from shop.accounts.enums import Role
from shop.audit.models import AuditEvent
from tests.factories.goods import stocked_product
from tests.factories.people import GrantFactory, UserFactory
from tests.factories.places import CommuneFactory, ProvinceFactory
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
LIST = "/quan-tri/danh-gia/"


@pytest.fixture
def good() -> Product:
    return stocked_product()


@pytest.fixture
def reviewer(good: Product) -> Client:
    return sign_in(GrantFactory(role=Role.REVIEWER, province=good.province).user)


def written(good: Product, **fields: object) -> ProductReview:
    start = {"score": 2, "title": "Hơi mặn", "body": "Mặn hơn tôi nghĩ", "status": ProductReview.FOR_MODERATION}
    return ProductReview.objects.create(product=good, user=UserFactory(phone="+84912345678"), **{**start, **fields})


def decide(client: Client, review: ProductReview, **data: str):
    return client.post(f"{LIST}{review.pk}/quyet-dinh/", {"ban": fingerprint(review), **data})


def test_an_approved_review_stands_on_the_page_of_its_good_without_the_number(good, reviewer):
    review = written(good)
    assert "Hơi mặn" in reviewer.get(LIST).content.decode()
    assert "Hơi mặn" not in Client().get(good.get_absolute_url()).content.decode()
    assert decide(reviewer, review, ket_luan="dang").status_code == 302
    page = Client().get(good.get_absolute_url()).content.decode()
    assert "Hơi mặn" in page
    assert "345678" not in page.replace(" ", "")
    good.refresh_from_db()
    assert (good.review_count, good.rating) == (1, 2)
    assert AuditEvent.objects.get().action == "review.approved"


def test_hiding_asks_for_a_reason_and_keeps_it(good, reviewer):
    review = written(good)
    refused = decide(reviewer, review, ket_luan="an", ly_do="  ")
    assert refused.status_code == 422
    assert "Hãy ghi vì sao ẩn" in refused.content.decode()
    decide(reviewer, review, ket_luan="an", ly_do="Có số điện thoại")
    review.refresh_from_db()
    assert review.status == ProductReview.REJECTED
    assert AuditEvent.objects.get().reason == "Có số điện thoại"


def test_a_shown_review_may_be_hidden_later_and_no_longer_counts(good, reviewer):
    review = written(good)
    decide(reviewer, review, ket_luan="dang")
    decide(reviewer, review, ket_luan="an", ly_do="Đăng nhầm hàng")
    good.refresh_from_db()
    assert (good.review_count, good.rating) == (0, None)


def test_the_same_decision_again_changes_nothing(good, reviewer):
    review = written(good)
    decide(reviewer, review, ket_luan="dang")
    again = reviewer.post(
        f"{LIST}{review.pk}/quyet-dinh/", {"ket_luan": "dang", "ban": fingerprint(review)}, follow=True
    )
    assert "đã được quyết định như vậy" in again.content.decode()
    assert AuditEvent.objects.count() == 1


def test_words_rewritten_after_they_were_read_are_not_published(good, reviewer):
    review = written(good)
    read = fingerprint(review)
    ProductReview.objects.filter(pk=review.pk).update(body="Gọi tôi 0912 345 678")
    decide(reviewer, review, ket_luan="dang", ban=read)
    review.refresh_from_db()
    assert review.status == ProductReview.FOR_MODERATION


def test_another_provinces_reviewer_neither_sees_nor_decides(good):
    review = written(good)
    elsewhere = ProvinceFactory(code="01", name="Hà Nội", slug="ha-noi")
    stranger = sign_in(GrantFactory(role=Role.REVIEWER, province=elsewhere).user)
    assert "Hơi mặn" not in stranger.get(LIST).content.decode()
    assert decide(stranger, review, ket_luan="dang").status_code == 404
    review.refresh_from_db()
    assert review.status == ProductReview.FOR_MODERATION


def test_what_a_buyer_wrote_is_never_markup(good, reviewer):
    written(good, title="<script>x</script>", body="<b>đậm</b>")
    page = reviewer.get(LIST).content.decode()
    assert "<script>x" not in page
    assert "<b>đậm" not in page


def test_the_list_costs_the_same_for_few_and_many(good, reviewer):
    written(good)
    reviewer.get(LIST)  # what a process reads once
    with CaptureQueriesContext(connection) as few:
        reviewer.get(LIST)
    for number in range(12):
        ProductReview.objects.create(
            product=stocked_product(commune=CommuneFactory(province=good.province)),
            user=UserFactory(),
            score=5,
            title=f"Ngon {number}",
            body="Ngon",
            status=ProductReview.FOR_MODERATION,
        )
    with CaptureQueriesContext(connection) as many:
        assert reviewer.get(LIST).content.decode().count("<article") == 13
    assert len(many) == len(few)
