"""Questions about complaints."""

from __future__ import annotations

from django.db.models import F, QuerySet
from django.utils.crypto import constant_time_compare

from shop.campaign.support.models import Complaint


def of_sender(number: str, token: str) -> Complaint | None:
    """Return the complaint when the token is its own."""
    complaint = Complaint.objects.filter(number=number).first()
    return complaint if complaint and constant_time_compare(complaint.token, token) else None


def inbox() -> QuerySet[Complaint]:
    """Return all complaints: those without an answer first, the oldest of them on top."""
    return Complaint.objects.select_related("answered_by").order_by(
        F("answered_at").asc(nulls_first=True), "created_at", "pk"
    )
