"""What reviewers decide about the story and the pictures of a shop front."""

from __future__ import annotations

import datetime

from django.db import transaction

from sellers.models import Partner
from sellers.shopfront.checks import findings
from sellers.shopfront.models import EditState, ShopEdit, ShopPicture
from shop.accounts.models import User
from shop.audit.trail import record
from shop.communication.sending import tell


class DecidedAlready(Exception):
    """Somebody else decided, or the seller took the edit back."""


class SeenAnotherVersion(Exception):
    """The seller changed the edit after the reviewer opened the page."""


class ReasonMissing(Exception):
    """A refusal needs a reason the seller can act on."""


class OwnShop(Exception):
    """Somebody who works for the seller may not judge its shop front."""


class Forbidden(Exception):
    """A word of the administrators' list that may not be shown; `sentences` say which."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


def approve(*, edit_id: int, seen: datetime.datetime, reviewer: User, at: datetime.datetime) -> ShopEdit:
    """Show the story, the cover and the pictures that wait, and tell the seller.

    seen: submitted_at of the version the reviewer looked at.
    Raises DecidedAlready, SeenAnotherVersion, OwnShop, Forbidden.
    """
    return _decide(edit_id, EditState.APPROVED, seen, reviewer, at, "")


def reject(*, edit_id: int, seen: datetime.datetime, reason: str, reviewer: User, at: datetime.datetime) -> ShopEdit:
    """Refuse an edit; what was approved before stays. Raises as approve, and ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing
    return _decide(edit_id, EditState.REJECTED, seen, reviewer, at, reason.strip())


@transaction.atomic
def _decide(
    edit_id: int, state: EditState, seen: datetime.datetime, reviewer: User, at: datetime.datetime, reason: str
) -> ShopEdit:
    owner = ShopEdit.objects.values_list("seller", flat=True).filter(pk=edit_id)
    seller = Partner.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=owner).first()
    if seller is None:
        raise DecidedAlready
    edit = ShopEdit.objects.select_for_update().filter(pk=edit_id, state=EditState.WAITING).first()
    if edit is None:
        raise DecidedAlready
    if reviewer.grants.filter(seller=seller).exists():
        raise OwnShop
    if edit.submitted_at != seen:
        raise SeenAnotherVersion
    if state == EditState.APPROVED:
        _show(edit, seller)
    ShopPicture.objects.filter(seller=seller, state=EditState.WAITING).update(state=state)
    edit.state, edit.decided_at, edit.reviewer, edit.reason = state, at, reviewer, reason
    edit.save()
    record(
        actor=reviewer, action=f"shopfront.{state}", subject=seller, at=at, reason=reason, details={"story": edit.story}
    )
    if seller.phone:
        tell(
            key=f"shopfront-{state}:{edit.pk}",
            recipient=seller.phone,
            template=f"shopfront_{state}",
            context={"seller": seller, "reason": " ".join(reason.split())},
        )
    return edit


def _show(edit: ShopEdit, seller: Partner) -> None:
    found = [finding.sentence for finding in findings(edit) if finding.is_forbidden]
    if found:
        raise Forbidden(found)
    Partner.objects.filter(pk=seller.pk).update(story=edit.story, cover_image=edit.cover_image)
