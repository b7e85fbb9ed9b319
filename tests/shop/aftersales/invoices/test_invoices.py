"""Each delivered seller order has one invoice record; an undo cancels it, goods given back adjust it."""

import datetime
import json
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from catalogue.models import Category
from shop.accounts.enums import Role
from shop.aftersales.invoices.domain.deciding import say_form, set_vat_class, set_vat_rate
from shop.aftersales.invoices.domain.recording import catch_up, record_part
from shop.aftersales.invoices.domain.sending import send, unsent
from shop.aftersales.invoices.models import (
    InvoiceForm,
    InvoiceKind,
    InvoiceRecord,
    InvoiceTerms,
    VatClass,
    VatRate,
)
from shop.aftersales.invoices.providers import Unavailable
from shop.aftersales.invoices.queries import as_json, table
from shop.aftersales.returns.domain.answering import accept
from shop.aftersales.returns.domain.paying_back import pay_from_drawer
from shop.aftersales.returns.enums import ReturnWay
from shop.order.domain.delivered import settle_delivered, unsettle_delivered
from shop.order.domain.transitions import move
from shop.order.enums import SellerOrderState as State
from shop.order.models import Order, SellerOrder
from tests.factories.delivered import hand_over
from tests.factories.goods import SellerFactory, category, stocked_product
from tests.factories.orders import placed_order
from tests.factories.people import GrantFactory, UserFactory
from tests.factories.returns import asked, delivered_part
from tests.factories.road import an_operator
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
LATER = datetime.timedelta(minutes=6)


def kinds() -> list[str]:
    return list(InvoiceRecord.objects.order_by("pk").values_list("kind", flat=True))


def test_a_delivered_part_is_recorded_once_with_what_was_sold() -> None:
    part = delivered_part(price=33_333, quantity=3)
    placed_order()  # not delivered: no record
    assert catch_up(at=timezone.now()) == []  # its hand-over may still be undone
    [record] = catch_up(at=timezone.now() + LATER)
    assert catch_up(at=timezone.now() + LATER) == []
    assert record_part(part_id=part.pk, at=timezone.now()) == []
    assert (record.number, record.total_vnd, record.kind) == (part.number, 99_999, InvoiceKind.ORIGINAL)
    [row] = record.data["items"]
    assert (row["quantity"], row["unit_price_vnd"], row["amount_vnd"]) == (3, 33_333, 99_999)
    assert record.data["buyer"]["name"] == "Người mua không lấy hóa đơn"  # no name where nobody asked for an invoice
    assert record.data["seller"]["name"] == part.seller.name
    with pytest.raises(DatabaseError), transaction.atomic():
        InvoiceRecord.objects.update(total_vnd=1)


def test_a_buyer_who_wants_an_invoice_stands_on_it() -> None:
    part = delivered_part()
    Order.objects.update(wants_invoice=True, invoice_tax_code="0100233488")
    [record] = catch_up(at=timezone.now() + LATER)
    assert (record.data["buyer"]["name"], record.data["buyer"]["tax_code"]) == (part.order.buyer_name, "0100233488")


def test_goods_given_back_adjust_and_the_sum_is_what_was_sold() -> None:
    part, later = delivered_part(price=10_000, quantity=3), timezone.now() + LATER
    for quantity in (1, 2):
        request = asked(part, quantity=quantity)
        accept(request=request, way=ReturnWay.KEEP, words="", actor=UserFactory(), at=timezone.now())
        if quantity == 1:
            catch_up(at=later)
            pay_from_drawer(request=request, operator=an_operator(part.run_stop.point), at=timezone.now())
    catch_up(at=later)
    assert kinds() == ["original", "adjustment", "adjustment"]
    first, *changes = InvoiceRecord.objects.order_by("pk")
    assert [change.number for change in changes] == [f"{part.number}/2", f"{part.number}/3"]
    assert all(change.adjusts == first and change.data["adjusts"] == first.number for change in changes)
    assert changes[0].data["items"][0]["quantity"] == -1
    assert sum(InvoiceRecord.objects.values_list("total_vnd", flat=True)) == 0
    assert catch_up(at=later) == []


def test_an_undone_hand_over_cancels_and_the_next_one_is_invoiced_anew() -> None:
    part, later = delivered_part(), timezone.now() + LATER
    catch_up(at=later)
    move(seller_order=part, to=State.AT_POINT, actor=None, at=later, is_undo=True)
    unsettle_delivered(seller_order=part, at=later)
    catch_up(at=later)
    assert kinds() == ["original", "cancellation"]
    assert catch_up(at=later) == []
    move(seller_order=part, to=State.DELIVERED, actor=None, at=later)
    settle_delivered(seller_order=part, at=later)
    catch_up(at=later + LATER)
    assert kinds() == ["original", "cancellation", "original"]
    anew = InvoiceRecord.objects.latest("pk")
    assert (anew.data["replaces"], catch_up(at=later + LATER)) == (part.number, [])
    assert sum(InvoiceRecord.objects.values_list("total_vnd", flat=True)) == part.total_vnd


