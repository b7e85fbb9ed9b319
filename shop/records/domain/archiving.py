"""A seller's goods and contract data as one zip, behind a private link that ends."""

from __future__ import annotations

import datetime
import json
import tempfile
import zipfile
from collections.abc import Iterator

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from sellers.listings.bulk.spreadsheets import Row, csv_lines, safe
from sellers.listings.models import ListingPicture
from sellers.models import Partner
from shop.accounts.models import User
from shop.audit import trail
from shop.communication.sending import tell
from shop.records.models import SellerArchive
from shop.records.tables import TABLES, Period, sku_of

LASTS = datetime.timedelta(days=7)
AGAIN_AFTER = datetime.timedelta(hours=1)
BEGIN = datetime.date(2020, 1, 1)
PUBLISHED = ("name", "legal_type", "tax_code", "registration_no", "representative", "phone", "email", "address_line")


class AskedAlready(Exception):
    """An archive was asked for within the last hour."""


@transaction.atomic
def ask_archive(*, seller: Partner, actor: User, at: datetime.datetime) -> SellerArchive:
    """Queue the making of an archive. Raises AskedAlready."""
    from shop.records.tasks import make_archive

    Partner.objects.select_for_update(no_key=True).get(pk=seller.pk)
    if SellerArchive.objects.filter(seller=seller, asked_at__gt=at - AGAIN_AFTER).exists():
        raise AskedAlready
    archive = SellerArchive.objects.create(seller=seller, asked_by=actor, asked_at=at)
    trail.record(actor=actor, action="archive.asked", subject=archive, at=at)
    make_archive.defer(archive_id=archive.pk)
    return archive


def make(*, archive_id: int, at: datetime.datetime) -> SellerArchive:
    """Write the zip and tell who asked; an archive that is ready stays as it is."""
    archive = SellerArchive.objects.select_related("seller", "asked_by").get(pk=archive_id)
    if archive.ready_at:
        return archive
    with tempfile.TemporaryFile() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
            _write_all(out, archive.seller, Period(first=BEGIN, last=timezone.localdate(at)))
        size = file.tell()
        file.seek(0)
        archive.file.save("du-lieu.zip", File(file), save=False)
    with transaction.atomic():
        archive.size, archive.ready_at, archive.expires_at = size, at, at + LASTS
        archive.save()
        if archive.asked_by and archive.asked_by.phone:
            link = f"{settings.SITE_URL}{reverse('seller_centre:archive', kwargs={'token': archive.token})}"
            tell(
                key=f"archive:{archive.pk}",
                recipient=archive.asked_by.phone,
                template="archive_ready",
                context={"seller": archive.seller, "link": link},
            )
    return archive


def drop_expired(*, at: datetime.datetime) -> int:
    """Delete the files of archives whose link has ended; return how many."""
    over = list(SellerArchive.objects.filter(expires_at__lte=at).exclude(file=""))
    for archive in over:
        archive.file.delete(save=False)
        SellerArchive.objects.filter(pk=archive.pk).update(file="", size=0)
    return len(over)


def _write_all(out: zipfile.ZipFile, seller: Partner, period: Period) -> None:
    facts = {name: str(getattr(seller, name)) for name in PUBLISHED}
    out.writestr("gian-hang.json", json.dumps(facts, ensure_ascii=False, indent=1))
    for table in TABLES:
        with out.open(f"{table.slug}.csv", "w") as file:
            for line in csv_lines(table.rows(seller, period)):
                file.write(line.encode())
        with out.open(f"{table.slug}.json", "w") as file:
            for line in _json_lines(table.rows(seller, period)):
                file.write(line.encode())
    with out.open("anh.csv", "w") as file:
        for line in csv_lines(_pictures(seller)):
            file.write(line.encode())


def _json_lines(rows: Iterator[Row]) -> Iterator[str]:
    """Yield a JSON list of objects, one per row, by the headings."""
    headings = [str(cell) for cell in next(rows)]
    yield "["
    for number, row in enumerate(rows):
        cells = dict(zip(headings, (_plain(cell) for cell in row), strict=True))
        yield (",\n" if number else "\n") + json.dumps(cells, ensure_ascii=False)
    yield "\n]\n"


def _plain(cell: object) -> object:
    if isinstance(cell, datetime.datetime | datetime.date):
        return cell.isoformat()
    return cell if isinstance(cell, str | list | dict | int | None) else safe(cell)


def _pictures(seller: Partner) -> Iterator[Row]:
    yield ["Mã hàng", "Tệp", "Địa chỉ", "Rộng", "Cao"]
    pictures = ListingPicture.objects.filter(listing__seller=seller).select_related("listing__seller_sku")
    for picture in pictures.order_by("listing", "position").iterator(chunk_size=500):
        address = f"{settings.SITE_URL}{picture.url}"
        yield [sku_of(picture.listing), picture.name, address, picture.width, picture.height]
