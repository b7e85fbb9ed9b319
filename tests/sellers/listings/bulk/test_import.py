"""An import from the file to the listings: dry run, report, choice, repetition, crash."""

from __future__ import annotations

import csv
import datetime
import io
import unicodedata
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import Workbook

from catalogue.models import Category
from sellers.listings.bulk.columns import COLUMNS
from sellers.listings.bulk.domain import working
from sellers.listings.bulk.domain.choosing import NothingChosen, choose
from sellers.listings.bulk.domain.resuming import discard_old, resume_silent
from sellers.listings.bulk.domain.uploading import ImportRunning, start_import
from sellers.listings.bulk.models import ImportJob, ImportState, Outcome, RowState, SellerSku
from sellers.listings.bulk.problems import FileRefused
from sellers.listings.bulk.queries import report_rows
from sellers.listings.bulk.templates_of_files import csv_template, xlsx_template
from sellers.listings.domain.moderation import approve
from sellers.listings.kinds import kinds
from sellers.listings.models import Listing, ListingState, StockChange
from sellers.models import StockRecord
from tests.factories.goods import SellerFactory
from tests.factories.listings import picture_file, published, reviewer, seller_user, spice_category, submitted, typed
from tests.factories.orders import placed_order

pytestmark = pytest.mark.django_db

HEADINGS = {column.field: column.heading for column in COLUMNS}


def cells(sku: str, **changes: Any) -> dict[str, Any]:
    """Return a whole row by field."""
    spice_category()
    row = {"sku": sku, **typed(), "category": "Gia vị khác", "season_months": "2, 3", **changes}
    return {name: value for name, value in row.items() if value is not None}


def csv_of(*rows: dict[str, Any], delimiter: str = ";", encoding: str = "utf-8-sig") -> SimpleUploadedFile:
    fields = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow([HEADINGS.get(name, name) for name in fields])
    writer.writerows([row.get(name, "") for name in fields] for row in rows)
    return SimpleUploadedFile("hang.csv", out.getvalue().encode(encoding))


def zip_of(**files: bytes) -> SimpleUploadedFile:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return SimpleUploadedFile("anh.zip", out.getvalue())


def tried(seller: Any, *rows: dict[str, Any], pictures: Any = None, upload: Any = None) -> ImportJob:
    """Send a file and let the job try it."""
    job = start_import(
        seller=seller, upload=upload or csv_of(*rows), pictures=pictures, actor=seller_user(seller), at=timezone.now()
    )
    working.work(job_id=job.pk, now=timezone.now)
    job.refresh_from_db()
    return job


def imported(job: ImportJob, which: str = "tat-ca", submits: bool = False, numbers: Any = ()) -> ImportJob:
    choose(job=job, which=which, numbers=numbers, submits=submits, actor=job.actor, at=timezone.now())
    working.work(job_id=job.pk, now=timezone.now)
    job.refresh_from_db()
    return job


def test_a_dry_run_writes_no_listing_and_says_what_is_missing():
    seller = SellerFactory()

    job = tried(seller, cells("A-1"), cells("A-2", ingredients=None), cells("A-3", price_vnd="mười nghìn"))

    assert job.state == ImportState.CHECKED
    assert not Listing.objects.exists() and not SellerSku.objects.exists()
    assert [row.state for row in job.rows.all()] == [RowState.INCOMPLETE, RowState.INCOMPLETE, RowState.BAD]
    report = list(report_rows(job))
    assert report[0] == ["Dòng", "Mã hàng", "Tên sản phẩm", "Kết quả", "Cột", "Sai gì", "Làm gì"]
    assert [line[0:2] + line[4:] for line in report if line[1] == "A-3"] == [
        [
            4,
            "A-3",
            "Giá bán (đồng)",
            "“mười nghìn” không phải số nguyên.",
            "Chỉ ghi chữ số, ví dụ 1200 hoặc 1.200. Dấu phẩy là phần lẻ.",
        ]
    ]
    assert {line[4] for line in report if line[1] == "A-2"} == {"Thành phần", "Ảnh"}


def test_imported_goods_are_drafts_that_go_the_editors_way_to_the_shelf():
    seller = SellerFactory()
    job = tried(seller, cells("A-1"), cells("A-2"), pictures=zip_of(**{"anh__A-1.jpg": picture_file(1).getvalue()}))

    imported(job, submits=True)

    first, second = (SellerSku.objects.get(sku=sku).listing for sku in ("A-1", "A-2"))
    assert (first.state, second.state) == (ListingState.SUBMITTED, ListingState.DRAFT)
    assert first.content["price_vnd"] == 245_000 and first.content["season_months"] == [2, 3]
    assert first.pictures.count() == 1
    assert job.state == ImportState.DONE