def test_the_service_gets_each_record_once_and_changes_after_their_originals(settings: Any) -> None:
    settings.INVOICE_PROVIDER = "log"
    part, later = delivered_part(), timezone.now() + LATER
    request = asked(part)
    accept(request=request, way=ReturnWay.KEEP, words="", actor=UserFactory(), at=timezone.now())
    original, change = catch_up(at=later)
    with pytest.raises(Unavailable):
        send(record_id=change.pk, at=later)
    assert unsent(at=later + 3 * LATER) == [original.pk, change.pk]
    sent = send(record_id=original.pk, at=later)
    assert sent is not None and sent.external_id == f"log-{original.pk}"
    assert send(record_id=original.pk, at=later) is None
    assert send(record_id=change.pk, at=later) is not None
    assert unsent(at=later + 3 * LATER) == []


def test_a_seller_takes_only_the_own_records_home() -> None:
    part, other = delivered_part(), delivered_part()
    catch_up(at=timezone.now() + LATER)
    owner = sign_in(GrantFactory(user=UserFactory(), role=Role.SELLER_OWNER, seller=part.seller).user)
    page = owner.get(reverse("seller_centre:invoices")).content.decode()
    assert part.number in page and other.number not in page
    found = json.loads(owner.get(reverse("seller_centre:invoices_file", args=["json"])).content)
    assert [record["part"] for record in found["records"]] == [part.number]
    assert owner.get(reverse("seller_centre:invoices_file", args=["xlsx"])).status_code == 200
    assert owner.get(reverse("seller_centre:invoices_file", args=["pdf"])).status_code == 404
    finance = sign_in(GrantFactory(role=Role.FINANCE).user)
    everything = finance.get(reverse("backoffice:invoices")).content.decode()
    assert part.number in everything and other.number in everything
    one = finance.get(reverse("backoffice:invoices_file", args=["json"]), {"nha-ban": other.seller.slug})
    assert [record["part"] for record in json.loads(one.content)["records"]] == [other.number]


def taxed(part: SellerOrder, *, basis_points: int = 1_000, form: InvoiceForm = InvoiceForm.VAT) -> None:
    """Let finance class and rate what a part holds, and its seller say which invoices it issues."""
    by, at, today = UserFactory(), timezone.now(), timezone.localdate()
    tree, good = category(), part.lines.get().product
    good.categories.clear()
    good.categories.add(Category.objects.add_child(tree, {"name": "Gạo"}))
    set_vat_class(category=tree, vat_class=VatClass.REDUCED, by=by, at=at)
    for vat_class, points in ((VatClass.REDUCED, basis_points), (VatClass.EXEMPT, None)):
        law = {"legal_basis": "Điều 9", "by": by, "at": at, "today": today}
        set_vat_rate(vat_class=vat_class, basis_points=points, valid_from=today, **law)
    say_form(seller=part.seller, form=form, by=by, at=at)


def test_the_tax_inside_a_price_is_frozen_with_its_law_and_given_back_as_it_was_sold() -> None:
    part, later = delivered_part(price=11_001, quantity=2), timezone.now() + LATER
    taxed(part)
    request = asked(part, quantity=1)
    [original] = catch_up(at=later)
    set_vat_class(category=category(), vat_class=VatClass.EXEMPT, by=UserFactory(), at=timezone.now())
    accept(request=request, way=ReturnWay.KEEP, words="", actor=UserFactory(), at=timezone.now())
    [change] = catch_up(at=later)
    [sold], [back] = original.data["items"], change.data["items"]
    assert (sold["vat_rate"], sold["net_vnd"], sold["vat_vnd"], sold["vat_law"]) == ("10 %", 20_002, 2_000, "Điều 9")
    assert (back["vat_rate"], back["net_vnd"], back["vat_vnd"]) == ("10 %", -10_001, -1_000)
    assert (original.data["form"], original.data["vat_total_vnd"], change.data["net_total_vnd"]) == (
        "vat",
        2_000,
        -10_001,
    )
    headings, first, *_rest = table(InvoiceRecord.objects.all())
    row = dict(zip(headings, first, strict=True))
    assert (row["Loại hóa đơn"], row["Tiền thuế"]) == ("hóa đơn giá trị gia tăng", 2_000)
    assert (row["Tổng tiền chứng từ"], row["Bằng chữ"]) == (22_002, "Hai mươi hai nghìn không trăm linh hai đồng")
    words = [record["total_in_words"] for record in as_json(InvoiceRecord.objects.all())["records"]]
    assert words == [row["Bằng chữ"], "Âm mười một nghìn không trăm linh một đồng"]


