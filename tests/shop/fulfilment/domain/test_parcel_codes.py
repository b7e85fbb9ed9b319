"""Codes survive being read aloud and typed badly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.fulfilment.domain.parcel_codes import ALPHABET, candidates, is_well_formed, tidy, written

bodies = st.text(ALPHABET, min_size=4, max_size=6)


def test_no_sign_can_be_mistaken_for_another() -> None:
    assert not set("01IOU") & set(ALPHABET)
    assert len(ALPHABET) == len(set(ALPHABET)) == 31


@given(bodies, st.data())
def test_one_wrong_sign_is_noticed(body: str, data: st.DataObject) -> None:
    code = written(body)
    place = data.draw(st.integers(2, len(body) + 1))
    wrong = data.draw(st.sampled_from(sorted(set(ALPHABET) - {code[place]})))

    assert is_well_formed(code)
    assert not is_well_formed(code[:place] + wrong + code[place + 1 :])


@given(bodies, st.data())
def test_two_signs_that_changed_places_are_noticed(body: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(body) - 2))
    swapped = body[:place] + body[place + 1] + body[place] + body[place + 2 :]

    assert (written(body)[-1] == written(swapped)[-1]) == (body == swapped)


@pytest.mark.parametrize("text", ["K-7F3Q-", "k7f3q", " k 7f3q ", "K.7F3Q."])
def test_what_is_scanned_or_typed_becomes_what_is_printed(text: str) -> None:
    code = written("7F3Q")

    assert tidy(text + code[-1]) == code


def test_what_is_no_code_stays_recognisable() -> None:
    assert tidy(" cp-26-000123 ") == "CP26000123"


def test_candidates_are_well_formed() -> None:
    assert all(is_well_formed(code) for code in candidates(5))
