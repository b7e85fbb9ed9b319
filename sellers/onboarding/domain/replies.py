"""Keep the sentences reviewers reuse. Each change stands in the trail."""

from __future__ import annotations

import datetime

from django.db import transaction

from sellers.onboarding.models import ReplyTemplate
from shop.accounts.models import User
from shop.audit.trail import record


@transaction.atomic
def save_reply(*, reply: ReplyTemplate, by: User, at: datetime.datetime) -> ReplyTemplate:
    """Add a sentence, or keep the changed one."""
    act = "reply.changed" if reply.pk else "reply.added"
    reply.save()
    record(actor=by, action=act, subject=reply, at=at, details={"what": reply.body})
    return reply


@transaction.atomic
def remove_reply(*, reply: ReplyTemplate, by: User, at: datetime.datetime) -> None:
    """Offer it no longer; what was sent with it stays."""
    record(actor=by, action="reply.removed", subject=reply, at=at, details={"what": reply.body})
    reply.delete()
