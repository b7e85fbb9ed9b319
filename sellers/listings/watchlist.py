"""Words and goods that may not stand in a listing: the list that administrators keep, and how it is read."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

from django.db import transaction

from sellers.listings.models import WatchedWord, WordGrade
from shop.accounts.models import User
from shop.audit import trail


def found_in(text: str, words: Iterable[WatchedWord]) -> list[WatchedWord]:
    """Return the watched words that stand in a text as whole words, whatever the case and the spaces."""
    plain = " ".join(text.casefold().split())
    return [word for word in words if re.search(rf"(?<!\w){re.escape(normal(word.words))}(?!\w)", plain)]


def normal(words: str) -> str:
    return " ".join(words.casefold().split())


@transaction.atomic
def save_word(*, words: str, grade: WordGrade, reason: str, by: User, at: datetime.datetime) -> WatchedWord:
    """Add a word, or change the grade and reason of one that is on the list."""
    word, _created = WatchedWord.objects.update_or_create(
        words=normal(words), defaults={"grade": grade, "reason": reason.strip(), "added_by": by}
    )
    trail.record(actor=by, action="watchlist.saved", subject=word, at=at, details={"words": word.words, "grade": grade})
    return word


@transaction.atomic
def remove_word(*, word: WatchedWord, by: User, at: datetime.datetime) -> None:
    trail.record(actor=by, action="watchlist.removed", subject=word, at=at, details={"words": word.words})
    word.delete()
