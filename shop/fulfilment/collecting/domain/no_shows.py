"""Buyers who did not come are counted; the office may take one off with a reason, and sets the rule by dates."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shop.accounts.models import User
from shop.audit.trail import record
from shop.fulfilment.collecting.models import NoShow, NoShowRule
from shop.fulfilment.domain.refusal import Refused
from shop.order.models import Order
from shop.shipping.models import RunStop


class ReasonMissing(Refused):
    """A decision needs a reason."""


class RuleTaken(Refused):
    """Another rule begins then or later, or the day is past."""


def record_no_show(*, order: Order, run_stop: RunStop, at: datetime.datetime) -> NoShow:
    """Count that nobody came for an order that waited; again changes nothing. In the caller's transaction."""
    row, _is_new = NoShow.objects.get_or_create(
        order=order, run_stop=run_stop, defaults={"phone": order.buyer_phone, "at": at}
    )
    return row


@transaction.atomic
def lift(*, no_show: NoShow, reason: str, actor: User, at: datetime.datetime) -> NoShow:
    """Let a no-show not count; one that was lifted stays as it is. Raises ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing(_("Ghi vì sao bỏ qua lần này, ví dụ: điểm đóng cửa hôm đó."))
    locked = NoShow.objects.select_for_update(of=("self",)).get(pk=no_show.pk)
    if locked.lifted_at:
        return locked
    locked.lifted_at, locked.lifted_by, locked.lift_reason = at, actor, reason.strip()[:300]
    locked.save(update_fields=["lifted_at", "lifted_by", "lift_reason"])
    record(actor=actor, action="no_show.lifted", subject=locked, at=at, reason=locked.lift_reason)
    return locked


@transaction.atomic
def set_rule(
    *,
    times: int,
    months: int,
    valid_from: datetime.date,
    basis: str,
    actor: User,
    at: datetime.datetime,
    today: datetime.date,
) -> NoShowRule:
    """Set the rule from a day on; the one before ends the day before. Raises RuleTaken."""
    if valid_from < today:
        raise RuleTaken(_("Quy định mới áp dụng sớm nhất từ hôm nay."))
    standing = list(NoShowRule.objects.select_for_update().order_by("-valid_from"))
    if any(rule.valid_from >= valid_from for rule in standing):
        raise RuleTaken(_("Đã có quy định bắt đầu vào hoặc sau ngày này. Ngừng quy định đó trước."))
    NoShowRule.objects.filter(valid_to=None).update(valid_to=valid_from - datetime.timedelta(days=1))
    made = NoShowRule.objects.create(
        times=times, months=months, valid_from=valid_from, basis=basis, set_by=actor, set_at=at
    )
    record(actor=actor, action="no_show_rule.set", subject=made, at=at, reason=basis)
    return made


@transaction.atomic
def end_rule(*, rule: NoShowRule, actor: User, at: datetime.datetime, today: datetime.date) -> None:
    """Let a rule end today; one that has not begun is taken away. Again changes nothing."""
    locked = NoShowRule.objects.select_for_update().filter(pk=rule.pk).first()
    if locked is None or (locked.valid_to and locked.valid_to <= today):
        return
    record(actor=actor, action="no_show_rule.ended", subject=locked, at=at)
    if locked.valid_from > today:
        locked.delete()
        return
    locked.valid_to = today
    locked.save(update_fields=["valid_to"])
