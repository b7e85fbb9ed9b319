from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sellers.commission.domain.rounding import largest_remainder

weights = st.lists(st.integers(min_value=0, max_value=10**10), min_size=1, max_size=12)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(total=st.integers(min_value=-(10**11), max_value=10**11), weights=weights)
def test_shares_sum_to_the_total_and_are_within_one_dong_of_proportion(total: int, weights: list[int]) -> None:
    shares = largest_remainder(total_vnd=total, weights=weights)
    assert sum(shares) == total
    whole = sum(weights)
    if whole:
        assert all(abs(share * whole - total * weight) < whole for share, weight in zip(shares, weights, strict=True))


def test_what_is_left_goes_to_the_largest_remainders_first_of_equal_ones() -> None:
    assert largest_remainder(total_vnd=100, weights=[1, 1, 1]) == [34, 33, 33]
    assert largest_remainder(total_vnd=5, weights=[60, 30, 10]) == [3, 2, 0]
    assert largest_remainder(total_vnd=7, weights=[0, 0]) == [7, 0]
