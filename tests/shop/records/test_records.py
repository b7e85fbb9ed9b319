"""Sellers take their data with them; what was kept long enough goes, and nothing before."""

from __future__ import annotations

import datetime
import io
import json
import zipfile

import pgtrigger
import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from sellers.listings.models import Listing
from shop.accounts.enums import Role
from shop.aftersales.domain.cancel import cancel_order
from shop.audit.models import AuditEvent
from shop.communication.models import Message
from shop.order.models import Order, SellerOrderEvent
from shop.records.domain.archiving import AskedAlready, ask_archive, drop_expired, make
from shop.records.domain.keeping import erase_due, switch
from shop.records.models import RetentionRule, SellerArchive
from tests.factories.goods import SellerFactory, stocked_product
from tests.factories.listings import draft, published, seller_user
from tests.factories.orders import placed_order
from tests.factories.people import UserFactory
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


def active(kind: str, keep_days: int) -> RetentionRule:
    return RetentionRule.objects.update_or_create(
        kind=kind,
        valid_from=datetime.date(2026, 7, 1),
        defaults={"keep_days": keep_days, "legal_basis": "thử", "is_active": True},
    )[0]


def test_an_archive_holds_the_sellers_goods_and_orders_and_its_link_ends():
    listing = published()
    other = placed_order(stocked_product())
    order = placed_order(listing.product)
    owner, now = seller_user(listing.seller), timezone.now()
    client = sign_in(owner)

    client.post(reverse("seller_centre:archive_ask"))
    with pytest.raises(AskedAlready):
        ask_archive(seller=listing.seller, actor=owner, at=now)
    archive = SellerArchive.objects.get()
    make(archive_id=archive.pk, at=now)
    make(archive_id=archive.pk, at=now)

    archive.refresh_from_db()
    address = reverse("seller_centre:archive", args=[archive.token])
    assert address in Message.objects.get(template="archive_ready").body
    with zipfile.ZipFile(io.BytesIO(b"".join(client.get(address).streaming_content))) as found:
        goods = json.loads(found.read("san-pham.json"))
        orders = found.read("don-hang.json").decode()
        assert listing.pictures.get().name in found.read("anh.csv").decode()
    assert [row["Tên sản phẩm"] for row in goods] == [listing.content["name"]]
    assert order.number in orders and other.number not in orders
    assert sign_in(seller_user(SellerFactory())).get(address).status_code == 404
    assert sign_in(seller_user(listing.seller, Role.SELLER_MANAGER)).get(address).status_code == 403
    assert drop_expired(at=now + 8 * DAY) == 1
    assert client.get(address).status_code == 404


def test_nothing_is_erased_while_its_rule_is_off():
    listing, rule = draft(), active("listings", 365)
    switch(rule=rule, is_active=False, actor=UserFactory(), at=timezone.now())
    Listing.objects.update(updated_at=timezone.now() - 500 * DAY)
    assert erase_due(at=timezone.now()) == []
    assert [found.count for found in erase_due(at=timezone.now(), dry_run=True) if found.rule.kind == "listings"] == [1]
    assert Listing.objects.get() == listing


def test_old_drafts_go_and_goods_and_younger_drafts_stay():
    active("listings", 365)
    young, live, old = draft(), published(seed=2), draft(seed=3)
    storage, name = old.pictures.get().file.storage, old.pictures.get().name
    Listing.objects.exclude(pk=young.pk).update(updated_at=timezone.now() - 366 * DAY)

    done = erase_due(at=timezone.now())

    assert [(found.rule.kind, found.count) for found in done] == [("listings", 1)]
    assert set(Listing.objects.all()) == {young, live} and storage.exists(name)
    assert AuditEvent.objects.filter(action="records.erased").exists()
    assert [found.count for found in erase_due(at=timezone.now())] == [0]


def test_the_person_leaves_an_old_order_and_the_books_stay():
    active("orders", 1095)
    old, open_, young = (placed_order(stocked_product()) for _ in range(3))
    cancel_order(order=old, actor=None, at=timezone.now())
    cancel_order(order=young, actor=None, at=timezone.now())
    long_ago = timezone.now() - 1100 * DAY
    Order.objects.filter(pk__in=[old.pk, open_.pk]).update(date_placed=long_ago)
    with pgtrigger.ignore("order.SellerOrderEvent:append_only"):  # only time itself makes a history old
        SellerOrderEvent.objects.filter(seller_order__order=old).update(at=long_ago)

    erase_due(at=timezone.now())

    assert list(Order.objects.filter(buyer_phone="").values_list("pk", flat=True)) == [old.pk]
    before = old.total_vnd
    old.refresh_from_db()
    assert (old.buyer_name, old.total_vnd) == ("", before)


def test_the_command_counts_without_erasing(capsys):
    draft()
    Listing.objects.update(updated_at=timezone.now() - 400 * DAY)
    active("listings", 365)
    call_command("erase_old_records", dry_run=True)
    assert "listings, kept 365 days: would erase 1" in capsys.readouterr().out
    assert Listing.objects.count() == 1


def test_who_turned_a_rule_on_is_kept():
    rule = RetentionRule.objects.create(
        kind="documents", valid_from=datetime.date(2026, 8, 1), keep_days=1095, legal_basis="thử"
    )
    switch(rule=rule, is_active=True, actor=UserFactory(), at=timezone.now())
    assert AuditEvent.objects.get(action="records.rule_on").subject_id == rule.pk
