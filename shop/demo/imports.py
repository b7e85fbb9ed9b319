"""A file a seller sent and tried: some rows are ready, some lack something, some hold mistakes."""

from __future__ import annotations

import datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from sellers.listings.bulk.columns import BY_FIELD
from sellers.listings.bulk.domain.uploading import start_import
from sellers.listings.bulk.domain.working import work
from sellers.listings.bulk.models import ImportJob
from sellers.listings.bulk.spreadsheets import csv_lines
from shop.accounts.models import RoleGrant, User

OWNER = "chu-thai-an"
CATEGORY = "Rau, củ, quả, hạt tươi"
# (mã hàng, tên, giá, tồn kho): prices and stock are invented.
ROWS = (
    ("TAO-XANH-1KG", "Táo xanh Ninh Thuận hái trong ngày", "35.000", "120"),
    ("TAO-XANH-5KG", "Táo xanh Ninh Thuận thùng 5 kg", "165.000", "40"),
    ("NHO-BLACK-1KG", "Nho Black Queen chọn chùm", "hai trăm", "60"),
    ("NHO-BLACK-1KG", "Nho Black Queen loại hai", "150.000", "-5"),
    ("", "Nha đam gọt sẵn gói 500 g", "28.000", "90"),
)


# Wholesale price from 10 on; the second is dearer than the single price, a mistake to see.
WHOLESALE = {"TAO-XANH-1KG": "31.500", "TAO-XANH-5KG": "170.000"}


def load_import(*, people: dict[str, User], now: datetime.datetime) -> None:
    """Send and try the file unless the seller has one."""
    owner = people[OWNER]
    seller = RoleGrant.objects.select_related("seller").get(user=owner, seller__isnull=False).seller
    if seller is None or ImportJob.objects.filter(seller=seller).exists():
        return
    content = "".join(csv_lines([list(_headings()), *(_row(*row) for row in ROWS)])).encode()
    upload = SimpleUploadedFile("hang-vu-cuoi-nam.csv", content)
    job = start_import(seller=seller, upload=upload, actor=owner, at=now - datetime.timedelta(hours=1))
    work(job_id=job.pk, now=timezone.now)


def _headings() -> list[str]:
    return [BY_FIELD[name].heading for name in (*_cells("", "", "", ""),)]


def _row(sku: str, name: str, price: str, stock: str) -> list[str]:
    return list(_cells(sku, name, price, stock).values())


def _cells(sku: str, name: str, price: str, stock: str) -> dict[str, str]:
    return {
        "sku": sku,
        "name": name,
        "category": CATEGORY,
        "price_vnd": price,
        "stock": stock,
        "unit": "kg",
        "net_content": "1 kg",
        "weight_g": "1.050",
        "description": "Hái buổi sáng ở xã Vĩnh Hải, xếp thùng có lót giấy, giao theo chuyến.",
        "storage": "Ngăn mát tủ lạnh, 5 đến 10 °C",
        "shelf_life_days": "7",
        "season_months": "10-12",
        "step1_quantity": "10" if sku in WHOLESALE else "",
        "step1_vnd": WHOLESALE.get(sku, ""),
    }
