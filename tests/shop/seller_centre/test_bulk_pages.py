"""The pages of imports and exports."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from sellers.listings.bulk.domain import working
from sellers.listings.bulk.models import ImportJob, SellerSku
from shop.accounts.enums import Role
from tests.factories.goods import SellerFactory
from tests.factories.listings import draft, published, seller_user, spice_category
from tests.factories.orders import placed_order
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


def table_of(response, kind: str = "csv") -> list[list[str]]:
    content = b"".join(response.streaming_content)
    if kind == "csv":
        assert content.startswith(b"\xef\xbb\xbf")
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_a_file_is_sent_tried_chosen_and_reported():
    spice_category()
    client = sign_in(seller_user(SellerFactory()))
    text = "Mã hàng;Tên sản phẩm;Danh mục;Giá bán\nA-1;Tỏi đen Phan Rang;Gia vị khác;245.000\nA-2;Tỏi;Gia vị khác;x"

    sent = client.post(reverse("seller_centre:imports"), {"file": SimpleUploadedFile("hang.csv", text.encode())})
    job = ImportJob.objects.get()
    assert sent.headers["Location"] == reverse("seller_centre:import", args=[job.pk])
    assert "Đang đọc tệp" in client.get(sent.headers["Location"]).content.decode()

    working.work(job_id=job.pk, now=timezone.now)
    page = client.get(sent.headers["Location"]).content.decode()
    assert "“x” không phải số nguyên." in page and "Nhập dòng nào?" in page

    refused = client.post(reverse("seller_centre:import_choose", args=[job.pk]), {"which": "chon", "numbers": "a"})
    assert refused.status_code == 422 and "Ghi số dòng như 2, 5-9." in refused.content.decode()
    client.post(reverse("seller_centre:import_choose", args=[job.pk]), {"which": "chon", "row": ["2"]})
    working.work(job_id=job.pk, now=timezone.now)
    assert SellerSku.objects.get().sku == "A-1"
    for kind in ("csv", "xlsx"):
        rows = table_of(client.get(reverse("seller_centre:import_report", args=[job.pk, kind])), kind)
        assert [str(cell) for cell in rows[1][:4]] == ["2", "A-1", "Tỏi đen Phan Rang", "thêm mới"]


def test_a_form_without_a_file_says_what_to_choose():
    client = sign_in(seller_user(SellerFactory()))
    page = client.post(reverse("seller_centre:imports"), {})
    assert page.status_code == 422 and "Chọn tệp .xlsx hoặc .csv đã điền." in page.content.decode()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_looks_like_a_formula_is_exported_as_text_and_comes_back_unchanged(kind: str):
    listing = draft(name='=HYPERLINK("http://ac.example";"Tỏi")', ingredients="+Tỏi 100%")
    client = sign_in(seller_user(listing.seller))

    rows = table_of(client.get(reverse("seller_centre:export", args=["san-pham", kind])), kind)

    cells = dict(zip(rows[0], rows[1], strict=True))
    assert cells["Tên sản phẩm"] == '\'=HYPERLINK("http://ac.example";"Tỏi")'
    assert cells["Thành phần"] == "'+Tỏi 100%"
    assert cells["Mã hàng"] == f"L{listing.pk}"
    before = dict(listing.content)
    response = client.get(reverse("seller_centre:export", args=["san-pham", kind]))
    upload = SimpleUploadedFile(f"lai.{kind}", b"".join(response.streaming_content))
    client.post(reverse("seller_centre:imports"), {"file": upload})
    job = ImportJob.objects.get()
    working.work(job_id=job.pk, now=timezone.now)
    client.post(reverse("seller_centre:import_choose", args=[job.pk]), {"which": "tat-ca"})
    working.work(job_id=job.pk, now=timezone.now)
    assert job.rows.get().outcome == "unchanged"
    listing.refresh_from_db()
    assert listing.content == before


def test_exports_hold_the_sellers_own_rows_only_with_buyers_masked():
    listing, other = published(), published(seed=9, name="Hàng của người khác xa")
    order = placed_order(listing.product, buyer_name="Nguyễn Thị Lan")
    placed_order(other.product)
    client = sign_in(seller_user(listing.seller))

    stock = table_of(client.get(reverse("seller_centre:export", args=["ton-kho", "csv"])))
    orders = table_of(client.get(reverse("seller_centre:export", args=["don-hang", "csv"])))
    money = table_of(client.get(reverse("seller_centre:export", args=["doi-soat", "csv"])))

    assert stock[1:] == [[f"L{listing.pk}", listing.product.title, "245000", "86", "1", "85"]]
    assert [row[0] for row in orders[1:]] == [order.seller_orders.get().number]
    assert orders[1][5:7] == ["N. T. Lan", "••• 678"]
    assert [row[2] for row in money[1:]] == [order.number]


def test_a_manager_cannot_take_the_statement_of_the_owner():
    seller = SellerFactory()
    client = sign_in(seller_user(seller, Role.SELLER_MANAGER))
    assert client.get(reverse("seller_centre:export", args=["doi-soat", "csv"])).status_code == 404
    assert "Đối soát" not in client.get(reverse("seller_centre:exports")).content.decode().split("<main")[1]
