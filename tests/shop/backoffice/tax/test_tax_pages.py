"""Finance enters rates, switches withholding on, and takes the files."""

import io

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from sellers.enums import LegalType
from sellers.tax.models import TaxRate, WithholdingDecision
from shop.accounts.enums import Role
from tests.factories.payouts import delivered_order, seller_with_account
from tests.factories.people import GrantFactory
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
ADDRESS = "/quan-tri/thue/"


@pytest.fixture
def client() -> Client:
    return sign_in(GrantFactory(role=Role.FINANCE).user)


def test_withholding_waits_for_every_rate_then_runs_from_page_to_file(client: Client) -> None:
    today = f"{timezone.localdate()}"
    on = {"is_on": "1", "starts_on": today, "reason": "CV 12"}
    refused = client.post(f"{ADDRESS}khau-tru/", on)
    assert refused.status_code == 422 and "CV 12" in refused.content.decode()
    for tax in ("vat", "pit"):
        for kind in ("goods", "service", "transport"):
            for resident in ("1", "0"):
                data = {"tax": tax, "sale_kind": kind, "is_resident": resident, "per_cent": "0,5", "valid_from": today}
                assert client.post(f"{ADDRESS}muc/", {**data, "legal_basis": "NĐ"}).status_code == 302
    assert client.post(f"{ADDRESS}khau-tru/", on).status_code == 302
    assert WithholdingDecision.objects.get().is_on and TaxRate.objects.filter(valid_to=None).count() == 12
    seller = seller_with_account(legal_type=LegalType.INDIVIDUAL, tax_code="8123456789")
    delivered_order(seller, 100_000)
    day = timezone.localdate()
    page = client.get(ADDRESS).content.decode()
    address = f"{ADDRESS}to-khai/{day.year}/{day.month}/to-khai.xlsx"
    assert address in page and "Đang khấu trừ" in page
    book = load_workbook(io.BytesIO(b"".join(client.get(address).streaming_content)))
    assert book.sheetnames == ["01-CNKD-TMĐT", "01-1-BK-CNKD-TMĐT"]
    assert [cell.value for cell in book.worksheets[1][2]][-4:] == [100_000, 500, 500, 1_000]
    assert client.get(f"{ADDRESS}chung-tu/{seller.slug}/{day.year}.xlsx").status_code == 200
    owner = sign_in(GrantFactory(role=Role.SELLER_OWNER, seller=seller).user)
    assert owner.get(f"/kenh-nguoi-ban/doi-soat/thue/{day.year}.xlsx").status_code == 200