def test_a_second_import_updates_and_never_doubles():
    seller = SellerFactory()
    pictures = {"A-1.jpg": picture_file(1).getvalue(), "A-1-2.jpg": picture_file(5).getvalue()}
    imported(tried(seller, cells("A-1"), cells("A-2"), pictures=zip_of(**pictures)))

    again = imported(
        tried(seller, cells("A-1", name="Tỏi đen hạng nhất vườn"), cells("A-2"), pictures=zip_of(**pictures))
    )

    assert Listing.objects.count() == 2
    assert list(again.rows.values_list("outcome", flat=True)) == [Outcome.UPDATED, Outcome.UNCHANGED]
    listing = SellerSku.objects.get(sku="A-1").listing
    assert listing.content["name"] == "Tỏi đen hạng nhất vườn" and listing.content["ingredients"] == "Tỏi 100%"
    assert listing.pictures.count() == 2


def test_the_same_code_of_another_seller_is_another_good():
    first, second = SellerFactory(), SellerFactory()
    imported(tried(first, cells("A-1")))
    imported(tried(second, cells("A-1", name="Hàng của người khác")))

    assert sorted(SellerSku.objects.values_list("listing__seller", "listing__content__name")) == sorted(
        [(first.pk, typed()["name"]), (second.pk, "Hàng của người khác")]
    )


def test_a_live_good_changes_price_and_stock_at_once_and_its_text_only_after_review():
    listing = published()
    SellerSku.objects.create(seller=listing.seller, listing=listing, sku="A-1")

    imported(tried(listing.seller, {"sku": "A-1", "price_vnd": "250.000,00 đ", "stock": 40, "storage": "Ngăn mát"}))

    record = StockRecord.objects.get(product=listing.product)
    assert (int(record.price), record.num_in_stock) == (250_000, 40)
    assert StockChange.objects.filter(stockrecord=record, reason="Nhập tệp hang.csv").exists()
    listing.refresh_from_db()
    assert listing.state == ListingState.DRAFT and listing.content["storage"] == "Ngăn mát"
    assert listing.product.storage == "Nơi khô mát" and listing.product.is_public


def test_a_price_far_from_the_approved_one_waits_for_a_person_and_stock_does_not():
    listing = published()
    SellerSku.objects.create(seller=listing.seller, listing=listing, sku="A-1")
    record = StockRecord.objects.get(product=listing.product)
    before = int(record.price)
    row = {"sku": "A-1", "price_vnd": before * 2, "stock": 41}

    first = imported(tried(listing.seller, row))

    record.refresh_from_db()
    listing.refresh_from_db()
    assert (int(record.price), record.num_in_stock) == (before, 41)
    assert (listing.state, listing.proposed_price_vnd) == (ListingState.SUBMITTED, before * 2)
    assert first.rows.get().outcome == Outcome.UPDATED

    again = imported(tried(listing.seller, row))
    assert again.rows.get().outcome == Outcome.UNCHANGED
    other = tried(listing.seller, {**row, "price_vnd": before * 3})
    assert other.rows.get().state == RowState.BAD
    assert "phải được duyệt" in other.rows.get().problems[0]["wrong"]

    approve(listing=listing, seen=listing.submitted_at, reviewer=reviewer(), at=timezone.now())
    record.refresh_from_db()
    assert (int(record.price), record.num_in_stock) == (before * 2, 41)


def test_an_empty_cell_keeps_and_a_dash_clears():
    seller = SellerFactory()
    imported(tried(seller, cells("A-1", warning="Có thể gây dị ứng")))

    imported(tried(seller, {"sku": "A-1", "storage": "", "warning": "-"}))

    content = SellerSku.objects.get(sku="A-1").listing.content
    assert content["storage"] == "Nơi khô mát" and "warning" not in content


def test_a_listing_under_review_is_not_changed_behind_the_reviewer():
    listing = submitted()
    SellerSku.objects.create(seller=listing.seller, listing=listing, sku="A-1")

    job = tried(listing.seller, {"sku": "A-1", "storage": "Ngăn mát"})

    assert job.rows.get().state == RowState.BAD
    assert "đang chờ người duyệt" in job.rows.get().problems[0]["wrong"]


