"""A seller imports a file with twenty kinds of errors, mends it from the report, and imports again. At phone size."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from sellers.listings.bulk.columns import COLUMNS
from sellers.listings.bulk.domain import working
from sellers.listings.bulk.models import ImportJob, RowState, SellerSku
from sellers.listings.models import Listing, ListingState
from tests.factories.goods import SellerFactory
from tests.factories.listings import picture_file, published, seller_user, spice_category, submitted, typed
from tests.factories.orders import placed_order
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db(transaction=True)

HEADINGS = {column.field: column.heading for column in COLUMNS}

# (what differs from a whole row, column of the report, a word of what is wrong)
ERRORS: list[tuple[dict[str, Any], str, str]] = [
    ({"sku": ""}, "Mã hàng", "Chưa có mã hàng"),
    ({"sku": "mã có dấu"}, "Mã hàng", "ký tự lạ"),
    ({"sku": "TRUNG"}, "Mã hàng", "có cả ở dòng"),
    ({"sku": "TRUNG"}, "Mã hàng", "có cả ở dòng"),
    ({"name": ""}, "Tên sản phẩm", "ô này trống"),
    ({"name": "T" * 81}, "Tên sản phẩm", "Dài 81 chữ"),
    ({"category": "Đồ điện"}, "Danh mục", "Không có danh mục"),
    ({"price_vnd": "hai trăm"}, "Giá bán (đồng)", "không phải số nguyên"),
    ({"price_vnd": "0"}, "Giá bán (đồng)", "Giá bằng 0"),
    ({"price_vnd": "99.000.000.000"}, "Giá bán (đồng)", "lớn quá"),
    ({"stock": "-3"}, "Tồn kho", "Số âm"),
    ({"stock": "1,5"}, "Tồn kho", "không phải số nguyên"),
    ({"weight_g": "nặng"}, "Khối lượng cả bao bì (g)", "không phải số nguyên"),
    ({"gtin": "8936012345670"}, "Mã vạch", "chưa đúng"),
    ({"season_months": "tháng 13"}, "Mùa vụ (tháng)", "không phải các tháng"),
    ({"shelf_life_days": "lâu"}, "Hạn dùng (ngày)", "không phải số nguyên"),
    ({"ocop_stars": "7"}, "Số sao OCOP", "lớn quá"),
    ({"ocop_decision_date": "31/2/2026"}, "Ngày quyết định OCOP", "trên lịch"),
    ({"ocop_decision_date": "hôm qua"}, "Ngày quyết định OCOP", "không phải ngày"),
    ({"lot_code": "Lô đẹp"}, "Mã lô", "chưa đúng"),
    (
        {"lot_code": "L-1", "lot_produced_on": "5/9/2026", "lot_expires_on": "5/8/2026", "lot_quantity": "5"},
        "Hạn dùng của lô",
        "chưa đúng",
    ),
    ({"storage": "#REF!"}, "Bảo quản", "lỗi công thức"),
    ({"description": "x" * 4001}, "Mô tả", "Dài 4.001"),
]


def whole(number: int, **changes: Any) -> dict[str, Any]:
    spice_category()
    basic = {**typed(), "sku": f"H-{number}", "category": "Gia vị khác", "season_months": "2, 3"}
    return {**basic, **changes}


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    fields = list(dict.fromkeys(["sku", *(name for row in rows for name in row)]))
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow([HEADINGS[name] for name in fields])
    writer.writerows([row.get(name, "") for name in fields] for row in rows)
    path.write_bytes(out.getvalue().encode("utf-8-sig"))
    return path


def work() -> None:
    """What the worker does beside the server."""
    working.work(job_id=ImportJob.objects.latest("pk").pk, now=timezone.now)


@pytest.fixture
def page(new_page, live_server):
    seller = SellerFactory(name="HTX Tỏi Gió")
    page: Page = new_page(javascript=True)
    key = sign_in(seller_user(seller)).session.session_key
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
    page.seller = seller  # type: ignore[attr-defined]
    return page


def test_a_file_with_twenty_kinds_of_errors_is_mended_from_its_report(page: Page, tmp_path: Path):
    seller = page.seller  # type: ignore[attr-defined]
    waiting = submitted(seller=seller, seed=2, name="Tin đang chờ duyệt xem")
    SellerSku.objects.create(seller=seller, listing=waiting, sku="CHO")
    live = published(seller=seller, seed=3, name="Hàng đang bán trên chợ")
    placed_order((live.product, 4))
    bad = [whole(number, **change) for number, (change, _, _) in enumerate(ERRORS)]
    bad += [{"sku": "CHO", "storage": "Ngăn mát"}, {"sku": f"L{live.pk}", "stock": "1"}]
    good = [whole(100), whole(101, ingredients="")]
    photo = tmp_path / "anh.zip"
    _zip(photo)

    page.goto("/kenh-nguoi-ban/san-pham/")
    page.get_by_role("link", name="Nhập nhiều hàng").click()
    page.get_by_label("Tệp hàng").set_input_files(write(tmp_path / "hang.csv", [*bad, *good]))
    page.get_by_label("Ảnh (.zip)").set_input_files(photo)
    page.get_by_role("button", name="Gửi và thử").click()
    expect(page.get_by_role("status")).to_contain_text("Đang đọc tệp")
    work()
    expect(page.get_by_role("group", name="Nhập dòng nào?")).to_be_visible()  # the page noticed by itself

    job = ImportJob.objects.get()
    found = {row.number: row for row in job.rows.all()}
    for number, (_, column, word) in enumerate(ERRORS, start=2):
        problems = [problem for problem in found[number].problems if problem["is_error"]]
        told = [(problem["column"], problem["wrong"]) for problem in problems]
        assert any(column == place and word in wrong for place, wrong in told), (number, column, told)
        assert all(problem["mend"] for problem in problems)
    assert "chờ người duyệt" in found[len(ERRORS) + 2].problems[0]["wrong"]
    assert "đang giữ 4" in found[len(ERRORS) + 3].problems[0]["wrong"]
    expect(page.get_by_text("Chưa có mã hàng.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    report = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert "Không có danh mục “Đồ điện”." in report and "Chép đúng một tên" in report

    page.get_by_role("button", name="Nhập các dòng này").click()
    expect(page.get_by_role("status")).to_contain_text("Đang nhập")
    work()
    expect(page.get_by_text("Đã nhập: 2 hàng mới")).to_be_visible()
    states = {sku.sku: sku.listing.state for sku in SellerSku.objects.filter(sku__startswith="H-")}
    assert states == {"H-100": ListingState.SUBMITTED, "H-101": ListingState.DRAFT}
    assert job.rows.filter(state=RowState.BAD).count() == len(bad)

    mended = write(tmp_path / "sua.csv", [whole(number) for number in range(4)] + [whole(101)])
    page.goto("/kenh-nguoi-ban/nhap-hang/")
    page.get_by_label("Tệp hàng").set_input_files(mended)
    page.get_by_role("button", name="Gửi và thử").click()
    work()
    page.get_by_role("button", name="Nhập các dòng này").click()
    work()
    expect(page.get_by_text("Đã nhập: 4 hàng mới, 1 cập nhật")).to_be_visible()
    assert Listing.objects.filter(seller=seller).count() == 2 + 2 + 4
    assert page.complaints == []  # type: ignore[attr-defined]


def _zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("H-100.jpg", picture_file(1).getvalue())
        archive.writestr("H-101.jpg", picture_file(4).getvalue())
