"""Change what the search is told, with a trace of who did it. In force everywhere within a second."""

from __future__ import annotations

import datetime

from django.db import transaction

from catalogue.search.models import SearchRedirect, SynonymGroup
from shop.accounts.models import User
from shop.audit.trail import record


@transaction.atomic
def save_synonyms(
    *, group: SynonymGroup | None, words: str, is_ambiguous: bool, note: str, by: User, at: datetime.datetime
) -> SynonymGroup:
    """Add a group (None) or change one. words: entries as stored, "heo, lợn"."""
    before = group.words if group else ""
    group = group or SynonymGroup()
    group.words, group.is_ambiguous, group.note, group.changed_at = words, is_ambiguous, note, at
    group.save()
    action = "synonyms.changed" if before else "synonyms.added"
    record(actor=by, action=action, subject=group, at=at, details={"what": words, "before": before})
    return group


@transaction.atomic
def remove_synonyms(*, group: SynonymGroup, by: User, at: datetime.datetime) -> None:
    record(actor=by, action="synonyms.removed", subject=group, at=at, details={"what": group.words})
    group.delete()


@transaction.atomic
def save_redirect(*, query: str, address: str, by: User, at: datetime.datetime) -> SearchRedirect:
    """Have a normalised search lead to a page of the site; a search that has a page gets the new one."""
    row, _created = SearchRedirect.objects.update_or_create(
        query=query, defaults={"address": address, "changed_at": at}
    )
    record(actor=by, action="search_redirect.set", subject=row, at=at, details={"what": str(row)})
    return row


@transaction.atomic
def remove_redirect(*, row: SearchRedirect, by: User, at: datetime.datetime) -> None:
    record(actor=by, action="search_redirect.removed", subject=row, at=at, details={"what": str(row)})
    row.delete()
