"""What stands on a parcel's label. Never the pick-up code: whoever carries the box must not be able to collect it."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable
from dataclasses import dataclass

import segno
from django.db.models import Prefetch
from django.utils.safestring import SafeString, mark_safe

from shop.fulfilment.models import Manifest, Parcel
from shop.order.enums import SellerOrderState
from shop.order.models import SellerOrder
from shop.shipping.enums import DeliveryKind

MASK = 2


@dataclass(frozen=True, kw_only=True)
class Label:
    """One label. phone_end: the last three digits; home deliveries show the address instead."""

    code: str
    qr: SafeString
    seller: str
    given_name: str
    phone_end: str
    place: str
    address: str
    run_code: str
    arrives_at: datetime.datetime | None
    part_number: str
    parcel_number: int
    parcel_count: int
    goods: str
    weight_g: int


def labels_for(orders: Iterable[SellerOrder]) -> list[Label]:
    """Return the labels of all parcels of these orders; they come with lines, parcels, run and place."""
    return [_label(order, parcel) for order in orders for parcel in order.parcels.all()]


def is_roll(size: str | None) -> bool:
    """Return whether labels are asked for one to a label of 100 × 150 mm, not eight to a sheet of A4."""
    return size == "100x150"


def labels_of_run(manifest: Manifest) -> list[Label]:
    """Return the labels of every parcel of a frozen run: by stop as it drives, then by seller. Three queries."""
    parts = SellerOrder.objects.filter(manifest_line__manifest=manifest).exclude(state=SellerOrderState.CANCELLED)
    parts = parts.select_related("order__commune", "seller", "run_stop__run", "run_stop__point__commune")
    parts = parts.prefetch_related(Prefetch("parcels", Parcel.objects.filter(return_point=None)), "lines")
    return labels_for(parts.order_by("run_stop__arrives_at", "run_stop__position", "seller__name", "number"))


def _label(part: SellerOrder, parcel: Parcel) -> Label:
    order, stop = part.order, part.run_stop
    is_home = order.delivery_kind == DeliveryKind.HOME
    return Label(
        code=parcel.code,
        qr=qr_svg(parcel.code),
        seller=part.seller.name,
        given_name=order.buyer_name if is_home else order.buyer_name.split()[-1] if order.buyer_name.strip() else "",
        phone_end=order.buyer_phone[-3:],
        place=f"{stop.point.name}, {stop.point.commune.name}" if stop else "",
        address=", ".join(str(bit) for bit in (order.address_line, order.commune) if bit) if is_home else "",
        run_code=stop.run.code if stop else "",
        arrives_at=stop.arrives_at if stop else None,
        part_number=part.number,
        parcel_number=parcel.number,
        parcel_count=len(part.parcels.all()),
        goods=", ".join(f"{line.quantity} {line.unit} {line.title}".strip() for line in part.lines.all()),
        weight_g=parcel.weight_g,
    )


def qr_svg(text: str) -> SafeString:
    """Draw a QR code that a worn or wet label still gives back (a quarter may be lost)."""
    out = io.BytesIO()
    # Readers take any mask; trying all eight for the evenest would be three quarters of the work of 5,000 labels.
    segno.make(text, error="q", micro=False, mask=MASK).save(
        out, kind="svg", xmldecl=False, svgns=True, svgclass=None, lineclass=None, omitsize=True, border=2
    )
    return mark_safe(out.getvalue().decode())  # noqa: S308  drawn here, holds no text
