"""What is settled, when, and that it adds up to the đồng."""

import datetime
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from sellers.commission.models import CommissionRate
from sellers.models import Partner
from sellers.payouts.domain.holds import hold, release
from sellers.payouts.domain.periods import due_period
from sellers.payouts.domain.settling import NotOver, settle_period
from sellers.payouts.enums import PayoutState
from sellers.payouts.models import Payout, PayoutPeriod
from sellers.payouts.queries import Owed, owed
from shop.backoffice.invariants import payouts, shares
from shop.ledger.domain.posting import Side, post
from shop.ledger.enums import AccountKind
from shop.money.in_words import vnd_in_words
from shop.order.payout_statement import statement_parts, statement_rows
from tests.factories.delivered import give_without_payment, hand_over
from tests.factories.goods import stocked_product
from tests.factories.orders import placed_order
from tests.factories.payouts import delivered_order, payout_of, seller_with_account, settled
from tests.factories.places import RunStopFactory

pytestmark = pytest.mark.django_db
TAX = AccountKind.TAX_WITHHELD
DAY = datetime.timedelta(days=1)


@pytest.fixture
def seller() -> Partner:
    CommissionRate.objects.create(basis_points=1000, valid_from="2026-01-01", basis="QĐ 1")
    return seller_with_account()


def holds_true() -> None:
    assert [*payouts.broken(), *payouts.doubled(), *shares.broken()] == []


def test_what_was_delivered_and_paid_is_settled_once(seller: Partner) -> None:
    order = delivered_order(seller, 10_000)
    period = settled()
    payout = payout_of(seller)
    assert (payout.earned_vnd, payout.amount_vnd, payout.state, payout.part_count) == (9_000, 9_000, "waiting", 1)
    assert owed(seller) == Owed(settled_vnd=9_000)
    assert settle_period(days=(period.starts_on, period.ends_on), at=timezone.now() + 40 * DAY).pk == period.pk
    later = settled(days_ahead=30)
    assert (later.part_count, Payout.objects.filter(seller=seller).count()) == (0, 1)
    assert [row.part.order for row in statement_parts(payout)] == [order]
    holds_true()


def test_a_period_is_settled_only_when_it_is_over() -> None:
    today = timezone.localdate()
    with pytest.raises(NotOver):
        settle_period(days=(today, today), at=timezone.now())
    assert not PayoutPeriod.objects.exists()


def test_the_return_window_has_to_be_over_when_the_period_ends(seller: Partner, settings: Any) -> None:
    settings.RETURN_WINDOW_DAYS = 3
    now = timezone.now()
    delivered_order(seller, at=now)
    ends_on = timezone.localdate(now) + 2 * DAY
    assert settle_period(days=(ends_on - 6 * DAY, ends_on), at=now + 9 * DAY).part_count == 0
    assert settle_period(days=(ends_on + DAY, ends_on + 7 * DAY), at=now + 12 * DAY).part_count == 1


def test_what_is_not_paid_or_is_held_waits(seller: Partner) -> None:
    unpaid = placed_order(stocked_product(seller=seller), stop=RunStopFactory())
    give_without_payment(unpaid)
    part = delivered_order(seller).seller_orders.get()
    hold(seller=seller, source="dispute:1", part_number=part.number, amount_vnd=9_000, at=timezone.now())
    assert settled().part_count == 0
    release(source="dispute:1", at=timezone.now())
    assert settled(days_ahead=30).part_count == 1
    holds_true()


def test_cash_has_to_leave_the_drawer_where_that_is_asked_oldest_first(seller: Partner, settings: Any) -> None:
    settings.PAYOUT_NEEDS_REMITTANCE = True
    stop = RunStopFactory()
    first, _second = (delivered_order(seller, 10_000, stop=stop) for _ in range(2))
    assert settled().part_count == 0
    cash = int(first.total_vnd)
    sides = [Side(AccountKind.CASH_DRAWER, str(stop.point_id), -cash), Side(AccountKind.TREASURY, "platform", cash)]
    post(business_key="remitted:1", kind="cash-remitted", sides=sides, occurred_at=timezone.now())
    period = settled(days_ahead=30)
    assert period.part_count == 1
    assert [row.part.order for row in statement_parts(payout_of(seller))] == [first]


