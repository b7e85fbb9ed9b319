#!/usr/bin/env python3
"""Kiểm lại một cuộc bình chọn từ sổ phiếu đã công bố. Chỉ cần Python 3.9 trở lên, không cần gì khác.

    python3 kiem_phieu.py so-phieu.txt
    python3 kiem_phieu.py so-phieu.txt --phieu ABCD-EFGH-JKMN
    python3 kiem_phieu.py so-phieu.txt --bi-mat ABCD-EFGH-JKMN-PQRS

The ballot log is a text file. Each line is `<hash> <body>`: body is JSON, hash is SHA-256 of the hash before it, a
line feed, and body; before the first line the hash is 64 zeros. So nothing can be changed, dropped or put between
without every later hash changing. Kinds of lines:

open      the contest: title, period, rules of counting, categories
entry     an entry: its number, category, title, seller
receipt   a receipt: somebody's ballot was taken in
choice    what one ballot chose, under a tracker that only the voter can compute; replaces: the tracker it takes the
          place of
held      the seal of a ballot that waits for a decision, because too many came from one place; see seal_of
verdict   two people decided on held ballots: how many, counted or not, and why
refused   what one ballot chose that the verdict did not count; it fits one of the seals
limits    from here on so many votes of one hour from one device, network or block of numbers are not held
paper     a ballot on numbered paper, read by two people: its number and what it chose
juror     somebody of the jury: a number, a name, and why they did not mark if they did not
conflict  an entry this juror did not mark, for an interest of their own
marks     what this juror gave an entry: points from 0 to 10 by criterion
close     no more ballots come; register: how many voted by phone, by printed code and on paper; printed: how many codes
          were printed. The line "cancel" says so too
cancel    the contest was cancelled; every ballot stands above, of the undecided ones that were held only their seals

Receipts and choices stand in orders that have nothing to do with each other. From a ballot's secret follow its receipt
and its tracker (see receipt_of and tracker_of), so the voter, and nobody else, can find both.

Where the opening gives a jury a weight, the final points of an entry are, of 100: (100 - weight) percent of its votes
as a share of the most votes in its category, and weight percent of the mean of the jurors' marks, each the criteria's
points by their weights (see final_points). Nothing is rounded before entries are compared.
"""

from __future__ import annotations

import argparse
import hashlib
import hmac
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without I, L, O, U: nobody confuses them
START = "0" * 64
RECEIPT_CHARACTERS = 12
MOST_CHANGES = 10


class BrokenLog(Exception):
    """A line does not follow from the lines before it."""


@dataclass
class Result:
    """What the log says. votes: entry number -> ballots for it."""

    opening: dict[str, Any] = field(default_factory=dict)
    entries: dict[int, dict[str, Any]] = field(default_factory=dict)
    votes: dict[int, int] = field(default_factory=dict)
    receipts: set[str] = field(default_factory=set)
    choices: dict[str, list[int]] = field(default_factory=dict)
    papers: dict[int, list[int]] = field(default_factory=dict)
    held: set[str] = field(default_factory=set)
    refused: dict[str, list[int]] = field(default_factory=dict)
    verdicts: list[dict[str, Any]] = field(default_factory=list)
    released: int = 0
    jurors: dict[int, dict[str, Any]] = field(default_factory=dict)
    conflicts: set[tuple[int, int]] = field(default_factory=set)
    marks: dict[tuple[int, int], dict[int, int]] = field(default_factory=dict)
    replaced: int = 0
    is_closed: bool = False
    is_cancelled: bool = False
    register: dict[str, int] = field(default_factory=dict)
    printed: int = 0
    undecided: int | None = None  # what a cancelled log says of held ballots; older ones say nothing
    lines: int = 0
    last_hash: str = START
    problems: list[str] = field(default_factory=list)

    @property
    def ballots(self) -> int:
        """How many ballots are counted: each once, as it was last changed."""
        return len(self.choices) + len(self.papers)

    def decided(self, *, counted: bool) -> int:
        """On how many held ballots somebody decided so."""
        return sum(row["ballots"] for row in self.verdicts if row["counted"] == counted)


def cleaned(code: str) -> str:
    """Return a code as it is computed with: capitals and digits, without spaces and dashes."""
    plain = "".join(code.upper().split()).replace("-", "")
    return plain.translate(str.maketrans("OIL", "011"))


def grouped(code: str) -> str:
    """Return a code as people read it: ABCD-EFGH."""
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))


def receipt_of(secret: str) -> str:
    """Return the receipt number of a ballot's secret."""
    digest = hashlib.sha256(f"receipt|{cleaned(secret)}".encode()).digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:RECEIPT_CHARACTERS])


