"""Intervals, weights and hidden cells against values worked out elsewhere, and their promises."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shop.campaign.surveys.domain import statistics
from shop.campaign.surveys.domain.hiding import hidden_choices, hidden_parts, hidden_table
from shop.campaign.surveys.domain.raking import rake


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),  # Newcombe 1998, table I, method 3 (Wilson)
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_gives_the_published_intervals(successes: int, n: int, low: float, high: float):
    interval = statistics.wilson(successes / n, n)
    assert (round(interval.low, 4), round(interval.high, 4)) == (low, high)


def test_the_difference_of_two_shares_gives_newcombes_interval():
    interval = statistics.difference(56 / 70, 70, 48 / 80, 80)  # Newcombe 1998, example (a), method 10
    assert (round(interval.low, 4), round(interval.high, 4)) == (0.0524, 0.3339)


def test_uneven_weights_count_for_fewer_answers():
    assert statistics.effective([1.0] * 40) == pytest.approx(40)
    assert statistics.effective([3.0] * 10 + [1.0] * 30) == pytest.approx(30)  # 60² / 120
    assert statistics.effective([]) == 0


def test_mean_and_quantiles_are_weighted():
    centre, interval = statistics.mean([1, 5], [3, 1])
    assert centre == 2
    assert interval.low < 2 < interval.high
    assert statistics.quantile([10, 20, 30, 40], [1, 1, 1, 1], 0.5) == 20
    assert statistics.quantile([10, 20, 30, 40], [1, 1, 1, 5], 0.5) == 40


def test_one_margin_gives_the_plain_ratio_of_population_to_sample():
    raked = rake([{"sex": "1"}] * 3 + [{"sex": "2"}] * 1, {"sex": {"1": 500, "2": 500}})
    assert raked.weights == pytest.approx([2 / 3] * 3 + [2.0])


def test_two_margins_give_the_table_that_fits_both():
    """Worked by hand: seed (40, 30 / 20, 10) to rows 50:50 and columns 50:50; the odds ratio 40·10/(30·20) stays."""
    cells = {("1", "18"): 40, ("1", "30"): 30, ("2", "18"): 20, ("2", "30"): 10}
    profiles = [{"sex": sex, "age": age} for (sex, age), count in cells.items() for _one in range(count)]
    raked = rake(profiles, {"sex": {"1": 10, "2": 10}, "age": {"18": 7, "30": 7}})
    assert raked.is_settled
    sums = dict.fromkeys(cells, 0.0)
    for profile, weight in zip(profiles, raked.weights, strict=True):
        sums[(profile["sex"], profile["age"])] += weight
    assert sums[("1", "18")] + sums[("1", "30")] == pytest.approx(50, rel=1e-4)
    assert sums[("1", "18")] + sums[("2", "18")] == pytest.approx(50, rel=1e-4)
    odds = sums[("1", "18")] * sums[("2", "30")] / (sums[("1", "30")] * sums[("2", "18")])
    assert odds == pytest.approx(40 * 10 / (30 * 20), rel=1e-4)
    assert sums[("1", "18")] == pytest.approx(22.4745, rel=1e-4)  # x²/(50−x)² = 2/3


def test_values_nobody_answered_for_are_named_and_unknown_people_keep_their_weight():
    profiles = [{"sex": "1"}, {"sex": "2"}, {}, {"sex": "9"}]
    raked = rake(profiles, {"sex": {"1": 3, "2": 1, "3": 5}})
    assert raked.missing == [("sex", "3")]
    assert raked.weights == pytest.approx([1.5, 0.5, 1.0, 1.0])
    assert rake([{"sex": "1"}], {"sex": {"1": 9}}).dimensions == []
    assert rake([], {"sex": {"1": 9, "2": 9}}).weights == []


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("12"), st.sampled_from("abc")), min_size=1, max_size=60),
    st.tuples(*[st.integers(1, 99)] * 5),
)
def test_weights_are_never_negative_and_their_mean_is_one(people, sizes):
    profiles = [{"sex": sex, "age": age} for sex, age in people]
    margins = {"sex": dict(zip("12", sizes[:2], strict=True)), "age": dict(zip("abc", sizes[2:], strict=True))}
    weights = rake(profiles, margins).weights
    assert min(weights) >= 0
    assert sum(weights) == pytest.approx(len(people))


def test_a_small_part_takes_another_one_with_it():
    assert hidden_parts({"a": 40, "b": 3, "c": 20, "d": 0}, 5) == {"b", "c"}
    assert hidden_parts({"a": 40, "b": 2, "c": 2}, 5) == {"b", "c", "a"}
    assert hidden_parts({"a": 40, "b": 4, "c": 2}, 5) == {"b", "c"}
    assert hidden_parts({"a": 40, "b": 5, "c": 0}, 5) == set()


def test_of_several_choices_the_rare_and_the_nearly_general_are_hidden():
    assert hidden_choices({"a": 48, "b": 3, "c": 20, "d": 50, "e": 0}, 50, 5) == {"a", "b"}


@settings(max_examples=50, deadline=None)
@given(
    st.integers(2, 4).flatmap(
        lambda width: st.lists(st.lists(st.integers(0, 30), min_size=width, max_size=width), min_size=2, max_size=4)
    )
)
def test_no_subtraction_brings_a_hidden_cell_back(table):
    """In every line with a shown sum, what is hidden is none, or at least two cells that together reach the least."""
    least = 5
    hidden = hidden_table(table, least)
    for row, line in enumerate(table):
        for column, count in enumerate(line):
            assert not 0 < count < least or (row, column) in hidden.cells
    columns = [[(r, c) for r in range(len(table))] for c in range(len(table[0]))]
    rows = [[(r, c) for c in range(len(table[0]))] for r in range(len(table))]
    for axis_hidden, lines in ((hidden.rows, rows), (hidden.columns, columns)):
        for place, line in enumerate(lines):
            gone = [cell for cell in line if cell in hidden.cells]
            if place in axis_hidden:
                assert gone == line
            elif gone and len(gone) < len(line):
                assert len(gone) > 1
                assert sum(table[r][c] for r, c in gone) >= least
