"""Each delivered seller order has one invoice record; an undo cancels it, goods given back adjust it."""

import datetime
import json
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from shop.accounts.enums import Role
from shop.aftersales.invoices.domain.recording import catch_up, record_part
from shop.aftersales.invoices.domain.sending import send, unsent
from shop.aftersales.invoices.models import InvoiceKind, InvoiceRecord
from shop.aftersales.invoices.providers import Unavailable
from shop.aftersales.returns.domain.answering import accept
from shop.aftersales.returns.domain.paying_back import pay_from_drawer
from shop.aftersales.returns.enums import ReturnWay
from shop.order.domain.delivered import settle_delivered, unsettle_delivered
from shop.order.domain.transitions import move
from shop.order.enums import SellerOrderState as State
from shop.order.models import Order
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
