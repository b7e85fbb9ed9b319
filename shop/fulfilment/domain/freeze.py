"""Freeze the manifest of a run: from then on nothing joins it."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from shop.accounts.models import User
from shop.audit.trail import record
from shop.fulfilment.domain.refusal import Refused
from shop.fulfilment.models import Manifest, ManifestLine
from shop.fulfilment.queries.minimum import below_minimum
from shop.order.enums import PaymentMethod, SellerOrderState
from shop.order.models import SellerOrder
from shop.shipping.enums import RunState
from shop.shipping.models import Run, RunStop


class TooEarly(Refused):
    """The cut-off has not passed and nobody gave a reason to freeze before it."""


class NotFreezable(Refused):
    """The run was called off."""


@transaction.atomic
def freeze(*, run: Run, at: datetime.datetime, actor: User | None = None, reason: str = "") -> Manifest:
    """Write the manifest of a run and close it to new orders; freezing again returns the first manifest.

    Before the cut-off somebody must do it by hand and say why. Raises TooEarly, NotFreezable. Costs the same
    number of queries for any number of orders.
    """
    locked = lock_run(run)
    frozen = Manifest.objects.filter(run=locked).first()
    if frozen:
        return frozen
    _check(locked, at, actor, reason)
    manifest = Manifest.objects.create(run=locked, frozen_at=at, frozen_by=actor)
    lines = ManifestLine.objects.bulk_create(_line(manifest, part) for part in _parts(locked))
    locked.state = RunState.FROZEN
    locked.save(update_fields=["state"])
    record(actor=actor, action="run.frozen", subject=locked, at=at, reason=reason, details={"lines": len(lines)})
    return manifest


def freeze_due(*, at: datetime.datetime) -> list[Manifest]:
    """Freeze every run whose cut-off has passed, each in a transaction of its own.

    A run below its minimum is left to whoever calls it off (shop.aftersales.domain.minimum).
    """
    due = Run.objects.filter(state__in=[RunState.PLANNED, RunState.OPEN], cut_off_at__lte=at)
    too_small = set(below_minimum(due).values_list("pk", flat=True))
    return [freeze(run=run, at=at) for run in due.order_by("pk") if run.pk not in too_small]


def lock_run(run: Run) -> Run:
    """Lock the stops of a run, then the run: an order that is being placed holds its stop, so one waits."""
    list(RunStop.objects.select_for_update(no_key=True).filter(run=run).order_by("pk").values_list("pk"))
    return Run.objects.select_for_update(no_key=True).get(pk=run.pk)


def _check(run: Run, at: datetime.datetime, actor: User | None, reason: str) -> None:
    if run.state == RunState.CALLED_OFF:
        raise NotFreezable(_("Chuyến %(run)s đã hủy, không chốt được nữa.") % {"run": run.code})
    if at < run.cut_off_at and not (actor and reason.strip()):
        raise TooEarly(_("Chưa tới giờ chốt đơn. Muốn chốt sớm, hãy ghi lý do."))


def _parts(run: Run) -> QuerySet[SellerOrder]:
    """Return what the run will carry: what stands and is paid, or is paid when received."""
    standing = SellerOrder.objects.filter(run_stop__run=run).exclude(state=SellerOrderState.CANCELLED)
    standing = standing.filter(Q(order__pay_until=None) | Q(order__paid_at__isnull=False))
    return standing.select_related("order", "run_stop").annotate(items=Sum("lines__quantity")).order_by("pk")


def _line(manifest: Manifest, part: SellerOrder) -> ManifestLine:
    return ManifestLine(
        manifest=manifest,
        seller_order=part,
        run_stop=part.run_stop,
        items=part.items or 0,  # type: ignore[attr-defined]  # annotated
        weight_g=part.weight_g,
        cash_due_vnd=part.total_vnd if part.order.payment_method == PaymentMethod.CASH else 0,
    )