def tracker_of(secret: str, contest: str, change: int = 0) -> str:
    """Return the tracker of a ballot's choice; change: how often the ballot was changed before."""
    return hmac.new(cleaned(secret).encode(), f"{contest}|{change}".encode(), hashlib.sha256).hexdigest()[:32]


def seal_of(tracker: str, entries: list[int]) -> str:
    """Return the seal of a held ballot: it binds the choice, and without the tracker nobody can try choices out."""
    return hashlib.sha256(f"held|{tracker}|{sorted(entries)}".encode()).hexdigest()


def next_hash(before: str, body: str) -> str:
    """Return the hash of a line that follows the hash `before`."""
    return hashlib.sha256(f"{before}\n{body}".encode()).hexdigest()


def read(lines: Iterable[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (hash, body) of every line. Raises BrokenLog at the first that does not follow from those before it."""
    before = START
    for number, line in enumerate(lines, start=1):
        written, _, text = line.rstrip("\n").partition(" ")
        if next_hash(before, text) != written:
            raise BrokenLog(f"dòng {number}: mã băm không khớp, sổ đã bị sửa từ đây")
        body = json.loads(text)
        if body.get("n") != number:
            raise BrokenLog(f"dòng {number}: số thứ tự không liền")
        before = written
        yield written, body


def count(lines: Iterable[str]) -> Result:
    """Count a log. Raises BrokenLog."""
    result = Result()
    for written, body in read(lines):
        result.lines, result.last_hash = body["n"], written
        if result.is_closed or result.is_cancelled:
            result.problems.append(f"dòng {body['n']}: ghi thêm sau khi sổ đã đóng")
        TAKE.get(body["kind"], _unknown)(result, body)
    if len(result.refused) != result.decided(counted=False):
        result.problems.append(f"{len(result.refused)} lá bị loại, quyết định nói {result.decided(counted=False)}")
    if result.is_closed and len(result.receipts) != len(result.choices) + len(result.refused):
        shown = len(result.choices) + len(result.refused)
        result.problems.append(f"có {len(result.receipts)} biên nhận nhưng {shown} lá phiếu")
    if result.is_closed and result.held:
        result.problems.append(f"{len(result.held)} lá phiếu bị giữ mà không ai quyết định")
    voted, cast = sum(result.register.values()), len(result.receipts) + len(result.papers)
    if result.register and voted != cast:
        result.problems.append(f"sổ ghi danh có {voted} người, sổ phiếu có {cast} biên nhận và phiếu giấy")
    if result.register.get("ticket", 0) > result.printed:
        result.problems.append(f"{result.register['ticket']} phiếu bằng thẻ QR nhưng chỉ in {result.printed} thẻ")
    if result.undecided is not None:
        shown = len(result.choices) + len(result.refused) + result.undecided
        if len(result.receipts) != shown or len(result.held) != result.undecided:
            result.problems.append(f"hủy khi có {len(result.receipts)} biên nhận nhưng {shown} lá phiếu")
    for chosen in [*result.choices.values(), *result.papers.values()]:
        for number in chosen:
            result.votes[number] += 1
    return result


def _open(result: Result, body: dict[str, Any]) -> None:
    result.opening = body


def _entry(result: Result, body: dict[str, Any]) -> None:
    result.entries[body["no"]] = body
    result.votes[body["no"]] = 0


def _receipt(result: Result, body: dict[str, Any]) -> None:
    if body["receipt"] in result.receipts:
        result.problems.append(f"dòng {body['n']}: biên nhận ghi hai lần")
    result.receipts.add(body["receipt"])


def _choice(result: Result, body: dict[str, Any]) -> None:
    """Take in a ballot that chooses entries there are, at most so many of a category, and is no second one."""
    chosen = body["entries"]
    old = body.get("replaces", "")
    if body["tracker"] in result.choices or (old and old not in result.choices):
        result.problems.append(f"dòng {body['n']}: lá phiếu trùng, hoặc thay một lá không có")
        return
    if not _is_valid(result, chosen):
        result.problems.append(f"dòng {body['n']}: lá phiếu không hợp lệ")
        return
    if old:
        del result.choices[old]
        result.replaced += 1
    seal = seal_of(body["tracker"], chosen)
    if seal in result.held:
        result.held.discard(seal)
        result.released += 1
    result.choices[body["tracker"]] = chosen


def _held(result: Result, body: dict[str, Any]) -> None:
    result.held.add(body["seal"])


def _verdict(result: Result, body: dict[str, Any]) -> None:
    result.verdicts.append(body)


def _refused(result: Result, body: dict[str, Any]) -> None:
    """Take in a ballot that is not counted: it was held before, and says what it said then."""
    seal = seal_of(body["tracker"], body["entries"])
    if seal not in result.held:
        result.problems.append(f"dòng {body['n']}: lá bị loại không khớp lá nào đã bị giữ")
        return
    result.held.discard(seal)
    result.refused[body["tracker"]] = body["entries"]


def _limits(result: Result, body: dict[str, Any]) -> None:
    result.opening["per_hour"] = body["per_hour"]


def _juror(result: Result, body: dict[str, Any]) -> None:
    result.jurors[body["juror"]] = body


def _conflict(result: Result, body: dict[str, Any]) -> None:
    result.conflicts.add((body["juror"], body["entry"]))


def _marks(result: Result, body: dict[str, Any]) -> None:
    """Take in one juror's marks of one entry: a known juror without a conflict, every criterion, 0 to 10, once."""
    key = (body["juror"], body["entry"])
    points = {int(number): given for number, given in body["points"].items()}
    known = {number for number, _name, _weight in result.opening.get("criteria", [])}
    juror = result.jurors.get(body["juror"])
    is_right = set(points) == known and all(0 <= given <= 10 for given in points.values())
    if not juror or juror["excused"] or key in result.conflicts or key in result.marks or not is_right:
        result.problems.append(f"dòng {body['n']}: điểm chấm không hợp lệ")
        return
    result.marks[key] = points


def _paper(result: Result, body: dict[str, Any]) -> None:
    if body["paper"] in result.papers or not _is_valid(result, body["entries"]):
        result.problems.append(f"dòng {body['n']}: phiếu giấy trùng hoặc không hợp lệ")
        return
    result.papers[body["paper"]] = body["entries"]


def _is_valid(result: Result, chosen: list[int]) -> bool:
    per_category: dict[int, int] = {}
    for number in chosen:
        if number not in result.entries:
            return False
        category = result.entries[number]["category"]
        per_category[category] = per_category.get(category, 0) + 1
    most = result.opening.get("choices", 1)
    return bool(chosen) and len(set(chosen)) == len(chosen) and max(per_category.values()) <= most


def _close(result: Result, body: dict[str, Any]) -> None:
    result.is_closed = True
    _take_register(result, body)


def _cancel(result: Result, body: dict[str, Any]) -> None:
    result.is_cancelled, result.undecided = True, body.get("undecided")
    _take_register(result, body)


def _take_register(result: Result, body: dict[str, Any]) -> None:
    result.register, result.printed = body.get("register", {}), body.get("printed", 0)


def _unknown(result: Result, body: dict[str, Any]) -> None:
    result.problems.append(f"dòng {body['n']}: loại {body.get('kind')!r} không có trong thể thức")


TAKE = {
    "open": _open,
    "entry": _entry,
    "receipt": _receipt,
    "choice": _choice,
    "held": _held,
    "verdict": _verdict,
    "refused": _refused,
    "limits": _limits,
    "juror": _juror,
    "conflict": _conflict,
    "marks": _marks,
    "paper": _paper,
    "close": _close,
    "cancel": _cancel,
}


def jury_points(result: Result) -> dict[int, Fraction]:
    """Return entry number -> the mean of the jurors' marks, of 100; none for an entry nobody marked."""
    weights = {number: weight for number, _name, weight in result.opening.get("criteria", [])}
    given: dict[int, list[Fraction]] = {}
    for (_juror_no, entry), points in result.marks.items():
        total = sum(points[number] * weight for number, weight in weights.items())
        given.setdefault(entry, []).append(Fraction(total, 10))
    return {entry: sum(all_of, Fraction(0)) / len(all_of) for entry, all_of in given.items()}


def final_points(result: Result) -> dict[int, Fraction]:
    """Return entry number -> final points of 100, when a jury has a part in the result; else nothing."""
    weight = result.opening.get("jury_weight", 0)
    if not weight:
        return {}
    jury, finals = jury_points(result), {}
    for number, entry in result.entries.items():
        best = max(votes for other, votes in result.votes.items() if _same(result, other, entry["category"]))
        public = Fraction(100 * result.votes[number], best) if best else Fraction(0)
        finals[number] = (public * (100 - weight) + jury.get(number, Fraction(0)) * weight) / 100
    return finals


def shown(points: Fraction) -> str:
    """Return points with two decimals, half up."""
    hundredths = int(points * 100 + Fraction(1, 2))
    return f"{hundredths // 100},{hundredths % 100:02}"


def _same(result: Result, entry: int, category: int) -> bool:
    return bool(result.entries[entry]["category"] == category)


def places(result: Result) -> dict[int, int]:
    """Return entry number -> place in its category, by final points where there are some, then by votes."""
    finals = final_points(result) if result.is_closed else {}

    def merit(number: int) -> tuple[Fraction, int]:
        return finals.get(number, Fraction(0)), result.votes[number]

    return {
        number: 1
        + sum(merit(other) > merit(number) for other in result.entries if _same(result, other, row["category"]))
        for number, row in result.entries.items()
    }


def ranked(result: Result, category: int) -> list[tuple[int, int]]:
    """Return (entry number, votes) of a category, the best first: by final points once a jury's marks are in the
    log, by votes otherwise; equal ones by votes and then by their number.
    """
    finals = final_points(result) if result.is_closed else {}
    mine = [(number, result.votes[number]) for number in result.entries if _same(result, number, category)]
    return sorted(mine, key=lambda row: (-finals.get(row[0], Fraction(0)), -row[1], row[0]))


def report(result: Result) -> Iterator[str]:
    """Yield the lines to print."""
    yield f"{result.opening.get('title', '(chưa mở)')}"
    yield f"{result.lines} dòng, mã băm cuối {result.last_hash}"
    state = "đã hủy" if result.is_cancelled else "đã đóng" if result.is_closed else "chưa đóng"
    counted = f"{result.ballots} lá phiếu được đếm (phiếu giấy: {len(result.papers)}), {result.replaced} lần đổi phiếu"
    yield f"{len(result.receipts)} biên nhận, {counted}, {state}"
    if result.register:
        by = {way: result.register.get(way, 0) for way in ("phone", "ticket", "paper")}
        printed = f"{by['ticket']} thẻ QR trên {result.printed} thẻ đã in"
        yield f"ghi danh: {by['phone']} số điện thoại, {printed}, {by['paper']} phiếu giấy"
    if result.held or result.verdicts:
        waiting = len(result.held) - (result.decided(counted=True) - result.released)
        yield f"{waiting} lá phiếu bị giữ chờ xem xét, {len(result.refused)} lá bị loại"
    for row in result.verdicts:
        verdict = "được đếm" if row["counted"] else "không được đếm"
        yield f"  lô {row['batch']} ngày {row['day']}: {row['ballots']} lá {verdict}: {row['reason']}"
    finals = final_points(result) if result.is_closed else {}
    if finals:
        yield f"hội đồng {len(result.jurors)} người, phần của hội đồng {result.opening['jury_weight']} %"
    for number, name in result.opening.get("categories", []):
        yield f"\n{name}"
        for place, (entry, votes) in enumerate(ranked(result, number), start=1):
            row = result.entries[entry]
            points = f"{shown(finals[entry]):>7} điểm, " if finals else ""
            yield f"  {place:>3}. {points}{votes:>7}  số {entry}: {row['title']} ({row['seller']})"
    for problem in result.problems:
        yield f"SAI: {problem}"


def about_secret(result: Result, secret: str) -> Iterator[str]:
    """Yield what the log holds of a secret's ballot: for its voter only."""
    receipt = receipt_of(secret)
    yield f"Biên nhận {grouped(receipt)}: {'có trong sổ' if receipt in result.receipts else 'KHÔNG có trong sổ'}"
    for change in range(MOST_CHANGES, -1, -1):
        chosen = result.choices.get(tracker_of(secret, result.opening.get("contest", ""), change))
        if chosen:
            names = ", ".join(f"số {number} {result.entries[number]['title']}" for number in chosen)
            yield f"Lá phiếu được đếm cho: {names}"
            return
    if tracker_of(secret, result.opening.get("contest", "")) in result.refused:
        yield "Lá phiếu bị giữ rồi không được đếm: xem lý do của từng lô ở trên."
        return
    yield "Lựa chọn chưa vào sổ (được ghi theo đợt, chậm nhất khi đóng bình chọn)."


def main() -> int:
    """Recount the file named on the command line; return 1 when anything is wrong."""
    parser = argparse.ArgumentParser(description="Kiểm lại một cuộc bình chọn từ sổ phiếu đã công bố.")
    parser.add_argument("log", help="tệp sổ phiếu tải từ trang bình chọn")
    parser.add_argument("--phieu", help="số biên nhận cần tìm")
    parser.add_argument("--bi-mat", help="mã bí mật của lá phiếu: xem cả lựa chọn; đừng đưa mã này cho ai")
    options = parser.parse_args()
    try:
        with open(options.log, encoding="utf-8") as file:
            result = count(file)
    except BrokenLog as broken:
        print(f"SAI: {broken}")
        return 1
    print("\n".join(report(result)))
    if options.phieu:
        found = cleaned(options.phieu) in result.receipts
        print(f"Biên nhận {options.phieu}: {'có trong sổ' if found else 'KHÔNG có trong sổ'}")
    if options.bi_mat:
        print("\n".join(about_secret(result, options.bi_mat)))
    return 1 if result.problems else 0


if __name__ == "__main__":
    sys.exit(main())