def test_goods_without_a_code_are_found_by_the_number_of_their_export():
    listing = published()

    imported(tried(listing.seller, {"sku": f"L{listing.pk}", "stock": 7}))

    assert StockRecord.objects.get(product=listing.product).num_in_stock == 7
    stranger = tried(SellerFactory(), {"sku": f"L{listing.pk}", "stock": 9})
    assert stranger.rows.get().state == RowState.BAD  # to another seller it is a new good without a name


def test_stock_below_what_orders_hold_is_refused():
    listing = published()
    placed_order((listing.product, 3))

    job = tried(listing.seller, {"sku": f"L{listing.pk}", "stock": 2})

    assert job.rows.get().problems[0]["column"] == "Tồn kho"
    assert "đang giữ 3" in job.rows.get().problems[0]["wrong"]


def test_only_the_chosen_rows_are_imported_and_bad_ones_never():
    seller = SellerFactory()
    job = tried(seller, cells("A-1"), cells("A-2"), cells("A-3", stock="-4"))

    imported(job, which="chon", numbers=[2, 4])
    assert list(SellerSku.objects.values_list("sku", flat=True)) == ["A-1"]
    assert job.state == ImportState.CHECKED  # A-2 may still be chosen

    with pytest.raises(NothingChosen):
        choose(job=job, which="chon", numbers=[4], submits=False, actor=job.actor, at=timezone.now())


def test_after_a_crash_the_next_job_goes_on_and_does_each_row_once(monkeypatch):
    seller = SellerFactory()
    monkeypatch.setattr(working, "BATCH", 2)
    job = tried(seller, *[cells(f"A-{n}") for n in range(5)])
    choose(job=job, which="tat-ca", submits=False, actor=job.actor, at=timezone.now())
    batches: list[int] = []
    whole = working.apply_rows

    def dies_after_the_second(**options: Any) -> None:
        whole(**options)
        batches.append(len(options["rows"]))
        if len(batches) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(working, "apply_rows", dies_after_the_second)
    with pytest.raises(KeyboardInterrupt):
        working.work(job_id=job.pk, now=timezone.now)
    assert Listing.objects.count() == 2  # the broken batch left nothing behind

    monkeypatch.setattr(working, "apply_rows", whole)
    later = timezone.now() + datetime.timedelta(minutes=3)
    assert resume_silent(at=later) == 1
    assert resume_silent(at=later) == 0
    working.work(job_id=job.pk, now=timezone.now)
    working.work(job_id=job.pk, now=timezone.now)
    job.refresh_from_db()
    assert job.state == ImportState.DONE
    assert sorted(SellerSku.objects.values_list("sku", flat=True)) == [f"A-{n}" for n in range(5)]
    assert Listing.objects.count() == 5


def test_one_file_at_a_time():
    seller = SellerFactory()
    start_import(seller=seller, upload=csv_of(cells("A-1")), actor=seller_user(seller), at=timezone.now())
    with pytest.raises(ImportRunning):
        start_import(seller=seller, upload=csv_of(cells("A-1")), actor=seller_user(seller), at=timezone.now())


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [("utf-8-sig", ";"), ("utf-8", ","), ("utf-16", "\t"), ("utf-16-le", ","), ("cp1258", ";")],
)
def test_files_of_every_vietnamese_spreadsheet_are_read(encoding: str, delimiter: str):

    row = cells("A-1", name="Tỏi đen Đường Lâm ủ chượp", storage="Để nơi mát", description=None)
    if encoding == "cp1258":  # vowels with their mark, tones as combining marks
        row = {name: _for_1258(str(value)) for name, value in row.items()}
        upload = csv_of_1258(row)
    else:
        upload = csv_of(row, delimiter=delimiter, encoding=encoding)

    job = tried(SellerFactory(), upload=upload)

    assert job.rows.get().cells["name"] == unicodedata.normalize("NFC", "Tỏi đen Đường Lâm ủ chượp")
    assert job.rows.get().state == RowState.INCOMPLETE


def _for_1258(text: str) -> str:

    tones = "\u0300\u0309\u0303\u0301\u0323"
    out = ""
    for character in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", character)
        marks = "".join(part for part in parts if part in tones)
        out += unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones)) + marks
    return out


def csv_of_1258(row: dict[str, str]) -> SimpleUploadedFile:
    lines = [";".join(_for_1258(HEADINGS[name]) for name in row), ";".join(row.values())]
    return SimpleUploadedFile("hang.csv", "\r\n".join(lines).encode("cp1258"))


