"""Recording and deciding an authority's request, and keeping the list of words, in the back office."""

import pytest
from django.utils import timezone

from catalogue.models import Product
from sellers.listings.models import TakeDownRequest, WatchedWord
from shop.accounts.enums import Role
from tests.factories.listings import published
from tests.factories.people import GrantFactory
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
PAGE = "/quan-tri/tin-dang/yeu-cau-go/"


def test_a_letter_is_recorded_shown_as_due_and_carried_out() -> None:
    listing, client = published(), sign_in(GrantFactory(role=Role.ADMINISTRATOR).user)
    typed = {
        "listing": f"td-{listing.pk:04d}",
        "authority": "Cục Quản lý thị trường",
        "document_no": "45/QLTT",
        "demand": "Gỡ sản phẩm ghi sai nguồn gốc.",
        "received_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M"),
    }

    assert client.post(PAGE, typed).status_code == 302
    due = client.get(PAGE).content.decode()
    assert "45/QLTT" in due and "giờ" in due and "Quá hạn" not in due

    request = TakeDownRequest.objects.get()
    refused = client.post(f"{PAGE}{request.pk}/quyet-dinh/", {"viec": "go", "ly_do": ""})
    assert refused.status_code == 422 and Product.objects.get().is_public
    client.post(f"{PAGE}{request.pk}/quyet-dinh/", {"viec": "go", "ly_do": "Theo văn bản."})
    assert not Product.objects.get().is_public
    client.post(f"{PAGE}{request.pk}/quyet-dinh/", {"viec": "ban-lai", "ly_do": "Đã sửa nguồn gốc."})
    assert Product.objects.get().is_public


def test_what_was_typed_stays_when_the_listing_is_unknown() -> None:
    client = sign_in(GrantFactory(role=Role.ADMINISTRATOR).user)
    answer = client.post(PAGE, {"listing": "TD-99999", "authority": "Cục A", "document_no": "1", "demand": "x"})
    page = answer.content.decode()
    assert answer.status_code == 422 and 'value="Cục A"' in page
    assert not TakeDownRequest.objects.exists()


def test_words_are_added_and_removed() -> None:
    client = sign_in(GrantFactory(role=Role.ADMINISTRATOR).user)
    client.post("/quan-tri/tin-dang/tu-cam/", {"words": "Thịt Thú Rừng", "grade": "forbidden", "reason": "Luật"})
    word = WatchedWord.objects.get(words="thịt thú rừng")
    assert "thịt thú rừng" in client.get("/quan-tri/tin-dang/tu-cam/").content.decode()
    client.post(f"/quan-tri/tin-dang/tu-cam/{word.pk}/bo/")
    assert not WatchedWord.objects.filter(pk=word.pk).exists()
