"""Finance issues vouchers of the market, moves their bounds, and bills sponsors."""

import datetime
import io

import openpyxl
import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone

from shop.accounts.enums import Role
from shop.aftersales.returns.domain.granting import grant
from shop.audit.models import AuditEvent
from shop.backoffice.books.open_items import open_items
from shop.backoffice.vouchers.domain.funding import fund_partner
from shop.backoffice.vouchers.funding import funding
from shop.ledger.models import Transaction
from shop.ledger.months import starts_at
from shop.ledger.queries import balance
from shop.order.models import SellerOrder
from shop.vouchers.enums import VoucherState
from shop.vouchers.models import PartnerFunding, Sponsor, SponsorPayment, Voucher
from tests.factories.goods import SellerFactory
from tests.factories.orders import placed_order
from tests.factories.people import GrantFactory
from tests.factories.places import ProvinceFactory
from tests.factories.returns import asked, delivered_part
from tests.factories.vouchers import a_sponsor, a_voucher
from tests.promises import broken
from tests.shop.ledger.test_months import closed
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
ADDRESS = "/quan-tri/ma-giam-gia/"


@pytest.fixture
def finance():
    return sign_in(GrantFactory(role=Role.FINANCE).user)


def answers(**more: str) -> dict[str, str]:
    today = timezone.localdate()
    return {
        "code": "hangviet1",
        "title": "Giảm 20.000",
        "kind": "amount",
        "amount_vnd": "20.000",
        "minimum_vnd": "150.000",
        "starts_on": f"{today}",
        "ends_on": f"{today + datetime.timedelta(days=9)}",
        "uses_per_buyer": "1",
        "most_uses": "100",
        "budget_vnd": "1.000.000",
        "scope": "market",
        "platform_per_cent": "100",
        "seller_per_cent": "0",
        "sponsor_per_cent": "0",
    } | more


def test_finance_issues_pauses_and_ends_a_voucher_and_the_trail_says_so(finance) -> None:
    assert finance.post(f"{ADDRESS}moi/", answers()).status_code == 302
    voucher = Voucher.objects.get(code="HANGVIET1")
    assert (voucher.amount_vnd, voucher.budget_vnd, voucher.state) == (20_000, 1_000_000, "active")
    placed_order(voucher=None)
    page = f"{ADDRESS}{voucher.pk}/"
    finance.post(f"{page}viec/", {"viec": "dung"})
    finance.post(f"{page}viec/", {"viec": "tiep"})
    finance.post(page, {"ends_on": str(voucher.ends_on), "most_uses": "200", "budget_vnd": ""})
    finance.post(f"{page}viec/", {"viec": "ket-thuc"})
    voucher.refresh_from_db()
    assert (voucher.state, voucher.most_uses, voucher.budget_vnd) == ("ended", 200, None)
    acts = list(AuditEvent.objects.filter(action__startswith="voucher.").values_list("action", flat=True))
    assert sorted(acts) == [f"voucher.{act}" for act in ("active", "ended", "extended", "made", "paused")]
    shown = finance.get(page).content.decode()
    assert "HANGVIET1" in shown and "lập mã giảm giá" in shown
    assert "HANGVIET1" in finance.get(ADDRESS).content.decode()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"code": "a b"}, "4 đến 20"),
        ({"minimum_vnd": "20.000"}, "phải lớn hơn số tiền giảm"),
        ({"kind": "percent", "per_cent": "95"}, "từ 1 đến 90"),
        ({"kind": "percent", "per_cent": "10"}, "Ghi số tiền giảm nhiều nhất"),
        ({"ends_on": "2020-01-01"}, "Ngày cuối"),
        ({"platform_per_cent": "60"}, "đúng 100"),
        ({"platform_per_cent": "50", "seller_per_cent": "50"}, "gian hàng mình"),
        ({"platform_per_cent": "50", "sponsor_per_cent": "50"}, "Chọn nhà tài trợ"),
        ({"scope": "province"}, "phạm vi"),
        ({"budget_vnd": "5.000"}, "ít nhất một lượt"),
    ],
)
def test_what_is_wrong_is_said_and_kept(finance, changed: dict[str, str], told: str) -> None:
    answer = finance.post(f"{ADDRESS}moi/", answers(title="Mã giữ lại", **changed))
    assert answer.status_code == 422
    assert told in answer.content.decode() and "Mã giữ lại" in answer.content.decode()
    assert not Voucher.objects.exists()


