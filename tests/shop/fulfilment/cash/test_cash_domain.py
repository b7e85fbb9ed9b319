"""Drawers are counted, cash passes on when both sides agree, and every đồng stays somewhere."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from shop.accounts.models import User
from shop.fulfilment.cash.domain.counting import count_drawer
from shop.fulfilment.cash.domain.refusals import AlreadyDone, NotEnough, NotYours, ReasonMissing, TooMuchHeld
from shop.fulfilment.cash.domain.remitting import confirm, hand_from_driver, hand_from_point, withdraw
from shop.fulfilment.cash.domain.settling import set_limit, settle_dispute, settle_variance
from shop.fulfilment.cash.holding import carried_vnd, drawer_vnd, full_points
from shop.fulfilment.cash.models import BorneBy, CashCount, Leg, Remittance, RemittanceState
from shop.fulfilment.cash.queries import drawers_of
from shop.ledger.cash_in import parts_out
from shop.ledger.domain.posting import Side, post
from shop.ledger.enums import AccountKind as Kind
from shop.ledger.queries import balance
from shop.shipping.models import PickUpPoint
from tests.factories.people import UserFactory
from tests.factories.places import PointFactory
from tests.factories.road import a_driver, an_operator, nonce

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def point() -> PickUpPoint:
    here = PointFactory()
    taken(here, "A-1", 100_000, days=4)
    taken(here, "B-1", 50_000)
    return here


@pytest.fixture
def operator(point: PickUpPoint) -> User:
    return an_operator(point)


@pytest.fixture
def driver() -> User:
    return a_driver()


def taken(point: PickUpPoint, part: str, amount: int, days: int = 0) -> None:
    sides = [Side(Kind.CASH_DRAWER, str(point.pk), amount, part), Side(Kind.BUYER_DUE, part, -amount, part)]
    at = NOW - datetime.timedelta(days=days)
    post(business_key=f"cash-collected:{part}", kind="cash-collected", sides=sides, occurred_at=at)


def count(point: PickUpPoint, operator: User, counted: int, reason: str = "") -> CashCount:
    return count_drawer(point=point, operator=operator, counted_vnd=counted, reason=reason, nonce=nonce(), at=NOW)


def hand(point: PickUpPoint, operator: User, driver: User | None, amount: int) -> Remittance:
    return hand_from_point(point=point, operator=operator, driver=driver, amount_vnd=amount, nonce=nonce(), at=NOW)


def to_treasury(driver: User, amount: int, received: int | None = None) -> Remittance:
    handed = hand_from_driver(driver=driver, amount_vnd=amount, nonce=nonce(), at=NOW)
    received = amount if received is None else received
    return confirm(remittance=handed, actor=UserFactory(), received_vnd=received, at=NOW)


def test_a_count_that_fits_posts_nothing(point: PickUpPoint, operator: User) -> None:
    assert count(point, operator, 150_000).variance_vnd == 0
    assert (balance(Kind.CASH_DRAWER, str(point.pk)), balance(Kind.CASH_VARIANCE, str(point.pk))) == (150_000, 0)


def test_a_variance_needs_a_reason_and_is_posted(point: PickUpPoint, operator: User) -> None:
    with pytest.raises(ReasonMissing, match=r"Sổ ghi 150\.000.*thiếu"):
        count(point, operator, 140_000)
    assert not CashCount.objects.exists()
    count(point, operator, 140_000, "Trả nhầm tiền thừa")
    assert (drawer_vnd(point.pk), balance(Kind.CASH_VARIANCE, str(point.pk))) == (140_000, 10_000)
    settle_variance(point=point, is_repaid=True, reason="Chị Hoa bù", actor=UserFactory(), at=NOW)
    assert (balance(Kind.CASH_VARIANCE, str(point.pk)), balance(Kind.TREASURY)) == (0, 10_000)


def test_the_same_count_again_is_one(point: PickUpPoint, operator: User) -> None:
    key = nonce()
    for _ in range(2):
        count_drawer(point=point, operator=operator, counted_vnd=140_000, reason="thiếu", nonce=key, at=NOW)
    assert (CashCount.objects.count(), drawer_vnd(point.pk)) == (1, 140_000)


def test_cash_moves_when_the_taker_confirms(point: PickUpPoint, operator: User, driver: User) -> None:
    handed = hand(point, operator, driver, 100_000)
    assert (drawer_vnd(point.pk), balance(Kind.CASH_DRAWER, str(point.pk)), carried_vnd(driver.pk)) == (
        50_000,
        150_000,
        0,
    )
    for _ in range(2):
        confirm(remittance=handed, actor=driver, received_vnd=100_000, at=NOW)
    assert (balance(Kind.CASH_DRAWER, str(point.pk)), carried_vnd(driver.pk)) == (50_000, 100_000)
    assert parts_out() == {"A-1", "B-1"}
    to_treasury(driver, 100_000)
    assert (carried_vnd(driver.pk), balance(Kind.TREASURY), parts_out()) == (0, 100_000, {"B-1"})


@pytest.mark.parametrize(
    ("borne_by", "drawer", "carried", "lost"),
    [(BorneBy.GIVER, 70_000, 80_000, 0), (BorneBy.TAKER, 50_000, 100_000, 0), (BorneBy.MARKET, 50_000, 80_000, 20_000)],
)
def test_a_difference_is_a_case_until_somebody_bears_it(
    point: PickUpPoint, operator: User, driver: User, borne_by: BorneBy, drawer: int, carried: int, lost: int
) -> None:
    handed = confirm(remittance=hand(point, operator, driver, 100_000), actor=driver, received_vnd=80_000, at=NOW)
    assert (handed.state, balance(Kind.CASH_DISPUTE, str(handed.pk))) == (RemittanceState.DISPUTED, 20_000)
    with pytest.raises(NotYours):
        settle_dispute(remittance=handed, borne_by=borne_by, note="x", actor=driver, at=NOW)
    settle_dispute(remittance=handed, borne_by=borne_by, note="Đã hỏi hai bên", actor=UserFactory(), at=NOW)
    assert balance(Kind.CASH_DISPUTE, str(handed.pk)) == 0
    assert (balance(Kind.CASH_DRAWER, str(point.pk)), carried_vnd(driver.pk)) == (drawer, carried)
    assert balance(Kind.CASH_LOSS) == lost


def test_a_short_hand_in_is_split_by_points(operator: User, driver: User, point: PickUpPoint) -> None:
    other = PointFactory()
    taken(other, "C-1", 30_000)
    for here, who, amount in ((point, operator, 150_000), (other, an_operator(other), 30_000)):
        confirm(remittance=hand(here, who, driver, amount), actor=driver, received_vnd=amount, at=NOW)
    handed = to_treasury(driver, 180_000, received=170_000)
    assert (balance(Kind.TREASURY), balance(Kind.CASH_DISPUTE, str(handed.pk)), carried_vnd(driver.pk)) == (
        170_000,
        10_000,
        0,
    )
    assert len(parts_out()) == 1
    with pytest.raises(NotYours):
        settle_dispute(remittance=handed, borne_by=BorneBy.TAKER, note="x", actor=UserFactory(), at=NOW)
    settle_dispute(remittance=handed, borne_by=BorneBy.MARKET, note="x", actor=UserFactory(), at=NOW)
    assert parts_out() == set()


def test_nobody_hands_over_more_than_there_is(point: PickUpPoint, operator: User, driver: User) -> None:
    first = hand(point, operator, driver, 100_000)
    with pytest.raises(NotEnough):
        hand(point, operator, None, 50_001)
    withdraw(remittance=first, actor=operator, at=NOW)
    with pytest.raises(AlreadyDone):
        confirm(remittance=first, actor=driver, received_vnd=100_000, at=NOW)
    assert hand(point, operator, None, 150_000).leg == Leg.POINT_TREASURY


def test_only_the_two_sides_act(point: PickUpPoint, operator: User, driver: User) -> None:
    stranger, other = an_operator(PointFactory()), a_driver()
    for act in (lambda: count(point, stranger, 150_000), lambda: hand(point, stranger, driver, 1_000)):
        with pytest.raises(NotYours):
            act()
    handed = hand(point, operator, driver, 1_000)
    for actor in (other, operator):
        with pytest.raises(NotYours):
            confirm(remittance=handed, actor=actor, received_vnd=1_000, at=NOW)
    with pytest.raises(NotYours):
        withdraw(remittance=handed, actor=stranger, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Remittance.objects.filter(pk=handed.pk).update(received_by=operator)


def test_limits_stop_points_and_drivers(settings: object, point: PickUpPoint, operator: User, driver: User) -> None:
    settings.CASH_POINT_LIMIT_VND, settings.CASH_DRIVER_LIMIT_VND = 150_000, 90_000  # type: ignore[attr-defined]
    assert full_points([point.pk]) == {point.pk}
    with pytest.raises(TooMuchHeld):
        confirm(remittance=hand(point, operator, driver, 100_000), actor=driver, received_vnd=100_000, at=NOW)
    set_limit(point=point, limit_vnd=0, actor=operator, at=NOW)
    set_limit(driver=driver, limit_vnd=100_000, actor=operator, at=NOW)
    assert full_points([point.pk]) == set()
    confirm(remittance=Remittance.objects.get(), actor=driver, received_vnd=100_000, at=NOW)
    set_limit(point=point, limit_vnd=None, actor=operator, at=NOW)
    assert full_points([point.pk]) == set()


def test_the_dashboard_says_how_long(point: PickUpPoint, operator: User) -> None:
    here = drawers_of([point.pk])[0]
    assert (here.held_vnd, here.since, here.is_overdue(NOW)) == (150_000, NOW - datetime.timedelta(days=4), True)
    confirm(remittance=hand(point, operator, None, 100_000), actor=UserFactory(), received_vnd=100_000, at=NOW)
    here = drawers_of([point.pk])[0]
    assert (here.held_vnd, here.since, here.is_overdue(NOW)) == (50_000, NOW, False)
