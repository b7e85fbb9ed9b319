"""What the office tells the search, in this process's memory; a change is seen within a second everywhere.

The version is read at most once a second; only when it differs are groups and redirects read again.
"""

import threading
import time

from catalogue.search import synonyms
from catalogue.search.analysis import fold
from catalogue.search.models import CuratedVersion, SearchRedirect, SynonymGroup
from catalogue.search.searchlog import normalised

LOOK_AGAIN_SECONDS = 1.0
UNREAD = -1


class Curated:
    """Safe between threads: one looks, the others go on with what they have."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._version: int | None = UNREAD
        self._look_at = 0.0
        self._redirects: dict[str, str] = {}

    def keep_up(self) -> None:
        if time.monotonic() < self._look_at or not self._lock.acquire(blocking=False):
            return
        try:
            version = CuratedVersion.objects.values_list("version", flat=True).first()
            if version != self._version:
                self._read()
                self._version = version
            self._look_at = time.monotonic() + LOOK_AGAIN_SECONDS
        finally:
            self._lock.release()

    def look_now(self) -> None:
        """Forget when it was looked last."""
        self._look_at = 0.0

    def forget(self) -> None:
        """Be as a process that has just started."""
        self._version, self._look_at = UNREAD, 0.0
        self._redirects = {}
        synonyms.put_in_force(None)

    def redirect_for(self, text: str) -> str | None:
        """Return the address inside the site that this search leads to; typed without marks it leads there too."""
        return self._redirects.get(normalised(text))

    def _read(self) -> None:
        groups = [synonym_group(row) for row in SynonymGroup.objects.all()]
        synonyms.put_in_force(groups or None)
        leads = {normalised(query): to for query, to in SearchRedirect.objects.values_list("query", "address")}
        self._redirects = {fold(query): address for query, address in leads.items()} | leads


def synonym_group(row: SynonymGroup) -> synonyms.Group:
    return synonyms.Group(tuple(row.words.split(", ")), row.is_ambiguous, row.note)


_curated = Curated()
keep_up = _curated.keep_up
look_now = _curated.look_now
forget = _curated.forget
redirect_for = _curated.redirect_for