def test_a_code_is_there_once_and_a_notice_is_asked_where_set(finance, settings) -> None:
    a_voucher(code="HANGVIET1")
    assert "đã có người dùng" in finance.post(f"{ADDRESS}moi/", answers()).content.decode()
    settings.VOUCHER_NEEDS_NOTICE = True
    assert "số thông báo" in finance.post(f"{ADDRESS}moi/", answers(code="MAMOI")).content.decode()


def test_a_seller_share_waits_for_the_seller_and_the_office_cannot_agree_instead(finance) -> None:
    seller = SellerFactory()
    shares = {"platform_per_cent": "50", "seller_per_cent": "50", "scope": "seller", "seller": seller.slug}
    assert finance.post(f"{ADDRESS}moi/", answers(**shares)).status_code == 302
    voucher = Voucher.objects.get()
    finance.post(f"{ADDRESS}{voucher.pk}/viec/", {"viec": "tiep"})
    voucher.refresh_from_db()
    assert voucher.state == VoucherState.WAITING


def test_bounds_never_fall_below_what_was_used(finance) -> None:
    voucher = a_voucher(most_uses=5, uses_per_buyer=5)
    for number in range(2):
        placed_order(voucher=voucher, buyer_phone=f"+8491234567{number}")
    page, ends = f"{ADDRESS}{voucher.pk}/", f"{voucher.ends_on}"
    assert "Đã dùng 2 lượt" in finance.post(page, {"ends_on": ends, "most_uses": "1"}).content.decode()
    refused = finance.post(page, {"ends_on": ends, "budget_vnd": "5.999"})
    assert refused.status_code == 422 and "giảm nhiều hơn" in refused.content.decode()


def test_a_sponsor_is_billed_for_delivered_parts_and_its_money_is_booked(finance) -> None:
    sponsor = a_sponsor("Sở Công Thương")
    voucher = a_voucher(sponsor_per_cent=100, sponsor=sponsor, uses_per_buyer=9)
    delivered_part(voucher=voucher, price=20_000)
    placed_order(voucher=voucher)
    page = f"{ADDRESS}nha-tai-tro/{sponsor.pk}/"
    assert finance.get(page).context["bill"].due_vnd == 3_000

    paid = {"amount_vnd": "3.000", "paid_on": f"{timezone.localdate()}", "bank_number": "FT1"}
    assert finance.post(page, {**paid, "amount_vnd": "9.000"}).status_code == 422
    assert finance.post(page, paid).status_code == 302
    again = finance.post(page, {**paid, "amount_vnd": "1.000"})
    assert again.status_code == 422 and "đã ghi rồi" in again.content.decode()

    assert SponsorPayment.objects.get().amount_vnd == 3_000
    assert (balance("treasury", "platform"), balance("sponsor_due", str(sponsor.pk))) == (3_000, 3_000)
    this_month = timezone.localdate().replace(day=1)
    [owed] = [item for item in open_items(this_month) if "nhà tài trợ" in item.title]
    assert (owed.count, owed.amount_vnd) == (1, 3_000)
    assert finance.get(page).context["bill"].due_vnd == 0
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(finance.get(f"{page}bang-ke.xlsx")))).active
    rows = [row for row in sheet.values if row[1] in {"Đã giao", "Chưa giao", "Đã trả", "Còn phải trả"}]
    assert [row[7] for row in rows] == [3_000, 3_000, -3_000, 0]
    assert broken() == []