def test_the_total_of_a_record_of_several_goods_stands_in_the_file_once() -> None:
    seller = SellerFactory()
    goods = [stocked_product(seller=seller, price=price) for price in (10_000, 20_000)]
    hand_over(placed_order(*((good, 1) for good in goods)))
    catch_up(at=timezone.now() + LATER)
    headings, *rows = table(InvoiceRecord.objects.all())
    totals, amounts = (headings.index(name) for name in ("Tổng tiền chứng từ", "Thành tiền (đã gồm thuế)"))
    assert len(rows) == 2 and sum(row[totals] or 0 for row in rows) == sum(row[amounts] for row in rows)


def test_without_a_rate_or_from_a_seller_who_issues_sales_invoices_the_tax_stays_blank() -> None:
    unsaid, sale, later = delivered_part(), delivered_part(), timezone.now() + LATER
    taxed(sale, form=InvoiceForm.SALE)
    catch_up(at=later)
    for part in (unsaid, sale):
        data = InvoiceRecord.objects.get(seller_order=part).data
        assert (data["items"][0]["vat_rate"], data["items"][0]["vat_vnd"], data["vat_total_vnd"]) == ("", None, None)


def test_what_is_not_taxed_says_so_and_carries_no_tax() -> None:
    part = delivered_part(price=10_000, quantity=1)
    taxed(part)
    set_vat_class(category=category(), vat_class=VatClass.EXEMPT, by=UserFactory(), at=timezone.now())
    [record] = catch_up(at=timezone.now() + LATER)
    [row] = record.data["items"]
    assert (row["vat_rate"], row["net_vnd"], row["vat_vnd"]) == ("KCT", 10_000, 0)


def test_parts_delivered_before_there_were_records_get_theirs_from_the_day_that_is_set(settings: Any) -> None:
    now = timezone.now()
    old, older = (hand_over(placed_order(), at=now - datetime.timedelta(days=days)) for days in (40, 400))
    settings.INVOICES_FROM = timezone.localdate(now) - datetime.timedelta(days=100)
    [record] = catch_up(at=now)
    assert (record.seller_order, record.occurred_at) == (old, old.delivered_at)
    settings.INVOICES_FROM = None
    [record] = catch_up(at=now)
    assert (record.seller_order, record.data["day"]) == (older, timezone.localdate(older.delivered_at).isoformat())


def test_finance_enters_rates_from_today_on_and_the_page_says_what_is_not_verified() -> None:
    finance, address = sign_in(GrantFactory(role=Role.FINANCE).user), reverse("backoffice:vat_rate")
    today = timezone.localdate()
    assert "chưa được đối chiếu" in finance.get(reverse("backoffice:vat_rates")).content.decode()
    form = {"vat_class": "reduced", "per_cent": "7,5", "valid_from": today.isoformat(), "legal_basis": "Điều 9"}
    refused = finance.post(address, {**form, "valid_from": (today - datetime.timedelta(days=1)).isoformat()})
    assert refused.status_code == 422 and "7.5" in refused.content.decode()
    assert finance.post(address, {**form, "per_cent": ""}).status_code == 422
    assert finance.post(address, form).status_code == 302
    later = today + datetime.timedelta(days=10)
    finance.post(address, {**form, "per_cent": "5", "valid_from": later.isoformat()})
    assert list(VatRate.objects.order_by("valid_from").values_list("basis_points", "valid_to")) == [
        (750, later - datetime.timedelta(days=1)),
        (500, None),
    ]
    assert "7,5 %" in finance.get(reverse("backoffice:vat_rates")).content.decode()


def test_an_owner_says_which_invoices_the_shop_issues() -> None:
    part = delivered_part()
    owner = sign_in(GrantFactory(user=UserFactory(), role=Role.SELLER_OWNER, seller=part.seller).user)
    address = reverse("seller_centre:invoice_form")
    assert "để trống" in owner.get(reverse("seller_centre:invoices")).content.decode()
    owner.post(address, {"loai": "thue"})
    assert not InvoiceTerms.objects.exists()
    owner.post(address, {"loai": "vat"})
    assert InvoiceTerms.objects.get().form == "vat"
