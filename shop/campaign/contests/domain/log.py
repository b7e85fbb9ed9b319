"""Append to the published log of a contest."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from shop.campaign.contests.kiem_phieu import next_hash
from shop.campaign.contests.models import Contest, LogHead, LogLine

BATCH = 1000


def append(*, contest_id: int, bodies: Iterable[tuple[str, dict[str, Any]]]) -> LogHead:
    """Append (key, body) lines in this order, in the caller's transaction. Holds the log's lock till it ends."""
    LogHead.objects.get_or_create(contest_id=contest_id, defaults=LogHead.beginning())
    head = LogHead.objects.select_for_update().get(contest_id=contest_id)
    lines: list[LogLine] = []
    for key, body in bodies:
        head.number += 1
        text = json.dumps({"n": head.number, **body}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        head.hash = next_hash(head.hash, text)
        lines.append(
            LogLine(contest_id=contest_id, number=head.number, kind=body["kind"], key=key, body=text, hash=head.hash)
        )
    LogLine.objects.bulk_create(lines, batch_size=BATCH)
    head.save(update_fields=["number", "hash"])
    return head


def locked(contest_id: int) -> Contest:
    """Lock the log and then the contest, in the order of everybody who writes to both, and return the contest.

    Votes share the contest's row and never wait for the log.
    """
    LogHead.objects.select_for_update().filter(contest=contest_id).first()
    return Contest.objects.select_for_update().get(pk=contest_id)


def file_lines(contest_id: int) -> Iterator[str]:
    """Yield the lines of the published file."""
    rows = LogLine.objects.filter(contest_id=contest_id).order_by("number").values_list("hash", "body")
    for written, body in rows.iterator(chunk_size=BATCH):
        yield f"{written} {body}\n"