def test_the_market_passes_its_share_on_to_the_partner_that_collects(finance, settings) -> None:
    settings.COLLECTS_MONEY = "partner"
    voucher = a_voucher(sponsor_per_cent=40, sponsor=a_sponsor(), amount_vnd=5_000, uses_per_buyer=9)
    part = delivered_part(voucher=voucher, price=20_000, quantity=2)
    placed_order(voucher=voucher)
    settings.COLLECTS_MONEY = "platform"
    delivered_part(voucher=voucher, price=20_000)
    page, this_month = f"{ADDRESS}doi-tac/", timezone.localdate().replace(day=1)
    now = finance.get(page).context["funding"]
    assert (now.platform_vnd, now.sponsor_vnd, now.coming_vnd, now.due_vnd) == (3_000, 2_000, 5_000, 5_000)
    [open_item] = [item for item in open_items(this_month) if "đối tác" in item.title]
    assert (open_item.count, open_item.amount_vnd, open_item.url) == (1, 5_000, page)
    assert not [item for item in open_items(this_month - datetime.timedelta(days=1)) if "đối tác" in item.title]

    paid = {"amount_vnd": "5.000", "paid_on": f"{timezone.localdate()}", "bank_number": "FT7"}
    assert "Chợ còn phải chuyển 5.000" in finance.post(page, {**paid, "amount_vnd": "5.001"}).content.decode()
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    assert "không ở sau hôm nay" in finance.post(page, {**paid, "paid_on": f"{tomorrow}"}).content.decode()
    assert finance.post(page, paid).status_code == 302
    assert "đã ghi rồi" in finance.post(page, paid).content.decode()
    assert (balance("treasury", "partner"), balance("treasury", "platform")) == (5_000, -5_000)
    assert not [item for item in open_items(this_month) if "đối tác" in item.title]
    assert AuditEvent.objects.filter(action="partner.funded").count() == 1

    request = asked(part, quantity=1)
    grant(request=request, amount_vnd=int(request.asked_vnd), actor=None, at=timezone.now())
    assert finance.get(page).context["funding"].due_vnd == -2_500
    assert finance.post(page, {**paid, "amount_vnd": "1", "bank_number": "FT8"}).status_code == 422
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(finance.get(f"{page}bang-ke.xlsx")))).active
    assert ("Còn phải chuyển", -2_500) in [(row[1], row[6]) for row in sheet.values]
    assert broken() == []


def test_a_sponsors_payment_recorded_wrongly_is_taken_back_once_and_stays_on_the_bill(finance) -> None:
    sponsor = a_sponsor("Sở Công Thương")
    delivered_part(voucher=a_voucher(sponsor_per_cent=100, sponsor=sponsor), price=20_000)
    page, today = f"{ADDRESS}nha-tai-tro/{sponsor.pk}/", timezone.localdate()
    paid = {"amount_vnd": "2.000", "paid_on": f"{today}", "bank_number": "FT1"}
    finance.post(page, paid)
    wrong = SponsorPayment.objects.get()
    back = f"{page}tien/{wrong.pk}/dao/"
    assert finance.post(f"{ADDRESS}nha-tai-tro/{a_sponsor('Khác').pk}/tien/{wrong.pk}/dao/").status_code == 404
    assert "Ghi vì sao" in finance.post(back, {"ly_do": " "}, follow=True).content.decode()
    assert "trong 200 chữ" in finance.post(back, {"ly_do": "a" * 201}, follow=True).content.decode()
    assert finance.get(page).context["bill"].due_vnd == 1_000
    assert "Đã ghi bút toán đảo" in finance.post(back, {"ly_do": "Tiền của đơn vị khác"}, follow=True).content.decode()
    assert "đã được đảo rồi" in finance.post(back, {"ly_do": "Lần nữa"}, follow=True).content.decode()

    assert (balance("treasury", "platform"), balance("sponsor_due", str(sponsor.pk))) == (0, 3_000)
    assert finance.get(page).context["bill"].due_vnd == 3_000
    assert "Tiền của đơn vị khác" in finance.get(page).content.decode()
    [told] = AuditEvent.objects.filter(action="sponsor.payment_taken_back")
    assert told.reason == "Tiền của đơn vị khác" and "FT1" in told.details["what"]
    assert finance.post(page, {**paid, "amount_vnd": "3.000"}).status_code == 302
    book = openpyxl.load_workbook(io.BytesIO(b"".join(finance.get(f"{page}bang-ke.xlsx"))))
    rows = list(book["Tiền đã về"].values)
    assert [(row[1], row[2], row[7]) for row in rows[1:]] == [
        ("FT1", 2_000, "Tiền của đơn vị khác"),
        ("FT1", 3_000, None),
        ("Còn hiệu lực", 3_000, None),
    ]
    assert broken() == []


