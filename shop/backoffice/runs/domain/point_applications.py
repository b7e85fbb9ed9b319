"""Decide about shopkeepers who want to run a pick-up point."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shop.accounts.models import User
from shop.audit.trail import record
from shop.backoffice.runs.domain.points import appoint, save_point
from shop.communication.sending import tell
from shop.fulfilment.domain.refusal import Refused
from shop.shipping.models import PickUpPoint, PointApplication, PointApplicationState

WORDS = {
    PointApplicationState.APPROVED: "point_application_approved",
    PointApplicationState.CHANGES_ASKED: "point_application_changes",
    PointApplicationState.REJECTED: "point_application_rejected",
}


class AlreadyDecided(Refused):
    """Somebody answered a moment before."""


class ReasonMissing(Refused):
    """The shopkeeper is told why; somebody has to say it."""


@transaction.atomic
def decide(
    *, application: PointApplication, to: PointApplicationState, reason: str, actor: User, at: datetime.datetime
) -> PointApplication:
    """Answer an application and tell its sender. Approved, it becomes a point that its sender operates.

    Raises AlreadyDecided, ReasonMissing (for anything but approval).
    """
    locked = PointApplication.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if locked.state != PointApplicationState.SUBMITTED:
        raise AlreadyDecided(_("Hồ sơ này vừa có người trả lời."))
    if to != PointApplicationState.APPROVED and not reason.strip():
        raise ReasonMissing(_("Ghi rõ cần bổ sung gì, hoặc vì sao từ chối. Người gửi sẽ đọc được."))
    locked.state, locked.reason = to, reason.strip()
    locked.decided_by, locked.decided_at = actor, at
    if to == PointApplicationState.APPROVED:
        locked.point = _open_point(locked, actor, at)
    locked.save()
    record(actor=actor, action=f"point_application.{to.value}", subject=locked, at=at, reason=locked.reason)
    tell(
        key=f"point-application:{locked.pk}:{to.value}:{at:%Y%m%d%H%M%S}",
        recipient=locked.applicant.phone,
        template=WORDS[to],
        context={"application": locked},
        at=at,
    )
    return locked


def _open_point(application: PointApplication, actor: User, at: datetime.datetime) -> PickUpPoint:
    copied = ("name", "kind", "commune", "address_line", "opening_hours", "capacity_parcels", "is_demo")
    facts = {name: getattr(application, name) for name in copied}
    point = save_point(point=PickUpPoint(phone=application.applicant.phone, **facts), actor=actor, at=at)
    appoint(point=point, phone=application.applicant.phone, actor=actor, at=at)
    return point
