"""Sales are counted by period, good and province; the file holds every line and no formula."""

import datetime
import io

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from shop.aftersales.domain.cancel import cancel_order
from shop.order.models import SellerOrder
from shop.seller_centre.sales import sales, starts_of
from tests.factories.goods import SellerFactory, stocked_product
from tests.factories.listings import seller_user
from tests.factories.orders import placed_order
from tests.factories.places import CommuneFactory, PointFactory, ProvinceFactory, RunStopFactory
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


def test_periods_begin_on_mondays_and_firsts_of_months() -> None:
    day = datetime.date(2026, 1, 15)
    weeks, months = starts_of("tuan", day), starts_of("thang", day)
    assert (weeks[0], weeks[-1]) == (datetime.date(2025, 11, 24), datetime.date(2026, 1, 12))
    assert (months[0], months[-1]) == (datetime.date(2025, 2, 1), datetime.date(2026, 1, 1))


def test_figures_leave_out_what_was_cancelled() -> None:
    seller = SellerFactory()
    good, other = (
        stocked_product(seller=seller, price=50_000, title="Nho"),
        stocked_product(seller=seller, price=10_000),
    )
    far = CommuneFactory(province=ProvinceFactory(code="01", name="Hà Nội", slug="ha-noi"))
    placed_order((good, 3), other)
    placed_order((good, 1), stop=RunStopFactory(point=PointFactory(commune=far)))
    cancel_order(order=placed_order((other, 5)), actor=None, at=timezone.now())
    placed_order((stocked_product(), 9))

    found = sales(seller.pk, period="tuan", today=timezone.localdate())
    assert (found.sold_vnd, found.orders, found.cancelled, found.returned) == (210_000, 2, 1, 0)
    assert (found.bars[-1].amount_vnd, found.bars[-1].percent) == (210_000, 100)
    best = found.goods[0]
    assert (best.label, best.amount_vnd, best.count) == ("Nho", 200_000, 4)
    assert {bar.label: bar.amount_vnd for bar in found.provinces} == {"Khánh Hòa": 160_000, "Hà Nội": 50_000}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_file_holds_own_lines_and_no_formula(form: str) -> None:
    seller = SellerFactory()
    placed_order((stocked_product(seller=seller, title="=1+1"), 2))
    placed_order((stocked_product(title="Của nhà khác"), 2))
    client = sign_in(seller_user(seller))
    assert client.get("/kenh-nguoi-ban/doanh-thu/?ky=thang").status_code == 200
    content = client.get(f"/kenh-nguoi-ban/doanh-thu/tai-ve.{form}").content
    if form == "xlsx":
        rows = [list(row) for row in load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)]
    else:
        rows = [line.split(",") for line in content.decode("utf-8-sig").splitlines()]
    assert len(rows) == 2
    assert rows[1][2] == "'=1+1"
    assert rows[1][1] == SellerOrder.objects.get(seller=seller).number
