"""Writing questions, reading answers, and branches."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shop.campaign.surveys.domain import writing
from shop.campaign.surveys.domain.branching import pruned, shown, unanswered
from shop.campaign.surveys.domain.kinds import BadAnswer, clean
from shop.campaign.surveys.domain.questionnaire import (
    Condition,
    Kind,
    Option,
    Question,
    Questionnaire,
    as_body,
    parse,
    same_but_words,
)
from tests.factories.surveys import AGE, BOUGHT, FULL, HAPPY, PARTS, PLACE, RANKS, SEX, WHAT, WISH, options

PLACES = {"22759": "Phường Phan Rang"}


def test_a_questionnaire_comes_back_from_its_body_as_it_was():
    assert parse(as_body(FULL)) == FULL


@pytest.mark.parametrize(
    ("question", "typed", "answer"),
    [
        (SEX, {"q1": ["2"]}, "2"),
        (AGE, {"q2": [" 35 "]}, 35),
        (replace(AGE, high=None), {"q2": ["1.500"]}, 1500),
        (PLACE, {"q3": ["22759"]}, "22759"),
        (PLACE, {"q3": ["khac"]}, "khac"),
        (WHAT, {"q5": ["3", "1", "1"]}, ["1", "3"]),
        (HAPPY, {"q6": ["3"]}, "3"),
        (PARTS, {"q7-1": ["1"], "q7-2": ["3"]}, {"1": "1", "2": "3"}),
        (RANKS, {"q8-1": ["3"], "q8-2": ["1"], "q8-3": ["2"]}, ["2", "3", "1"]),
        (WISH, {"q9": ["  Rẻ hơn "]}, "Rẻ hơn"),
        (WISH, {"q9": ["   "]}, None),
        (WISH, {}, None),
    ],
)
def test_what_is_typed_becomes_an_answer(question, typed, answer):
    assert clean(question, typed, places=PLACES) == answer


@pytest.mark.parametrize(
    ("question", "typed", "problem"),
    [
        (SEX, {"q1": ["9"]}, "option"),
        (AGE, {"q2": ["ba mươi"]}, "number"),
        (AGE, {"q2": ["²"]}, "number"),
        (AGE, {"q2": ["9" * 40]}, "number"),
        (AGE, {"q2": ["14"]}, "range"),
        (AGE, {"q2": ["111"]}, "range"),
        (PLACE, {"q3": ["00001"]}, "place"),
        (WHAT, {"q5": ["1", "x"]}, "option"),
        (PARTS, {"q7-1": ["1"]}, "lines"),
        (RANKS, {"q8-1": ["1"], "q8-2": ["1"], "q8-3": ["2"]}, "ranks"),
        (RANKS, {"q8-1": ["1"], "q8-2": ["2"]}, "ranks"),
        (WISH, {"q9": ["x" * 2001]}, "long"),
    ],
)
def test_what_is_no_answer_is_named(question, typed, problem):
    with pytest.raises(BadAnswer) as refused:
        clean(question, typed, places=PLACES)
    assert refused.value.problem == problem


def test_a_branch_opens_with_its_answer_and_what_was_in_it_falls_away_with_another():
    keys = [one.key for one in shown(FULL, {"q4": "1"})]
    assert "q5" in keys
    assert "q5" not in [one.key for one in shown(FULL, {"q4": "2", "q5": ["1"]})]
    assert pruned(FULL, {"q4": "2", "q5": ["1"], "q6": "3"}) == {"q4": "2", "q6": "3"}
    assert "q5" in [one.key for one in unanswered(FULL, {"q4": "1"})]


def test_a_branch_behind_a_question_that_is_not_asked_stays_shut():
    third = Question("q10", Kind.TEXT, "Vì sao nho?", show_if=(Condition("q5", ("1",)),))
    deep = writing.put_question(FULL, "s2", replace(third, key=""))
    key = f"q{deep.last}"
    assert key in [one.key for one in shown(deep, {"q4": "1", "q5": ["1"]})]
    assert key not in [one.key for one in shown(deep, {"q4": "2", "q5": ["1"]})]


def test_a_question_others_depend_on_neither_goes_nor_moves_behind_them():
    for change in (
        lambda: writing.drop_question(FULL, "q4"),
        lambda: writing.move_question(FULL, "q4", 1),
        lambda: writing.put_question(FULL, "s2", replace(BOUGHT, options=options("Chưa")[:0])),
        lambda: writing.put_question(FULL, "s2", replace(BOUGHT, kind=Kind.TEXT)),
    ):
        with pytest.raises(writing.NeededByBranch):
            change()
    assert [one.key for one in writing.move_question(FULL, "q2", -1).sections[0].questions] == ["q2", "q1", "q3"]


def test_a_dropped_questions_key_never_comes_back():
    less = writing.drop_question(FULL, "q9")
    more = writing.put_question(less, "s3", Question("", Kind.TEXT, "Khác"))
    assert [one.key for one in more.sections[2].questions] == ["q7", "q8", "q10"]


def test_a_role_belongs_to_the_question_that_got_it_last():
    other = Question("", Kind.NUMBER, "Sinh năm?", role="age")
    changed = writing.put_question(FULL, "s3", other)
    assert changed.with_role("age").title == "Sinh năm?"
    assert changed.question("q2").role == ""


def test_options_keep_their_keys_when_lines_move_and_when_one_is_reworded():
    before = options("Nho", "Tỏi", "Nước mắm")
    assert [one.key for one in writing.options_from(["Tỏi", "Nho", "Nước mắm"], before)] == ["2", "1", "3"]
    assert writing.options_from(["Nho xanh", "Tỏi", "Nước mắm"], before)[0] == Option("1", "Nho xanh")
    assert [one.key for one in writing.options_from(["Nho", "Mật ong"], before)] == ["1", "4"]


def test_only_words_differ_or_more():
    reworded = writing.put_question(FULL, "s1", replace(SEX, title="Bạn là?", options=options("Ông", "Bà")))
    assert same_but_words(FULL, reworded)
    assert not same_but_words(FULL, writing.drop_question(FULL, "q9"))
    assert not same_but_words(FULL, writing.put_question(FULL, "s1", replace(SEX, required=False)))


def test_faults_name_what_keeps_a_survey_from_being_published():
    assert writing.faults(Questionnaire()) == ["empty"]
    empty = writing.add_section(FULL, "Trống")
    assert writing.faults(empty) == ["section:Trống"]
    thin = writing.put_question(FULL, "s3", Question("", Kind.SINGLE, "Một mục", options=options("Có")))
    assert writing.faults(thin) == ["options:Một mục"]


@settings(max_examples=25, deadline=None)
@given(st.dictionaries(st.sampled_from(["q1", "q2", "q4", "q5", "q6"]), st.sampled_from(["1", "2", "35", ["1"]])))
def test_pruning_twice_is_pruning_once_and_never_asks_more(answers):
    once = pruned(FULL, answers)
    assert pruned(FULL, once) == once
    assert set(once) <= {one.key for one in shown(FULL, answers)}
