"""Discounts fall on the goods a voucher is for, whole đồng by largest remainder, and on who bears them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.models import Category
from sellers.models import Partner
from shop.vouchers.domain.amounts import Bearers, Good, borne, borne_again, discounts
from shop.vouchers.domain.refusals import BelowMinimum, NoGoods
from shop.vouchers.enums import Kind, Scope
from shop.vouchers.models import Voucher


def voucher(**fields: object) -> Voucher:
    plain = {"code": "THU1", "kind": Kind.AMOUNT, "amount_vnd": 1_000, "minimum_vnd": 2_000, "scope": Scope.MARKET}
    return Voucher(**{**plain, "platform_per_cent": 100, **fields})


def goods(*amounts: int) -> list[Good]:
    return [Good(number, number, "56" if number else "79", amount) for number, amount in enumerate(amounts)]


def test_an_amount_is_shared_by_largest_remainder() -> None:
    assert discounts(voucher(), goods(1_000, 1_000, 1_000), {}) == [334, 333, 333]


def test_a_share_is_rounded_down_and_capped() -> None:
    percent = {"kind": Kind.PER_CENT, "amount_vnd": 0, "per_cent": 15, "cap_vnd": 500, "minimum_vnd": 0}
    assert discounts(voucher(**percent), goods(1_999), {}) == [299]
    assert discounts(voucher(**percent), goods(9_000, 1_000), {}) == [450, 50]


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ({"scope": Scope.SELLER, "seller_id": 1}, [0, 1_000, 0]),
        ({"scope": Scope.PROVINCE, "province_id": "56"}, [0, 667, 333]),
        ({"scope": Scope.CATEGORY, "category": Category(path="0002")}, [750, 0, 250]),
    ],
)
def test_only_goods_it_is_for_are_discounted_and_counted(scope: dict[str, object], expected: list[int]) -> None:
    paths = {0: ["00020001"], 1: ["0003"], 2: ["0002", "0004"]}
    assert discounts(voucher(**scope), goods(6_000, 4_000, 2_000), paths) == expected


def test_too_little_of_its_goods_says_how_much_is_missing() -> None:
    own = voucher(scope=Scope.SELLER, seller=Partner(pk=0, name="HTX Thử"))
    with pytest.raises(BelowMinimum, match=r"500\s₫"):
        discounts(own, goods(1_500, 90_000), {})
    with pytest.raises(NoGoods):
        discounts(own, goods(0, 90_000), {})


shares = st.tuples(st.integers(0, 100), st.integers(0, 100)).filter(lambda two: sum(two) <= 100)


@settings(max_examples=60, derandomize=True, database=None)
@given(percents=shares, amount=st.integers(0, 10**7), part=st.integers(0, 100))
def test_every_dong_is_borne_by_somebody_and_never_by_more_than_before(
    percents: tuple[int, int], amount: int, part: int
) -> None:
    platform, seller = percents
    shared = voucher(platform_per_cent=platform, seller_per_cent=seller, sponsor_per_cent=100 - platform - seller)
    first = borne(shared, amount)
    less = amount * part // 100
    second = borne_again(first, less)
    for bearers, total in ((first, amount), (second, less)):
        assert bearers.platform_vnd + bearers.seller_vnd + bearers.sponsor_vnd == total
    assert all(after <= before for after, before in zip(vars(second).values(), vars(first).values(), strict=True))


def test_who_bears_nothing_bears_nothing() -> None:
    assert borne(voucher(), 999) == Bearers(platform_vnd=999)
