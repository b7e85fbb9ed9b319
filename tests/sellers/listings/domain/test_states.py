"""The table of legal moves."""

import pytest

from sellers.listings.domain.states import MOVES, Act, IllegalMove, after, allows
from sellers.listings.models import ListingState as S


def test_nobody_edits_while_a_reviewer_reads() -> None:
    with pytest.raises(IllegalMove):
        after(S.SUBMITTED, Act.EDIT)


@pytest.mark.parametrize("act", [Act.APPROVE, Act.REJECT, Act.ASK_CHANGES])
def test_only_what_is_submitted_is_decided(act: Act) -> None:
    assert set(MOVES[act]) == {S.SUBMITTED}


def test_what_was_taken_down_cannot_be_put_back_by_the_seller() -> None:
    assert not allows(after(S.PUBLISHED, Act.TAKE_DOWN), Act.PUT_BACK)


def test_every_state_can_be_left() -> None:
    assert {state for moves in MOVES.values() for state in moves} == set(S)
