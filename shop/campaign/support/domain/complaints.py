"""Recording and answering complaints."""

from __future__ import annotations

import datetime

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string

from shop.accounts.models import User
from shop.audit.trail import record as record_audit
from shop.campaign.support.models import Complaint
from shop.communication.sending import tell

DIGITS = "0123456789"
ATTEMPTS = 5


class AlreadyAnswered(Exception):
    """Somebody answered this complaint before."""


@transaction.atomic
def record(
    *, subject: str, name: str, phone: str, order_number: str, body: str, at: datetime.datetime, site_url: str
) -> Complaint:
    """Write a complaint under a new number and send its link to the sender's phone (E.164)."""
    complaint = Complaint(
        subject=subject, name=name, phone=phone, order_number=order_number, body=body, created_at=at, number=""
    )
    _save_with_number(complaint)
    tell(
        key=f"complaint:{complaint.number}",
        recipient=phone,
        template="complaint_received",
        context={"complaint": complaint, "link": site_url + link_of(complaint)},
    )
    return complaint


@transaction.atomic
def answer(*, complaint_id: int, text: str, by: User, at: datetime.datetime, site_url: str) -> Complaint:
    """Answer once and tell the sender. Raises AlreadyAnswered."""
    complaint = Complaint.objects.select_for_update().get(pk=complaint_id)
    if complaint.answered_at is not None:
        raise AlreadyAnswered(complaint.number)
    complaint.answer = text
    complaint.answered_at = at
    complaint.answered_by = by
    complaint.save(update_fields=["answer", "answered_at", "answered_by"])
    record_audit(actor=by, action="complaint.answered", subject=complaint, at=at)
    tell(
        key=f"complaint:{complaint.number}:answer",
        recipient=complaint.phone,
        template="complaint_answered",
        context={"complaint": complaint, "link": site_url + link_of(complaint)},
    )
    return complaint


def link_of(complaint: Complaint) -> str:
    """Return the sender's address of a complaint: the token is what opens it."""
    return f"{reverse('support:complaint', kwargs={'number': complaint.number})}?khoa={complaint.token}"


def _save_with_number(complaint: Complaint) -> None:
    """Take a free number "KN-2611-48213": year, month, five random digits."""
    month = timezone.localtime(complaint.created_at).strftime("%y%m")
    for attempt in range(ATTEMPTS):
        complaint.number = f"KN-{month}-{get_random_string(5, DIGITS)}"
        try:
            with transaction.atomic():
                complaint.save(force_insert=True)
        except IntegrityError:
            if attempt == ATTEMPTS - 1:
                raise
        else:
            return