def test_an_excel_file_with_real_dates_and_numbers_is_read():

    book = Workbook()
    row = cells("A-1", price_vnd=245000.0, gtin=8936012345674.0, lot_code="TD-1", lot_quantity=5,
                lot_produced_on=datetime.date(2026, 9, 5), lot_expires_on=46635)  # fmt: skip
    book.active.append([HEADINGS[name] for name in row])
    book.active.append(list(row.values()))
    out = io.BytesIO()
    book.save(out)

    imported(tried(SellerFactory(), upload=SimpleUploadedFile("hang.xlsx", out.getvalue())))

    content = Listing.objects.get().content
    assert (content["price_vnd"], content["gtin"]) == (245_000, "8936012345674")
    assert (content["lot_produced_on"], content["lot_expires_on"]) == ("2026-09-05", "2027-09-05")


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.code)
def test_the_example_of_every_template_can_be_imported(kind):
    code = f"{kind.categories[0]}z"
    food = Category.objects.get_root(spice_category())
    Category.objects.add_child(food, {"name": f"Nhóm {code}", "slug": f"nhom-{kind.code}", "code": code})
    text = "".join(csv_template(kind)).encode()
    for upload in (
        SimpleUploadedFile("mau.csv", text),
        SimpleUploadedFile("mau.xlsx", xlsx_template(kind).read()),
    ):
        job = tried(SellerFactory(), upload=upload)
        assert job.remarks == []
        assert {problem["column"] for problem in job.rows.get().problems} <= {"Ảnh"}, job.rows.get().problems


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "trống"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, ".xls đời cũ"),
        (b"PK\x03\x04 nothing", "bị hỏng"),
        ("Tên;Giá\nTỏi;5".encode(), "Mã hàng"),
        ("Mã hàng;Tên sản phẩm\n# ghi chú".encode(), "chỉ có dòng tiêu đề"),
        (b"\x00\x01\x02\x03" * 40, ""),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content: bytes, word: str):
    job = tried(SellerFactory(), upload=SimpleUploadedFile("hang.csv", content or b" "))
    assert job.state == ImportState.REFUSED
    assert word in job.refusal and job.refusal


def test_an_excel_bomb_is_refused_before_it_swells():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 310_000_000)
    job = tried(SellerFactory(), upload=SimpleUploadedFile("hang.xlsx", out.getvalue()))
    assert job.state == ImportState.REFUSED and "phình" in job.refusal


def test_hostile_pictures_of_a_zip_are_refused_one_by_one():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../A-1.jpg", picture_file(1).getvalue())
        archive.writestr("A-1-2.jpg", b"0" * 9_000_000)
        archive.writestr("A-1-3.jpg", b"<script>alert(1)</script>")
        archive.writestr("khong-co.jpg", picture_file(3).getvalue())
        archive.writestr("A-1.jpg", picture_file(4).getvalue())

    job = tried(SellerFactory(), cells("A-1"), pictures=SimpleUploadedFile("anh.zip", out.getvalue()))

    assert {picture.name: bool(picture.problem) for picture in job.pictures.all()} == {
        "../../A-1.jpg": True,
        "A-1-2.jpg": True,
        "A-1-3.jpg": True,
        "khong-co.jpg": True,
        "A-1.jpg": False,
    }
    imported(job)
    assert Listing.objects.get().pictures.count() == 1


def test_a_zip_that_is_none_is_refused_at_once():
    with pytest.raises(FileRefused, match="Tệp ảnh không phải"):
        tried(SellerFactory(), cells("A-1"), pictures=SimpleUploadedFile("anh.zip", b"none"))


def test_old_imports_go_with_their_files():
    job = tried(SellerFactory(), cells("A-1"))
    storage, name = job.file.storage, job.file.name
    assert storage.exists(name)
    assert discard_old(at=timezone.now()) == 0
    assert discard_old(at=timezone.now() + datetime.timedelta(days=31)) == 1
    assert not ImportJob.objects.exists()


def test_a_reviewer_decides_about_imported_goods_as_about_any():

    seller = SellerFactory()
    imported(tried(seller, cells("A-1"), pictures=zip_of(**{"A-1.jpg": picture_file(1).getvalue()})), submits=True)
    listing = Listing.objects.get()
    approve(listing=listing, seen=listing.submitted_at, reviewer=reviewer(), at=timezone.now())
    assert Listing.objects.get().product.is_public
