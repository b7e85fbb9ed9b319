"""From a buyer's question to the product page: asked, answered by the seller, read by a moderator."""

import pytest
from django.test import Client

from catalogue.reviews.answers.models import Question, Reply
from catalogue.reviews.models import ProductReview
from shop.accounts.enums import Role
from shop.communication.models import Message
from tests.factories.goods import SellerFactory, stocked_product
from tests.factories.listings import seller_user
from tests.factories.people import GrantFactory, UserFactory
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
CENTRE = "/kenh-nguoi-ban/hoi-dap/"


def test_a_question_travels_to_the_product_page(settings) -> None:
    settings.PAGE_CACHE_SECONDS = 0
    good = stocked_product(seller=SellerFactory(name="HTX Nho"), title="Nho xanh")
    seller = sign_in(seller_user(good.stockrecords.get().partner))
    reviewer = sign_in(GrantFactory(role=Role.REVIEWER, province=good.province).user)

    def page() -> str:
        return Client().get(good.get_absolute_url()).content.decode()

    buyer = sign_in(UserFactory())
    assert buyer.post(f"/tai-khoan/hoi-dap/{good.pk}/", {"cau_hoi": "?"}).status_code == 422
    buyer.post(f"/tai-khoan/hoi-dap/{good.pk}/", {"cau_hoi": "Nho có hạt không?"})
    assert "Nho có hạt không?" in Message.objects.get(template="question_asked").body
    assert "Nho có hạt không?" not in page()
    assert "Nho có hạt không?" in seller.get(CENTRE).content.decode()

    question = Question.objects.get()
    seller.post(f"{CENTRE}{question.pk}/tra-loi/", {"noi_dung": "Không có hạt, cô chú yên tâm."})
    assert "Nho có hạt không?" not in seller.get(CENTRE).content.decode()
    desk = reviewer.get("/quan-tri/hoi-dap/").content.decode()
    assert "Nho có hạt không?" in desk and "Không có hạt" in desk
    for kind, text in (("cau-hoi", question), ("tra-loi", Reply.objects.get())):
        data = {"ket_luan": "dang", "ban": text.fingerprint}
        reviewer.post(f"/quan-tri/hoi-dap/{kind}/{text.pk}/quyet-dinh/", data)
    assert "Nho có hạt không?" in page() and "Không có hạt, cô chú yên tâm." in page()


def test_a_reply_to_a_review_stands_under_it(settings) -> None:
    settings.PAGE_CACHE_SECONDS = 0
    good = stocked_product()
    review = ProductReview.objects.create(
        product=good, user=UserFactory(), score=2, title="Mặn", body="Mặn quá", status=ProductReview.APPROVED
    )
    type(good).objects.filter(pk=good.pk).update(rating=2, review_count=1)
    seller = sign_in(seller_user(good.stockrecords.get().partner))
    assert "Mặn quá" in seller.get(f"{CENTRE}?loc=danh-gia").content.decode()
    answer = seller.post(f"/kenh-nguoi-ban/danh-gia/{review.pk}/tra-loi/", {"noi_dung": "ừ"})
    assert answer.status_code == 422
    seller.post(f"/kenh-nguoi-ban/danh-gia/{review.pk}/tra-loi/", {"noi_dung": "Mẻ sau sẽ nhạt hơn ạ."})
    assert "Mẻ sau" not in Client().get(good.get_absolute_url()).content.decode()
    Reply.objects.update(state="shown")
    page = Client().get(good.get_absolute_url()).content.decode()
    assert "Mặn quá" in page and "Mẻ sau sẽ nhạt hơn" in page
