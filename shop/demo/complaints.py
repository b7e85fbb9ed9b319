"""Complaints to the market: one waits, one is answered. All invented."""

from __future__ import annotations

import datetime

from django.conf import settings

from shop.accounts.models import User
from shop.campaign.support.domain import complaints
from shop.campaign.support.models import Complaint, Subject

REVIEWER = "xet-duyet"


def load_complaints(*, people: dict[str, User], now: datetime.datetime) -> None:
    """Leave two complaints, unless there are some."""
    if Complaint.objects.exists():
        return
    _complain(
        people["ngoc"], Subject.GOODS, "Hũ mật nho bị rò, giấy gói ướt (minh hoạ).", now - datetime.timedelta(hours=5)
    )
    answered = _complain(
        people["lien"], Subject.SELLER, "Nhà bán hẹn gọi lại mà chưa gọi (minh hoạ).", now - datetime.timedelta(days=2)
    )
    complaints.answer(
        complaint_id=answered.pk,
        text="Chúng tôi đã gọi nhà bán. Nhà bán sẽ gọi bạn trước 17 giờ hôm nay (minh hoạ).",
        by=people[REVIEWER],
        at=now - datetime.timedelta(days=1),
        site_url=settings.SITE_URL,
    )


def _complain(sender: User, subject: Subject, body: str, at: datetime.datetime) -> Complaint:
    return complaints.record(
        subject=subject,
        name=sender.full_name,
        phone=sender.phone or "",
        order_number="",
        body=body,
        at=at,
        site_url=settings.SITE_URL,
    )
