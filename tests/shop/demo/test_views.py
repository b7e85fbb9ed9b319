import re

import pytest
from django.test import Client

from shop.accounts.second_factor import current_code
from shop.communication.models import Message
from shop.demo.people import PASSWORD, SECOND_FACTOR_SECRET
from shop.demo.signins import table

pytestmark = pytest.mark.django_db


def test_demo_page_is_not_there_without_the_demo_market(settings):
    settings.DEMO_MARKET = False
    assert Client().get("/demo/").status_code == 404


def test_demo_page_lists_people_and_codes(settings):
    settings.DEMO_MARKET = True
    Message.objects.create(
        key="a", recipient="+84900000001", template="sign_in_code", body="Mã đăng nhập 482913", is_secret=True
    )
    Message.objects.create(key="b", recipient="+84900000001", template="t", body="Đơn đã nhận", is_secret=False)
    response = Client().get("/demo/")
    page = response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]
    assert all(text in page for text in ("0900 000 021", "Tà Yên Thị Hoa", PASSWORD, "Mã đăng nhập 482913"))
    assert "Đơn đã nhận" not in page
    assert re.search(rf"\b{current_code(SECOND_FACTOR_SECRET)}\b", page)


def test_table_names_one_person_per_role():
    phones = re.findall(r"0900 000 \d{3}", table())
    assert len(phones) == len(set(phones)) == 13
