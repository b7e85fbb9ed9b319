"""Records follow what happened: a hand-over, its undo, goods given back. A job looks after all of them.

Each record has a source and is written once, so looking again, or two jobs at once, writes nothing twice. A part that
was cancelled or came back before anybody received it was never invoiced and has none. Parts delivered before there were
records get theirs too, on the day of their hand-over, unless INVOICES_FROM says from which day records are kept.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.translation import gettext as _

from shop.aftersales.invoices.domain import fields
from shop.aftersales.invoices.domain.vat import form_of, rates_of
from shop.aftersales.invoices.models import InvoiceKind, InvoiceRecord
from shop.aftersales.invoices.providers import chosen
from shop.aftersales.returns.models import ReturnSettlement
from shop.order.domain.transitions import lock
from shop.order.enums import SellerOrderState
from shop.order.models import SellerOrder

AT_ONCE = 500
RETURNED = "returned:"
SETTLES_DOWN = datetime.timedelta(minutes=5)
"""A hand-over may be undone within a minute; records wait until that has passed."""


def catch_up(*, at: datetime.datetime) -> list[InvoiceRecord]:
    """Write every record that is missing, oldest first, each part in a transaction of its own; return them."""
    made: list[InvoiceRecord] = []
    for part_id in _parts_to_look_at(at):
        made += record_part(part_id=part_id, at=at)
    return made


@transaction.atomic
def record_part(*, part_id: int, at: datetime.datetime) -> list[InvoiceRecord]:
    """Write what is missing of one part: its invoice, adjustments, or that its hand-over was undone."""
    order_id = SellerOrder.objects.values_list("order", flat=True).get(pk=part_id)
    parts = lock(order_id=order_id)[1]
    part = next(part for part in parts if part.pk == part_id)
    original = _standing(part)
    made = []
    if part.delivered_at is None:
        return [_cancel(part, original, at)] if original else []
    if original is None:
        original = _original(part, at)
        made.append(original)
    known = set(InvoiceRecord.objects.filter(seller_order=part).values_list("source", flat=True))
    settled = ReturnSettlement.objects.filter(request__seller_order=part).select_related("request__reason")
    for settlement in settled.order_by("at", "pk"):
        if _source(settlement) not in known and settlement.revenue_vnd + settlement.seller_delivery_vnd:
            made.append(_adjustment(part, original, settlement, at))
    return made


def _parts_to_look_at(at: datetime.datetime) -> list[int]:
    """Return parts without a standing invoice, with a return that is not in one, or whose hand-over was undone."""
    originals = InvoiceRecord.objects.filter(seller_order=OuterRef("pk"), kind=InvoiceKind.ORIGINAL)
    standing = Exists(originals.exclude(changes__kind=InvoiceKind.CANCELLATION))
    delivered = SellerOrder.objects.filter(state=SellerOrderState.DELIVERED, delivered_at__lte=at - SETTLES_DOWN)
    new = delivered.filter(~standing, **_kept()).order_by("delivered_at", "pk")
    undone = SellerOrder.objects.filter(standing, delivered_at=None)
    written = InvoiceRecord.objects.filter(source=Concat(Value(RETURNED), OuterRef("request__number")))
    settled = ReturnSettlement.objects.filter(~Exists(written), **_kept("request__seller_order__"))
    changed = settled.values_list("request__seller_order", flat=True)
    found = [*new.values_list("pk", flat=True)[:AT_ONCE], *undone.values_list("pk", flat=True), *changed]
    return list(dict.fromkeys(found))


def _kept(of: str = "") -> dict[str, datetime.datetime]:
    """Return the filter of parts that records are kept of: those delivered since INVOICES_FROM, or all."""
    if not settings.INVOICES_FROM:
        return {}
    first = datetime.datetime.combine(settings.INVOICES_FROM, datetime.time.min)
    return {f"{of}delivered_at__gte": timezone.make_aware(first)}


def _standing(part: SellerOrder) -> InvoiceRecord | None:
    """Return the part's invoice that was not cancelled."""
    rows = InvoiceRecord.objects.filter(seller_order=part, kind=InvoiceKind.ORIGINAL)
    return rows.exclude(changes__kind=InvoiceKind.CANCELLATION).order_by("-pk").first()