def test_a_seller_who_took_the_money_owes_the_commission_and_it_is_carried_on(seller: Partner, settings: Any) -> None:
    settings.COLLECTS_MONEY = "seller"
    order = delivered_order(seller, 10_000)
    settled()
    payout = payout_of(seller)
    kept = 9_000 - int(order.total_vnd)  # own share less the buyer's whole price, the run's charge in it
    assert (payout.amount_vnd, payout.carried_vnd, payout.state) == (0, kept, PayoutState.NOTHING)
    settings.COLLECTS_MONEY = "platform"
    delivered_order(seller, 100_000, at=timezone.now() + 15 * DAY)
    settled(days_ahead=40)
    assert (payout_of(seller).brought_vnd, payout_of(seller).amount_vnd) == (kept, 90_000 + kept)
    holds_true()


def test_what_changes_after_it_was_settled_is_taken_off_the_next_period(seller: Partner) -> None:
    order = delivered_order(seller, 10_000)
    part = order.seller_orders.get()
    withheld = [Side(AccountKind.SELLER_PAYABLE, str(seller.pk), 150, part.number), Side(TAX, "vat", -150, part.number)]
    back = [
        Side(AccountKind.SELLER_PAYABLE, str(seller.pk), 9_000, part.number),
        Side(AccountKind.COMMISSION, "", 1_000, part.number),
        Side(AccountKind.BUYER_DUE, order.number, -10_000, part.number),
    ]
    booked = partial(post, occurred_at=timezone.now(), order_number=order.number)
    booked(business_key="withheld:1", kind="tax-withheld", sides=withheld)
    settled()
    first = payout_of(seller)
    before = list(statement_rows(first))
    booked(business_key="returned:1", kind="return-granted", sides=back)
    undone = [replace(side, amount_vnd=-side.amount_vnd) for side in withheld]
    booked(business_key="tax:1", kind="tax-returned", sides=undone)
    delivered_order(seller, 20_000, at=timezone.now() + 15 * DAY)
    settled(days_ahead=40)
    payout = payout_of(seller)
    assert (payout.earned_vnd, payout.part_count) == (18_000 - 8_850, 2)
    [changed] = [row for row in statement_parts(payout) if not row.is_first]
    assert (changed.part, changed.lines, changed.net_vnd, changed.tax_vnd) == (part, (), -8_850, 0)
    assert [(str(change.words), change.amount_vnd) for change in changed.changes] == [
        ("khách trả hàng", -9_000),
        ("trả lại thuế của hàng trả", 150),
    ]
    *_rest, total, _words = statement_rows(payout)
    sums = [row for row in statement_rows(payout) if row[2] == "Cộng đơn"]
    assert [sum(row[4:12]) == row[12] for row in sums] == [True, True] and total[-1] == payout.amount_vnd
    assert list(statement_rows(first)) == before  # what was sent to the seller stays as it was


def test_a_statement_adds_up_from_line_to_total(seller: Partner) -> None:
    goods = [stocked_product(seller=seller, price=price) for price in (333, 334, 1_001)]
    hand_over(placed_order(*goods, stop=RunStopFactory()))
    settled()
    payout = payout_of(seller)
    row = statement_parts(payout)[0]
    assert sum(line.commission_vnd for line in row.lines) == row.part.commission_vnd == 167
    assert sum(line.amount_vnd for line in row.lines) == row.part.goods_vnd
    assert row.net_vnd == row.part.seller_share_vnd and row.other_vnd == 0
    *_rest, total, words = statement_rows(payout)
    assert (total[-1], words[-1]) == (payout.amount_vnd, vnd_in_words(payout.amount_vnd))


def test_periods_follow_each_other_whatever_the_setting_becomes(settings: Any) -> None:
    settings.PAYOUT_PERIOD = "weekly"
    assert due_period(today=datetime.date(2026, 11, 26)) == (datetime.date(2026, 11, 16), datetime.date(2026, 11, 22))
    days = due_period(today=datetime.date(2026, 11, 26))
    assert days is not None
    settle_period(days=days, at=timezone.make_aware(datetime.datetime(2026, 11, 26)))
    assert due_period(today=datetime.date(2026, 11, 26)) is None
    settings.PAYOUT_PERIOD = "monthly"
    assert due_period(today=datetime.date(2026, 11, 30)) is None
    assert due_period(today=datetime.date(2026, 12, 1)) == (datetime.date(2026, 11, 23), datetime.date(2026, 11, 30))
