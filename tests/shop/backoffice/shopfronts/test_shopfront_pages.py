"""Reviewers find edits of shop fronts in the queue and decide about them within their provinces."""

import pytest
from django.urls import reverse
from django.utils import timezone

from sellers.models import Partner
from sellers.shopfront import domain
from sellers.shopfront.models import ShopEdit
from shop.accounts.enums import Role
from tests.factories.goods import SellerFactory
from tests.factories.listings import seller_user
from tests.factories.people import GrantFactory
from tests.factories.places import ProvinceFactory
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


def test_an_edit_is_found_in_the_queue_and_decided_with_a_reason() -> None:
    seller = SellerFactory()
    domain.tell_story(seller=seller, story="Ba đời tốt nhất", actor=seller_user(seller), at=timezone.now())
    edit = ShopEdit.objects.get()
    address = reverse("backoffice:shopfront", args=[edit.pk])
    client = sign_in(GrantFactory(role=Role.REVIEWER).user)
    assert address in client.get(reverse("backoffice:queue")).content.decode()
    page = client.get(address).content.decode()
    assert "Ba đời tốt nhất" in page and "luật quảng cáo" in page
    decide, seen = reverse("backoffice:decide_shopfront", args=[edit.pk]), edit.submitted_at.isoformat()
    empty = client.post(decide, {"ket_luan": "tu-choi", "da_xem": seen})
    assert (empty.status_code, "ghi lý do" in empty.content.decode()) == (422, True)
    assert client.post(decide, {"ket_luan": "tu-choi", "da_xem": seen, "ly_do": "Bỏ chữ tốt nhất."}).status_code == 302
    told = sign_in(seller_user(seller)).get(reverse("seller_centre:shopfront")).content.decode()
    assert "Bỏ chữ tốt nhất." in told and "Ba đời tốt nhất" in told
    assert Partner.objects.get(pk=seller.pk).story == ""


def test_a_reviewer_of_another_province_does_not_see_it() -> None:
    seller = SellerFactory()
    domain.tell_story(seller=seller, story="Ba đời", actor=seller_user(seller), at=timezone.now())
    client = sign_in(
        GrantFactory(role=Role.REVIEWER, province=ProvinceFactory(code="01", name="Hà Nội", slug="ha-noi")).user
    )
    assert client.get(reverse("backoffice:shopfront", args=[ShopEdit.objects.get().pk])).status_code == 404