def _original(part: SellerOrder, at: datetime.datetime) -> InvoiceRecord:
    lines = list(part.lines.filter(quantity__gt=0).order_by("pk"))
    day = part.delivered_at or at
    products = [line.product_id for line in lines]
    rates = rates_of(seller=part.seller, product_ids=products, on=timezone.localdate(day))
    rows = fields.items(part, lines, rates=rates)
    data = {**fields.heading(part, at=day), **fields.parties(part.seller, part.order), "items": rows}
    data["form"] = form_of(part.seller)
    before = InvoiceRecord.objects.filter(seller_order=part, kind=InvoiceKind.ORIGINAL)
    last, times = before.order_by("pk").last(), before.count()
    if last is not None:  # it was cancelled: this one stands for it
        data |= {"replaces": last.number, "replaces_day": last.data["day"]}
    return _write(part, InvoiceKind.ORIGINAL, f"delivered:{part.number}:{times + 1}", data, None, day, at)


def _cancel(part: SellerOrder, original: InvoiceRecord, at: datetime.datetime) -> InvoiceRecord:
    """Take back an invoice whose hand-over was undone: all its rows, below zero."""
    rows = [_negative(row) for row in original.data["items"]]
    data = {**original.data, **fields.heading(part, at=at, reason=_("Rút lại bước giao hàng")), "items": rows}
    return _write(part, InvoiceKind.CANCELLATION, f"undone:{original.pk}", data, original, at, at)


def _adjustment(
    part: SellerOrder, original: InvoiceRecord, settlement: ReturnSettlement, at: datetime.datetime
) -> InvoiceRecord:
    request = settlement.request
    rows = fields.returned_items(
        part,
        list(request.lines.select_related("line").order_by("pk")),
        goods_vnd=settlement.revenue_vnd,
        delivery_vnd=int(settlement.seller_delivery_vnd),
        sold=original.data["items"],
    )
    reason = _("Khách trả hàng %(number)s: %(why)s") % {"number": request.number, "why": request.reason.title}
    heading = fields.heading(part, at=settlement.at, reason=reason)
    data = {**original.data, **heading, "items": rows}
    return _write(part, InvoiceKind.ADJUSTMENT, _source(settlement), data, original, settlement.at, at)


def _negative(row: dict[str, Any]) -> dict[str, Any]:
    amounts = ("quantity", "amount_vnd", "net_vnd", "vat_vnd")
    return {**row, **{name: -row[name] for name in amounts if row.get(name) is not None}}


def _source(settlement: ReturnSettlement) -> str:
    return f"{RETURNED}{settlement.request.number}"


def _write(
    part: SellerOrder,
    kind: InvoiceKind,
    source: str,
    data: dict[str, Any],
    adjusts: InvoiceRecord | None,
    occurred_at: datetime.datetime,
    at: datetime.datetime,
) -> InvoiceRecord:
    from shop.aftersales.invoices.tasks import send_record

    count = InvoiceRecord.objects.filter(seller_order=part).count()
    number = f"{part.number}/{count + 1}" if count else part.number
    if adjusts is not None:
        data = {**data, "adjusts": adjusts.number, "adjusts_day": adjusts.data["day"]}
    rows: list[dict[str, Any]] = data["items"]
    sums = fields.totals(rows)
    record = InvoiceRecord.objects.create(
        seller_id=part.seller_id,
        seller_order=part,
        kind=kind,
        number=number,
        source=source,
        adjusts=adjusts,
        total_vnd=sums["total_vnd"],
        data={**data, **sums, "number": number, "kind": kind.value},
        occurred_at=occurred_at,
        created_at=at,
    )
    if chosen() is not None:
        send_record.defer(record_id=record.pk)
    return record
