"""Applications of producers as rows of the queue."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sellers.onboarding.models import WAITING, ApplicationState, ReviewRequest, SellerApplication
from sellers.onboarding.queries import reviewable_applications
from shop.accounts.reach import Reach
from shop.backoffice.queue import LIMIT, QueueFilter, QueueRow

STATES = {
    "cho-xem": WAITING,
    "can-bo-sung": {ApplicationState.CHANGES_ASKED},
    "da-duyet": {ApplicationState.APPROVED},
    "tu-choi": {ApplicationState.REJECTED},
}


class ApplicationSource:
    """Producers who want to sell."""

    kind = "nguoi-ban"
    title = gettext_lazy("Người bán mới")

    def rows(self, reach: Reach, wanted: QueueFilter) -> list[QueueRow]:
        again = ReviewRequest.objects.filter(application=OuterRef("pk"))
        found = _matching(reviewable_applications(reach), wanted).annotate(is_again=Exists(again))
        order = "submitted_at" if wanted.state == "cho-xem" else "-submitted_at"
        return [_row(application) for application in found.order_by(order, "pk")[:LIMIT]]

    def waiting(self, reach: Reach) -> int:
        return reviewable_applications(reach).filter(state__in=WAITING).count()


def _matching(applications: QuerySet[SellerApplication], wanted: QueueFilter) -> QuerySet[SellerApplication]:
    applications = applications.filter(state__in=STATES[wanted.state])
    if wanted.province:
        applications = applications.filter(commune__province=wanted.province)
    if wanted.legal_type:
        applications = applications.filter(legal_type=wanted.legal_type)
    if wanted.words:
        applications = applications.filter(_words(wanted.words))
    return applications


def _words(words: str) -> Q:
    digits = words.upper().removeprefix("HS-").lstrip("0")
    number = Q(pk=int(digits)) if digits.isascii() and digits.isdigit() and len(digits) < 10 else Q()
    text = Q(name__icontains=words) | Q(tax_code__startswith=words) | Q(representative__icontains=words)
    return text | number if number else text


def _row(application: SellerApplication) -> QueueRow:
    commune = application.commune
    return QueueRow(
        number=application.number,
        title=application.name,
        place=f"{commune.name}, {commune.province.name}" if commune else "",
        kind=ApplicationSource.kind,
        label=_("Người bán, %(legal_type)s") % {"legal_type": application.get_legal_type_display()},
        waiting_since=application.submitted_at,
        url=reverse("backoffice:application", args=[application.pk]),
        is_again=application.is_again,
        reviewer=str(application.assignee or application.reviewer or ""),
        assignee_id=application.assignee_id if application.is_waiting else None,
    )
