"""Approving makes a good that buyers find."""

import datetime

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from catalogue.certification.models import Certificate
from catalogue.models import Product
from catalogue.search.models import SearchOutbox
from sellers.listings.domain import moderation, pictures, writing
from sellers.listings.domain.live import content_of, differences, differs
from sellers.listings.domain.publish import publish
from sellers.listings.models import Listing, StockChange
from sellers.models import StockRecord
from tests.factories.listings import (
    clean_picture,
    draft,
    ocop_typed,
    published,
    reviewer,
    seller_user,
    submitted,
    typed,
)

pytestmark = pytest.mark.django_db


def test_approving_makes_the_whole_good() -> None:
    lot = {
        "lot_code": "TD-2609-03",
        "lot_produced_on": "12/9/2026",
        "lot_expires_on": "12/9/2027",
        "lot_quantity": "100",
    }
    listing = published(document=True, **ocop_typed(), **lot)

    product = Product.objects.get(listing=listing)
    stock = StockRecord.objects.get(product=product)
    certificate = Certificate.objects.get(product=product)
    image = product.images.get()
    assert (product.title, product.unit, product.weight_g) == ("Tỏi đen Phan Rang lên men 60 ngày", "hũ", 320)
    assert (product.price_vnd, product.available, product.is_public) == (245_000, 86, True)
    assert (product.seller_name, product.seller_slug) == (listing.seller.name, listing.seller.slug)
    assert product.slug == "toi-den-phan-rang-len-men-60-ngay"
    assert product.card_image == image.original.name.replace(".webp", "-480.webp")
    assert default_storage.exists(product.card_image)
    assert [category.slug for category in product.categories.all()] == ["gia-vi-khac"]
    assert (int(stock.price), stock.num_in_stock, stock.partner) == (245_000, 86, listing.seller)
    assert (product.ocop_stars, certificate.stars, certificate.document) == (4, 4, listing.certificate_document)
    assert certificate.valid_until == product.stars_until
    assert product.lots.get().code == "TD-2609-03"
    assert SearchOutbox.objects.filter(product_id=product.pk).exists()


def test_what_was_published_differs_in_nothing() -> None:
    listing = published(document=True, **ocop_typed())

    assert differences(listing) == []
    assert not differs(listing)
    assert content_of(listing.product).as_json() == listing.content


def test_a_lapsed_certificate_gives_no_stars() -> None:
    long_ago = timezone.localdate() - datetime.timedelta(days=4 * 366)

    product = published(**ocop_typed(long_ago)).product

    assert product.stars is None
    assert Certificate.objects.get(product=product).valid_until < timezone.localdate()


def test_an_approved_edit_replaces_text_and_pictures_and_keeps_price_and_stock() -> None:
    listing = published()
    user, now = seller_user(listing.seller), timezone.now()
    old = listing.pictures.get()
    pictures.add_picture(listing=listing, clean=clean_picture(9), actor=user, at=now)
    pictures.remove_picture(listing=listing, picture=old, actor=user, at=now)
    writing.save_draft(listing=listing, typed=typed(name="Tỏi đen tên mới", price_vnd="1"), actor=user, at=now)
    listing = writing.submit(listing=listing, actor=user, at=now)

    assert [change.name for change in differences(listing)] == ["name"]
    moderation.approve(listing=listing, seen=listing.submitted_at, reviewer=reviewer(), at=now)

    product = Product.objects.get(pk=listing.product_id)
    assert (product.title, product.price_vnd, product.available) == ("Tỏi đen tên mới", 245_000, 86)
    assert product.images.get().original.name == listing.pictures.get().file.name
    assert Product.objects.count() == 1
    assert StockRecord.objects.count() == 1


def test_a_picture_on_the_shelf_keeps_its_file_until_another_version_is_approved(
    django_capture_on_commit_callbacks,
) -> None:
    listing = published()
    user, now = seller_user(listing.seller), timezone.now()
    old = listing.pictures.get()
    with django_capture_on_commit_callbacks(execute=True):
        pictures.remove_picture(listing=listing, picture=old, actor=user, at=now)
        pictures.add_picture(listing=listing, clean=clean_picture(9), actor=user, at=now)
    assert default_storage.exists(old.file.name)

    listing = writing.submit(listing=listing, actor=user, at=now)
    with django_capture_on_commit_callbacks(execute=True):
        moderation.approve(listing=listing, seen=listing.submitted_at, reviewer=reviewer(), at=now)

    assert not default_storage.exists(old.file.name)


def test_a_renewed_certificate_replaces_the_one_in_force() -> None:
    listing = published(document=True, **ocop_typed())
    user, now = seller_user(listing.seller), timezone.now()
    changed = {**typed(), **ocop_typed(), "ocop_decision_no": "99/QĐ-UBND", "ocop_stars": "5"}
    writing.save_draft(listing=listing, typed=changed, actor=user, at=now)
    listing = writing.submit(listing=listing, actor=user, at=now)
    moderation.approve(listing=listing, seen=listing.submitted_at, reviewer=reviewer(), at=now)

    product = Product.objects.get(pk=listing.product_id)
    assert (product.ocop_stars, product.certificates.get().decision_no) == (5, "99/QĐ-UBND")


def test_the_first_stock_is_in_the_history() -> None:
    change = StockChange.objects.get(stockrecord__product=published().product)

    assert (change.price_before, change.price_after, change.stock_after) == (None, 245_000, 86)


def test_pictures_keep_the_order_the_seller_gave() -> None:
    listing = draft()
    user, now = seller_user(listing.seller), timezone.now()
    second = pictures.add_picture(listing=listing, clean=clean_picture(2), actor=user, at=now)
    pictures.make_first(listing=listing, picture=second, actor=user, at=now)
    listing = writing.submit(listing=listing, actor=user, at=now)
    moderation.approve(listing=listing, seen=listing.submitted_at, reviewer=reviewer(), at=now)

    product = Listing.objects.get(pk=listing.pk).product
    assert product.images.first().original.name == second.file.name


def test_a_thirteenth_picture_is_refused() -> None:
    listing = submitted()
    writing.recall(listing=listing, actor=None, at=timezone.now())
    clean = clean_picture(3)
    for _ in range(11):
        listing.pictures.create(file="listings/x.webp", position=5, width=9, height=9)

    with pytest.raises(pictures.TooManyPictures):
        pictures.add_picture(listing=listing, clean=clean, actor=seller_user(listing.seller), at=timezone.now())


def test_publishing_queues_avif_of_new_pictures_alone() -> None:
    listing = published()
    image = listing.product.images.get()
    image.has_avif, image.blur = True, "UklG"
    image.save(update_fields=["has_avif", "blur"])
    jobs = ProcrastinateJob.objects.filter(task_name="catalogue.images.tasks.make_picture_avif")
    assert [job.args["name"] for job in jobs] == [image.original.name]

    user, now = seller_user(listing.seller), timezone.now()
    added = pictures.add_picture(listing=listing, clean=clean_picture(5), actor=user, at=now)
    publish(listing=Listing.objects.get(pk=listing.pk), reviewer=None, at=now)

    first, second = listing.product.images.order_by("display_order")
    assert (first.has_avif, first.blur, second.has_avif) == (True, "UklG", None)
    assert sorted(job.args["name"] for job in jobs.all()) == sorted([image.original.name, added.name])
