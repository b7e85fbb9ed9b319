"""Write, publish, run, close and cancel a live session, and publish its minutes."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from shop.accounts.models import User
from shop.audit.trail import record
from shop.campaign.forum.domain.path import NotNow
from shop.campaign.forum.domain.telling import tell_askers
from shop.campaign.forum.models import Body, Dialogue, DialogueState, Phase
from shop.campaign.reasons import ReasonMissing
from shop.regions.models import Commune, Province
from shop.regions.vietnamese import slug


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What an organiser writes."""

    title: str
    intro: str
    province: Province
    commune: Commune | None
    hosts: Sequence[Body]
    place: str
    collects_from: datetime.datetime
    collects_until: datetime.datetime
    starts_at: datetime.datetime


@transaction.atomic
def write(*, plan: Plan, dialogue: Dialogue | None, by: User | None, at: datetime.datetime) -> Dialogue:
    """Save a draft, or a new one. Raises NotNow once it is published."""
    if dialogue is not None and dialogue.state != DialogueState.DRAFT:
        raise NotNow
    draft = dialogue or Dialogue(created_by=by, slug=_free_slug(plan.title))
    for name in Plan.__dataclass_fields__.keys() - {"hosts"}:
        setattr(draft, name, getattr(plan, name))
    draft.save()
    draft.hosts.set(plan.hosts)
    record(actor=by, action="forum_dialogue.written", subject=draft, at=at)
    return draft


@transaction.atomic
def publish(*, dialogue: Dialogue, by: User | None, at: datetime.datetime) -> None:
    """Show the session; questions are taken from its day on. Raises NotNow when none could be asked any more."""
    held = _locked(dialogue)
    if held.state != DialogueState.DRAFT or held.collects_until <= at:
        raise NotNow
    held.state = DialogueState.PUBLISHED
    held.save(update_fields=["state"])
    record(actor=by, action="forum_dialogue.published", subject=held, at=at)


@transaction.atomic
def start(*, dialogue: Dialogue, by: User | None, at: datetime.datetime) -> None:
    """Begin: questions are closed, answers are recorded. Raises NotNow before the collecting is over."""
    held = _locked(dialogue)
    if held.phase(at) != Phase.READY:
        raise NotNow
    held.started_at = at
    held.save(update_fields=["started_at"])
    record(actor=by, action="forum_dialogue.started", subject=held, at=at)


@transaction.atomic
def end(*, dialogue: Dialogue, by: User | None, at: datetime.datetime) -> None:
    """Close the session. Raises NotNow unless it runs."""
    held = _locked(dialogue)
    if held.phase(at) != Phase.RUNNING:
        raise NotNow
    held.ended_at = at
    held.save(update_fields=["ended_at"])
    record(actor=by, action="forum_dialogue.ended", subject=held, at=at)


@transaction.atomic
def cancel(*, dialogue: Dialogue, reason: str, by: User, at: datetime.datetime) -> None:
    """Cancel for good; whoever asked is told why. Raises ReasonMissing, NotNow once it is over."""
    if not reason.strip():
        raise ReasonMissing
    held = _locked(dialogue)
    if held.phase(at) in (Phase.CLOSED, Phase.CANCELLED):
        raise NotNow
    held.state, held.cancelled_reason = DialogueState.CANCELLED, reason.strip()[:500]
    held.save(update_fields=["state", "cancelled_reason"])
    record(actor=by, action="forum_dialogue.cancelled", subject=held, at=at, reason=held.cancelled_reason)
    tell_askers(held, event="cancelled", template="forum_dialogue_cancelled")


@transaction.atomic
def publish_minutes(*, dialogue: Dialogue, text: str, by: User | None, at: datetime.datetime) -> None:
    """Publish the minutes, or a mended text of them; what stood there stays in the trail.

    Raises ReasonMissing when there is no text, NotNow before the session is over.
    """
    if not text.strip():
        raise ReasonMissing
    held = _locked(dialogue)
    if held.phase(at) != Phase.CLOSED:
        raise NotNow
    before, is_first = held.minutes, held.minutes_at is None
    held.minutes, held.minutes_at = text.strip(), at
    held.save(update_fields=["minutes", "minutes_at"])
    record(actor=by, action="forum_dialogue.minutes", subject=held, at=at, details={"before": before})
    if is_first:
        tell_askers(held, event="minutes", template="forum_dialogue_minutes")


def _locked(dialogue: Dialogue) -> Dialogue:
    return Dialogue.objects.select_for_update().get(pk=dialogue.pk)


def _free_slug(title: str) -> str:
    base = slug(title)[:60].strip("-") or "doi-thoai"
    taken = set(Dialogue.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(name for n in range(1, len(taken) + 2) if (name := base if n == 1 else f"{base}-{n}") not in taken)