def test_a_transfer_to_the_partner_is_taken_back_today_and_a_closed_month_stays_as_it_was(finance, settings) -> None:
    settings.COLLECTS_MONEY = "partner"
    part = delivered_part(voucher=a_voucher(amount_vnd=5_000), price=20_000)
    now = timezone.now()
    then = starts_at(timezone.localdate(now).replace(day=1)) - datetime.timedelta(days=1)
    SellerOrder.objects.filter(pk=part.pk).update(delivered_at=then - datetime.timedelta(days=1))
    who = GrantFactory(role=Role.FINANCE).user
    paid = fund_partner(amount_vnd=5_000, paid_on=timezone.localdate(then), bank_number="FT7", by=who, at=then)
    closed(timezone.localdate(then).replace(day=1))
    page = f"{ADDRESS}doi-tac/"
    assert (
        "Đã ghi bút toán đảo" in finance.post(f"{page}{paid.pk}/dao/", {"ly_do": "Nhầm"}, follow=True).content.decode()
    )

    booked = Transaction.objects.get(business_key=f"partner-funded:{paid.pk}:undone")
    assert booked.reverses.occurred_at == then and booked.occurred_at >= now
    assert (balance("treasury", "partner"), balance("treasury", "platform")) == (0, 0)
    assert (funding().due_vnd, funding(until=starts_at(timezone.localdate(now).replace(day=1))).due_vnd) == (5_000, 0)
    assert broken() == []
    with pytest.raises(ProgrammingError), transaction.atomic():
        PartnerFunding.objects.update(amount_vnd=1)
    with pytest.raises(ProgrammingError), transaction.atomic():
        PartnerFunding.objects.update(reversed_reason="Khác")
    with pytest.raises(ProgrammingError), transaction.atomic():
        PartnerFunding.objects.update(reversed_at=None, reversed_by=None, reversed_reason="")


def test_what_is_marked_as_taken_back_but_not_booked_so_breaks_a_promise(settings) -> None:
    settings.COLLECTS_MONEY = "partner"
    delivered_part(voucher=a_voucher(amount_vnd=5_000), price=20_000)
    who, now = GrantFactory(role=Role.FINANCE).user, timezone.now()
    paid = fund_partner(amount_vnd=5_000, paid_on=timezone.localdate(now), bank_number="FT7", by=who, at=now)
    PartnerFunding.objects.update(reversed_at=now, reversed_by=who, reversed_reason="Nhầm")
    assert [line for line in broken() if f"partner-funded:{paid.pk}:undone" in line]


def test_a_sponsor_is_added_once(finance) -> None:
    asked = {"name": "Mặt trận tỉnh", "basis": "KH 5", "contact": ""}
    assert finance.post(f"{ADDRESS}nha-tai-tro/", asked).status_code == 302
    assert finance.post(f"{ADDRESS}nha-tai-tro/", asked).status_code == 422
    assert Sponsor.objects.count() == 1


def test_finance_of_one_province_stays_out() -> None:
    client = sign_in(GrantFactory(role=Role.FINANCE, province=ProvinceFactory()).user)
    assert client.get(ADDRESS).status_code == 403
    assert client.post(f"{ADDRESS}moi/", answers()).status_code == 403
