"""What the counted answers of a survey say, weighted to the population where its margins are known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shop.campaign.surveys.domain import statistics
from shop.campaign.surveys.domain.hiding import hidden_choices, hidden_parts, hidden_table
from shop.campaign.surveys.domain.profiles import age_group, age_groups
from shop.campaign.surveys.domain.questionnaire import Kind, Question, Questionnaire
from shop.campaign.surveys.domain.raking import Raked, rake
from shop.campaign.surveys.domain.statistics import Interval

Names = Mapping[str, Mapping[str, str]]
BINS = 6


@dataclass(frozen=True)
class Answered:
    """One counted response."""

    answers: Mapping[str, Any]
    commune: str = ""
    age: str = ""
    sex: str = ""

    def value(self, dimension: str) -> str:
        """Return the value of a dimension, "" when it is not known."""
        return str(getattr(self, dimension))


@dataclass(frozen=True)
class Line:
    """One option of a table. Hidden: count and shares are None. share, interval: weighted; plain: as answered."""

    key: str
    text: str
    count: int | None
    share: float | None = None
    interval: Interval | None = None
    plain: float | None = None


@dataclass(frozen=True)
class Table:
    """How one question, or one line of a matrix, was answered. base: who answered it; n_eff: what they count for.

    average: mean of a scale, number or rank, with its interval. middle: quartiles of a number. role: the question's.
    """

    key: str
    title: str
    kind: Kind
    base: int
    n_eff: float
    lines: list[Line] = field(default_factory=list)
    average: tuple[float, Interval] | None = None
    middle: tuple[float, float, float] | None = None
    unit: str = ""
    is_small: bool = False
    role: str = ""


@dataclass(frozen=True)
class Results:
    """All tables. answered: number of counted responses; raked: how they were weighted."""

    answered: int
    n_eff: float
    raked: Raked
    tables: list[Table]


@dataclass(frozen=True)
class Cross:
    """Answers to one question (rows) by another (columns). cells: (count, weighted share of the column) or None.

    row_sums, column_sums: None where hidden.
    """

    rows: list[str]
    columns: list[str]
    cells: list[list[tuple[int, float] | None]]
    row_sums: list[int | None]
    column_sums: list[int | None]


class Analysis:
    """The counted responses of one survey with their weights. places, and sets of age groups, give values names."""

    def __init__(
        self,
        *,
        questionnaire: Questionnaire,
        rows: Sequence[Answered],
        margins: Mapping[str, Mapping[str, float]],
        bounds: Sequence[int],
        places: Names,
        least: int,
    ) -> None:
        self.questionnaire, self.rows, self.least = questionnaire, rows, least
        self.bounds, self.places = bounds, places
        profiles = [{name: row.value(name) for name in ("commune", "age", "sex") if row.value(name)} for row in rows]
        self.raked = rake(profiles, margins)

    def results(self) -> Results:
        """Return every table in the order of the questions; texts are not among them."""
        tables = [table for question in self.questionnaire.questions() for table in self._tables(question)]
        return Results(len(self.rows), statistics.effective(self.raked.weights), self.raked, tables)

    def cross(self, one: Question, other: Question) -> Cross:
        """Return the answers to one question by those to another; both sort people into categories."""
        rows, columns = self.categories(one), self.categories(other)
        counts = [[0] * len(columns) for _row in rows]
        weights = [[0.0] * len(columns) for _row in rows]
        row_at, column_at = ({key: place for place, key in enumerate(names)} for names in (rows, columns))
        for row, weight in zip(self.rows, self.raked.weights, strict=True):
            mine, theirs = self._keys(one, row.answers.get(one.key)), self._keys(other, row.answers.get(other.key))
            if len(mine) == 1 and len(theirs) == 1 and mine[0] in row_at and theirs[0] in column_at:
                counts[row_at[mine[0]]][column_at[theirs[0]]] += 1
                weights[row_at[mine[0]]][column_at[theirs[0]]] += weight
        hidden = hidden_table(counts, self.least)
        whole = [sum(line[place] for line in weights) for place in range(len(columns))]
        cells = [
            [
                None if (r, c) in hidden.cells else (count, weights[r][c] / whole[c] if whole[c] else 0.0)
                for c, count in enumerate(line)
            ]
            for r, line in enumerate(counts)
        ]
        return Cross(
            list(rows.values()),
            list(columns.values()),
            cells,
            [None if r in hidden.rows else sum(line) for r, line in enumerate(counts)],
            [None if c in hidden.columns else sum(line[c] for line in counts) for c in range(len(columns))],
        )

    def categories(self, question: Question) -> dict[str, str]:
        """Return key -> text of what a question sorts people into; empty when it does not."""
        if question.role == "age":
            return age_groups(self.bounds)
        if question.kind in {Kind.SINGLE, Kind.SCALE}:
            return {option.key: option.text for option in question.options}
        if question.kind == Kind.PLACE:
            named = self.places.get(question.scope, {})
            used = Counter(str(row.answers[question.key]) for row in self.rows if question.key in row.answers)
            return {key: named.get(key, key) for key, _count in sorted(used.items(), key=lambda one: -one[1])}
        return {}

    def _keys(self, question: Question, answer: Any) -> list[str]:
        if answer is None:
            return []
        if question.role == "age":
            return [age_group(int(answer), self.bounds)]
        return [str(one) for one in answer] if isinstance(answer, list) else [str(answer)]

    def _tables(self, question: Question) -> Iterable[Table]:
        given = [
            (row.answers[question.key], weight)
            for row, weight in zip(self.rows, self.raked.weights, strict=True)
            if question.key in row.answers
        ]
        match question.kind:
            case Kind.TEXT:
                return
            case Kind.MATRIX:
                for line in question.rows:
                    mine = [(answer[line.key], weight) for answer, weight in given if line.key in answer]
                    yield self._choice(question, mine, f"{question.title} – {line.text}", f"{question.key}-{line.key}")
            case Kind.RANKING:
                for option in question.options:
                    ranks = [(str(answer.index(option.key) + 1), weight) for answer, weight in given]
                    yield self._ranks(question, ranks, option.key, option.text)
            case Kind.NUMBER if question.role != "age":
                yield self._number(question, given)
            case _:
                yield self._choice(question, given, question.title, question.key)

    def _choice(self, question: Question, given: Sequence[tuple[Any, float]], title: str, key: str) -> Table:
        texts = self.categories(question) or {option.key: option.text for option in question.options}
        sorted_out = [(self._keys(question, answer), weight) for answer, weight in given]
        average = None
        if question.kind in {Kind.SCALE, Kind.MATRIX} and len(given) >= self.least:
            average = statistics.mean([int(answer) for answer, _weight in given], [weight for _answer, weight in given])
        return self._table(question, sorted_out, texts, title, key, average)

    def _ranks(self, question: Question, ranks: Sequence[tuple[str, float]], key: str, text: str) -> Table:
        texts = {str(place): str(place) for place in range(1, len(question.options) + 1)}
        average = None
        if len(ranks) >= self.least:
            average = statistics.mean([int(rank) for rank, _weight in ranks], [weight for _rank, weight in ranks])
        sorted_out = [([rank], weight) for rank, weight in ranks]
        return self._table(question, sorted_out, texts, f"{question.title} – {text}", f"{question.key}-{key}", average)

    def _number(self, question: Question, given: Sequence[tuple[Any, float]]) -> Table:
        values, weights = [float(answer) for answer, _weight in given], [weight for _answer, weight in given]
        if len(given) < self.least:
            return self._table(question, [([], weight) for weight in weights], {}, question.title, question.key, None)
        edges, width = _bins(min(values), max(values))
        texts = {str(edge): _class_name(edge, width) for edge in edges}
        sorted_out = [
            ([str(max(edge for edge in edges if edge <= value))], weight)
            for value, weight in zip(values, weights, strict=True)
        ]
        table = self._table(question, sorted_out, texts, question.title, question.key, statistics.mean(values, weights))
        quarters = tuple(statistics.quantile(values, weights, part) for part in (0.25, 0.5, 0.75))
        return Table(**{**table.__dict__, "middle": quarters, "unit": question.unit})

    def _table(
        self,
        question: Question,
        given: Sequence[tuple[list[str], float]],
        texts: Mapping[str, str],
        title: str,
        key: str,
        average: tuple[float, Interval] | None,
    ) -> Table:
        base, weights = len(given), [weight for _keys, weight in given]
        n_eff = statistics.effective(weights)
        if base < self.least:
            return Table(key, title, question.kind, 0, 0.0, is_small=True)
        counts = {one: sum(one in keys for keys, _weight in given) for one in texts}
        if question.kind == Kind.SEVERAL:
            hidden = hidden_choices(counts, base, self.least)
        else:
            hidden = hidden_parts(counts, self.least)
        whole = sum(weights)
        lines = []
        for one, text in texts.items():
            if one in hidden:
                lines.append(Line(one, text, None))
                continue
            share = min(1.0, sum(weight for keys, weight in given if one in keys) / whole)
            interval = statistics.wilson(share, n_eff)
            lines.append(Line(one, text, counts[one], share, interval, counts[one] / base))
        return Table(key, title, question.kind, base, n_eff, lines, average, role=question.role)


def _bins(low: float, high: float) -> tuple[list[int], int]:
    """Return lower edges and width of classes with round bounds, so that they name nobody's lowest or highest value."""
    width = 1
    steps = (2, 2.5, 2)
    for place in range(40):
        if (high - low) / width < BINS:
            break
        width = int(width * steps[place % 3])
    start = int(low // width) * width
    return list(range(start, int(high) + 1, width)), width


def _class_name(edge: int, width: int) -> str:
    """Write "1.000–1.499"."""
    last = edge + width - 1
    return (f"{edge:,}–{last:,}" if width > 1 else f"{edge:,}").replace(",", ".")
