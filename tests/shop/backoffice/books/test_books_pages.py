"""Finance reads the books, closes months in their order, and two open one again."""

import datetime
import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from shop.accounts.enums import Role
from shop.backoffice.books.checking import check_books
from shop.ledger.domain.posting import Side, post
from shop.ledger.enums import AccountKind
from shop.ledger.models import Account, BooksCheck, MonthClose, Transaction
from shop.ledger.months import month_of, next_month, starts_at
from shop.order.models import Order
from shop.payment.enums import ReceiptState
from shop.payment.models import Receipt
from tests.factories.goods import stocked_product
from tests.factories.orders import placed_order
from tests.factories.payouts import delivered_order, payout_of, seller_with_account, settled
from tests.factories.people import GrantFactory
from tests.factories.places import ProvinceFactory
from tests.shop.ledger.test_months import moment, sale
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
ADDRESS = "/quan-tri/so-sach/"
CLOSING = f"{ADDRESS}khoa-so/"


def finance(**more: Any) -> Client:
    return sign_in(GrantFactory(role=Role.FINANCE, **more).user)


def text(answer: Any) -> str:
    return answer.content.decode()


def cells(answer: Any) -> list[list[Any]]:
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_the_trial_balance_is_equal_on_both_sides_on_screen_and_as_a_spreadsheet() -> None:
    order = placed_order(stocked_product(price=30_000))
    client = finance()
    page = text(client.get(ADDRESS))
    assert "Người mua còn phải trả" in page and "Sổ sách" in page
    last = cells(client.get(f"{ADDRESS}can-doi.xlsx"))[-1]
    assert last[1] == "Cộng" and last[4] == last[5] == order.total_vnd and last[6] == last[7]
    wrong = client.get(ADDRESS, {"tu": "2026-11-30", "den": "2026-11-01"})
    assert wrong.status_code == 422 and "Ngày cuối phải sau ngày đầu" in text(wrong)


def test_an_account_shows_its_entries_with_links_and_can_be_filtered() -> None:
    seller = seller_with_account(name="HTX Tỏi Đỏ")
    order = delivered_order(seller, 10_000)
    settled()
    client, later = finance(), timezone.localdate() + datetime.timedelta(days=20)
    period = {"tu": f"{timezone.localdate():%Y-%m-01}", "den": f"{later:%Y-%m-%d}"}
    listed = text(client.get(f"{ADDRESS}tai-khoan/", {"q": "tỏi đỏ", **period}))
    account = Account.objects.get(kind="seller_settled")
    page = f"{ADDRESS}tai-khoan/{account.pk}/"
    assert page in listed and "HTX Tỏi Đỏ" in listed and f"{ADDRESS}tai-khoan/0" not in listed
    shown = text(client.get(page, period))
    payout = payout_of(seller)
    assert f"/quan-tri/chi-tra/ban/{payout.pk}/" in shown and f"?q={order.number}" in shown
    assert "Không có bút toán nào" in text(client.get(page, {**period, "viec": "payout-paid"}))
    rows = cells(client.get(f"{page}so-chi-tiet.xlsx", period))
    assert rows[1][-1] == 0 and rows[-1][-1] == -payout.amount_vnd
    event = Transaction.objects.get(kind="part-settled")
    sides = text(client.get(f"{ADDRESS}but-toan/{event.pk}/"))
    assert "HTX Tỏi Đỏ" in sides and event.business_key in sides


def test_a_month_is_not_closed_before_a_check_that_finds_everything_right() -> None:
    sale("a", moment(10, 30))
    Receipt.objects.create(
        provider="vietqr",
        external_id="1",
        state=ReceiptState.UNMATCHED,
        amount_vnd=5_000,
        paid_at=moment(10, 30),
        created_at=moment(10, 30),
    )
    client = finance()
    page = text(client.get(CLOSING))
    assert "Tháng 10/2026" in page and "Sổ chưa được kiểm lần nào" in page
    form = {"thang": "2026-10", "ghi_chu": ""}
    assert "Sổ chưa được kiểm" in text(client.post(f"{CLOSING}khoa/", form))
    check_books(at=timezone.now())
    assert BooksCheck.objects.first().broken_count  # the sale has no order, the receipt no entries
    assert "thấy sổ có chỗ sai" in text(client.post(f"{CLOSING}khoa/", form))
    assert not MonthClose.objects.exists()


