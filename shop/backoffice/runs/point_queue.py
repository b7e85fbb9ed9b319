"""Shopkeepers who want to run a pick-up point, in the approval queue."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shop.accounts.enums import Role
from shop.accounts.reach import Reach
from shop.backoffice.queue import LIMIT, QueueFilter, QueueRow
from shop.shipping.models import PointApplication, PointApplicationState

STATES = {
    "cho-xem": PointApplicationState.SUBMITTED,
    "can-bo-sung": PointApplicationState.CHANGES_ASKED,
    "da-duyet": PointApplicationState.APPROVED,
    "tu-choi": PointApplicationState.REJECTED,
}


def applications_within(reach: Reach) -> QuerySet[PointApplication]:
    """Return the applications of the provinces whose points this administrator answers for."""
    if Role.ADMINISTRATOR not in reach.roles:
        return PointApplication.objects.none()
    rows = PointApplication.objects.select_related("commune__province", "applicant", "decided_by", "point")
    return reach.within(rows, Role.ADMINISTRATOR, "commune__province")


class PointSource:
    """Places that want to hand parcels over."""

    kind = "diem-nhan"
    title = gettext_lazy("Điểm nhận mới")

    def rows(self, reach: Reach, wanted: QueueFilter) -> list[QueueRow]:
        found = applications_within(reach).filter(state=STATES[wanted.state])
        if wanted.province:
            found = found.filter(commune__province=wanted.province)
        if wanted.legal_type:
            return []
        if wanted.words:
            found = found.filter(Q(name__icontains=wanted.words) | Q(applicant__full_name__icontains=wanted.words))
        return [_row(application) for application in found.order_by("submitted_at", "pk")[:LIMIT]]

    def waiting(self, reach: Reach) -> int:
        return applications_within(reach).filter(state=PointApplicationState.SUBMITTED).count()


def _row(application: PointApplication) -> QueueRow:
    return QueueRow(
        number=application.number,
        title=application.name,
        place=f"{application.commune.name}, {application.commune.province.name}",
        kind=PointSource.kind,
        label=_("Điểm nhận, %(kind)s") % {"kind": application.get_kind_display()},
        waiting_since=application.submitted_at,
        url=reverse("backoffice:point_application", args=[application.pk]),
        is_again=application.is_again,
        reviewer=str(application.decided_by or ""),
    )
