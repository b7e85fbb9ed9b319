"""Take a report: record it under a number, tie it to good, lot and seller, tell the reporter."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string

from catalogue.images.checks import CleanImage
from catalogue.lots.models import Lot
from catalogue.models import Product
from sellers.models import Partner, StockRecord
from shop.campaign.counterfeit.models import CasePicture, CounterfeitCase
from shop.communication.sending import tell

DIGITS = "0123456789"
ATTEMPTS = 5
MOST_PICTURES = 6


@dataclass(frozen=True, kw_only=True)
class Report:
    """What somebody reports. phone: E.164, or empty for somebody who stays unknown."""

    body: str
    product: Product | None = None
    lot: Lot | None = None
    seller: Partner | None = None
    is_elsewhere: bool = False
    place: str = ""
    order_number: str = ""
    lot_code: str = ""
    signs: list[str] = field(default_factory=list)
    phone: str = ""


@transaction.atomic
def record(*, report: Report, pictures: Iterable[CleanImage] = (), at: datetime.datetime) -> CounterfeitCase:
    """Write a case with its pictures and send the reporter the link, if there is a phone."""
    product = report.product or (report.lot.product if report.lot else None)
    case = CounterfeitCase(
        product=product,
        lot=report.lot or _lot(report.lot_code, product),
        seller=report.seller or _seller(product),
        is_elsewhere=report.is_elsewhere,
        place=report.place,
        order_number=report.order_number,
        lot_code=report.lot_code,
        signs=report.signs,
        body=report.body,
        phone=report.phone,
        created_at=at,
    )
    _save_with_number(case)
    for picture in list(pictures)[:MOST_PICTURES]:
        row = CasePicture(case=case)
        row.file.save("anh.webp", ContentFile(picture.content), save=False)
        row.save()
    tell_reporter(case, "counterfeit_received")
    return case


def tell_reporter(case: CounterfeitCase, template: str) -> None:
    """Send one message to the reporter, who may have left no phone."""
    if case.phone:
        tell(
            key=f"{template}:{case.number}",
            recipient=case.phone,
            template=template,
            context={"case": case, "link": f"{settings.SITE_URL}{link_of(case)}"},
        )


def link_of(case: CounterfeitCase) -> str:
    """Return the reporter's address of a case: the token is what opens it."""
    return f"{reverse('counterfeit:receipt', kwargs={'number': case.number})}?khoa={case.token}"


def lot_of_code(code: str) -> Lot | None:
    """Return the lot of a code as printed, whatever its capitals."""
    return Lot.objects.select_related("product").filter(code__iexact=code.strip()).first() if code.strip() else None


def _lot(code: str, product: Product | None) -> Lot | None:
    found = lot_of_code(code)
    return found if found and (product is None or found.product_id == product.pk) else None


def _seller(product: Product | None) -> Partner | None:
    record = StockRecord.objects.filter(product=product).select_related("partner").first() if product else None
    return record.partner if record else None


def _save_with_number(case: CounterfeitCase) -> None:
    """Take a free number "BG-2611-48213": year, month, five random digits."""
    month = timezone.localtime(case.created_at).strftime("%y%m")
    for attempt in range(ATTEMPTS):
        case.number = f"BG-{month}-{get_random_string(5, DIGITS)}"
        try:
            with transaction.atomic():
                case.save(force_insert=True)
        except IntegrityError:
            if attempt == ATTEMPTS - 1:
                raise
        else:
            return
