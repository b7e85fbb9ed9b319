"""Edits of shop fronts as rows of the approval queue."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sellers.shopfront.models import EditState, ShopEdit
from shop.accounts.enums import Role
from shop.accounts.reach import Reach
from shop.backoffice.queue import LIMIT, QueueFilter, QueueRow

STATES = {"cho-xem": EditState.WAITING, "da-duyet": EditState.APPROVED, "tu-choi": EditState.REJECTED}


def reviewable_edits(reach: Reach) -> QuerySet[ShopEdit]:
    """Return the edits a reviewer of these provinces may see."""
    if not reach.roles & {Role.REVIEWER, Role.ADMINISTRATOR}:
        return ShopEdit.objects.none()
    edits = ShopEdit.objects.select_related("seller__province", "reviewer")
    return reach.within(edits, Role.REVIEWER, "seller__province")


class ShopFrontSource:
    """Stories and pictures that sellers want to show."""

    kind = "trang-gian-hang"
    title = gettext_lazy("Trang gian hàng")

    def rows(self, reach: Reach, wanted: QueueFilter) -> list[QueueRow]:
        if wanted.state not in STATES:
            return []
        found = reviewable_edits(reach).filter(state=STATES[wanted.state])
        if wanted.province:
            found = found.filter(seller__province=wanted.province)
        if wanted.legal_type:
            found = found.filter(seller__legal_type=wanted.legal_type)
        if wanted.words:
            found = found.filter(Q(seller__name__icontains=wanted.words) | Q(story__icontains=wanted.words))
        order = "submitted_at" if wanted.state == "cho-xem" else "-submitted_at"
        return [_row(edit) for edit in found.order_by(order, "pk")[:LIMIT]]

    def waiting(self, reach: Reach) -> int:
        return reviewable_edits(reach).filter(state=EditState.WAITING).count()


def number_of(edit: ShopEdit) -> str:
    return f"GH-{edit.pk:04d}"


def _row(edit: ShopEdit) -> QueueRow:
    return QueueRow(
        number=number_of(edit),
        title=edit.seller.name,
        place=edit.seller.province.name if edit.seller.province else "",
        kind=ShopFrontSource.kind,
        label=_("Câu chuyện, ảnh gian hàng"),
        waiting_since=edit.submitted_at,
        url=reverse("backoffice:shopfront", args=[edit.pk]),
        reviewer=str(edit.reviewer or ""),
    )
