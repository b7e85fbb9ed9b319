"""A frozen run by goods, as it is loaded, as a workbook and as labels: the number of queries never grows."""

import datetime
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from shop.accounts.enums import Role
from shop.fulfilment.labels import labels_of_run
from shop.fulfilment.manifest_file import as_xlsx
from shop.fulfilment.models import Manifest
from shop.shipping.models import RunStop
from tests.factories.goods import stocked_product
from tests.factories.orders import placed_order
from tests.factories.people import GrantFactory
from tests.factories.places import RunStopFactory
from tests.factories.road import a_stop, frozen, order_at, pack_up
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return sign_in(GrantFactory(role=Role.ADMINISTRATOR).user)


def page(stop: RunStop, rest: str = "bang-ke/") -> str:
    return f"/quan-tri/chuyen-hang/{stop.run_id}/{rest}"


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_goods_are_summed_over_orders(client: Client) -> None:
    stop, good = a_stop(), stocked_product(stock=50)
    for quantity in (2, 3):
        placed_order((good, quantity), stop=stop)
    frozen(stop.run)
    html = text(client, page(stop) + "?theo=hang")
    assert good.title in html
    assert "<b>5</b>" in html


def test_the_last_stop_is_loaded_first(client: Client) -> None:
    near = a_stop()
    far = RunStopFactory(run=near.run, arrives_at=near.arrives_at + datetime.timedelta(hours=3))
    boxes = [pack_up(order_at(stop))[0] for stop in (near, far)]
    frozen(near.run)
    html = text(client, page(near) + "?theo=xep-xe")
    assert html.index(boxes[1].code) < html.index(boxes[0].code)


def test_the_workbook_holds_every_list_and_no_formula(client: Client) -> None:
    stop = a_stop()
    order = order_at(stop, buyer_name="=1+1")
    box = pack_up(order)[0]
    frozen(stop.run)
    book = load_workbook(io.BytesIO(client.get(page(stop, "bang-ke/xlsx/")).content))
    assert book.sheetnames == ["Theo điểm", "Theo nhà bán", "Theo hàng", "Xếp xe", "Thay đổi"]
    cells = [str(cell) for sheet in book for row in sheet.values for cell in row]
    assert box.code in cells
    assert "'=1+1" in cells


def test_labels_come_in_both_sizes(client: Client) -> None:
    stop = a_stop()
    box = pack_up(order_at(stop))[0]
    frozen(stop.run)
    assert box.code in text(client, page(stop, "tem/"))
    assert 'class="labels roll"' in text(client, page(stop, "tem/?kho=100x150"))


VIEWS = ("diem", "nha-ban", "hang", "xep-xe")


def queries_for(client: Client, orders: int) -> list[int]:
    """Return the queries of the four pages, the workbook and the labels of a run with so many orders."""
    stop = a_stop()
    for _ in range(orders):
        pack_up(order_at(stop))
    frozen(stop.run)
    manifest = Manifest.objects.get(run=stop.run)
    counted = []
    for read in (
        *[lambda view=view: text(client, f"{page(stop)}?theo={view}") for view in VIEWS],
        lambda: as_xlsx(manifest),
        lambda: labels_of_run(manifest),
    ):
        with CaptureQueriesContext(connection) as captured:
            assert read()
        counted.append(len(captured))
    return counted


def test_pages_files_and_labels_cost_the_same_for_few_and_many_parcels(client: Client) -> None:
    text(client, "/quan-tri/")  # what a process reads once
    with CaptureQueriesContext(connection) as frame:
        text(client, "/quan-tri/mau-tra-loi/")  # a page of templates: next to nothing but the office around it
    few, many = queries_for(client, 2), queries_for(client, 8)
    assert few == many
    assert max(many) <= len(frame) + 12