def a_checked_october() -> None:
    sale("a", moment(10, 30))
    BooksCheck.objects.create(at=timezone.now(), results=[], broken_count=0)


def test_closing_and_opening_again_by_two_people() -> None:
    a_checked_october()
    one, another = finance(), finance()
    assert "Phải khóa lần lượt" in text(one.post(f"{CLOSING}khoa/", {"thang": "2026-09"}))
    assert one.post(f"{CLOSING}khoa/", {"thang": "2026-10"}).status_code == 302
    close = MonthClose.objects.get()
    assert (close.balances, close.transaction_count) == ({"buyer_due": 100, "commission": -100}, 1)
    reopen = f"{CLOSING}{close.pk}/mo-lai/"
    assert one.post(reopen, {"viec": "xin", "ly_do": " "}).status_code == 422
    another.post(reopen, {"viec": "dong-y"})  # nobody asked
    one.post(reopen, {"viec": "xin", "ly_do": "Sót một chứng từ"})
    one.post(reopen, {"viec": "dong-y"})
    close.refresh_from_db()
    assert close.reopened_at is None
    assert "Sót một chứng từ" in text(another.get(CLOSING))
    another.post(reopen, {"viec": "dong-y"})
    close.refresh_from_db()
    assert close.reopened_at and sale("b", moment(10, 31)).occurred_at == moment(10, 31)


def test_what_stands_open_asks_for_a_note_that_is_kept() -> None:
    a_checked_october()
    sides = [Side(AccountKind.CASH_VARIANCE, "3", 7_000), Side(AccountKind.CASH_DRAWER, "3", -7_000)]
    post(business_key="short", kind="cash-counted", sides=sides, occurred_at=moment(10, 31))
    client = finance()
    assert "Thiếu, thừa quỹ chưa xử lý" in text(client.get(CLOSING))
    form = {"thang": "2026-10", "ghi_chu": ""}
    assert "ghi vì sao vẫn khóa" in text(client.post(f"{CLOSING}khoa/", form))
    client.post(f"{CLOSING}khoa/", {**form, "ghi_chu": "Điểm bù trong tháng sau"})
    close = MonthClose.objects.get()
    assert close.open_items == ["Thiếu, thừa quỹ chưa xử lý: 1, 7.000\u00a0₫"]
    assert close.note == "Điểm bù trong tháng sau"


def test_a_month_that_is_not_over_stays_open() -> None:
    now = timezone.now()
    sale("a", now)
    month = month_of(now)
    BooksCheck.objects.create(at=starts_at(next_month(month)), results=[], broken_count=0)
    answer = finance().post(f"{CLOSING}khoa/", {"thang": f"{month:%Y-%m}"})
    assert answer.status_code == 422 and "Tháng này chưa hết" in text(answer)


def test_finance_of_a_province_does_not_see_the_books() -> None:
    province = ProvinceFactory(code="01", name="Hà Nội", full_name="Hà Nội", slug="ha-noi")
    assert finance(province=province).get(ADDRESS).status_code == 403


def test_the_command_checks_and_prints() -> None:
    order = placed_order(stocked_product(price=30_000))
    out = io.StringIO()
    call_command("ledger", "check", "--order", order.number, stdout=out)
    assert f"order-placed:{order.number}" in out.getvalue() and "BROKEN" not in out.getvalue()
    call_command("ledger", "trial-balance", "--csv", stdout=out)
    assert "buyer_due;người mua còn phải trả;0;0;" in out.getvalue()
    Order.objects.update(status="packed")
    call_command("ledger", "check", stdout=out)  # not about money
    with pytest.raises(CommandError, match="no entries"):
        call_command("ledger", "check", "--order", "CP-0", stdout=out)
