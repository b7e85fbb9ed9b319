#!/usr/bin/env python3
"""Bốc thăm lại một kỳ thi từ dữ liệu đã công bố. Chỉ cần Python 3.9 trở lên, không cần gì khác.

    python3 boc_tham.py ky-thi.json

The file holds, as JSON: seed_hash (published before the round opened), seed (told at the drawing), size (number of
questions), tie_answer, prizes, entries (one for each person who handed in in time: code, right, guess) and winners.

Only entries with every question right take part. Whoever guessed closest to tie_answer comes first; among equally close
ones the lot decides: SHA-256 of "<seed>|<list>|<code>", the smallest first, where <list> is the SHA-256 of all entries
(see list_hash). So nobody who knew the seed before could choose winners without changing the whole list, and nobody
can change the list afterwards without changing the winners.
"""

from __future__ import annotations

import hashlib
import json
import sys
from typing import Any

Entry = dict[str, Any]


def sha256(text: str) -> str:
    """Return the SHA-256 of a text, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def list_hash(entries: list[Entry]) -> str:
    """Return the hash of all entries: one line each, sorted, "<code> <right> <guess>"."""
    return sha256("\n".join(sorted(f"{row['code']} {row['right']} {row['guess']}" for row in entries)))


def winners(*, seed: str, size: int, tie_answer: int, prizes: int, entries: list[Entry]) -> list[str]:
    """Return the codes of the winners, the first prize first."""
    whole = list_hash(entries)
    right = [row for row in entries if row["right"] == size]
    right.sort(key=lambda row: (abs(row["guess"] - tie_answer), sha256(f"{seed}|{whole}|{row['code']}")))
    return [row["code"] for row in right[:prizes]]


def problems(published: dict[str, Any]) -> list[str]:
    """Return what does not agree in a published drawing."""
    found = []
    if sha256(published["seed"]) != published["seed_hash"]:
        found.append("hạt giống không khớp mã băm đã công bố trước")
    drawn = winners(**{name: published[name] for name in ("seed", "size", "tie_answer", "prizes", "entries")})
    if drawn != published["winners"]:
        found.append(f"bốc lại ra {drawn}, đã công bố {published['winners']}")
    if len({row["code"] for row in published["entries"]}) != len(published["entries"]):
        found.append("một mã dự thi có hai lần")
    return found


def main() -> int:
    """Draw again from the file named on the command line; return 1 when anything differs."""
    if len(sys.argv) != 2:
        print(__doc__)
        return 2
    with open(sys.argv[1], encoding="utf-8") as file:
        published = json.load(file)
    print(f"{published['title']}: {len(published['entries'])} bài dự thi")
    for place, code in enumerate(published["winners"], start=1):
        print(f"  giải {place}: {code}")
    found = problems(published)
    for problem in found:
        print(f"SAI: {problem}")
    if not found:
        print("khớp với kết quả đã công bố")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
