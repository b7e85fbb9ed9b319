"""The evening: drawers are closed, money goes to the driver or the treasury, differences are found and settled."""

from __future__ import annotations

import datetime

from shop.demo.simulation.world import HOUR, World
from shop.fulfilment.cash.domain.counting import count_drawer
from shop.fulfilment.cash.domain.refusals import TooMuchHeld
from shop.fulfilment.cash.domain.remitting import confirm, hand_from_driver, hand_from_point
from shop.fulfilment.cash.domain.settling import settle_dispute, settle_variance
from shop.fulfilment.cash.holding import carried_vnd, drawer_vnd
from shop.fulfilment.cash.models import BorneBy, Remittance, RemittanceState
from shop.ledger.enums import AccountKind
from shop.ledger.queries import balances
from shop.shipping.models import PickUpPoint

LOST_VND = 20_000
WHY = "Trả nhầm tiền thừa (mô phỏng)"


def close_drawers(world: World) -> None:
    """Every point counts, some are short; the money goes on, to the driver while they may carry it."""
    for stop in world.stops:
        at = stop.closes_at + HOUR
        drawer = f"drawer:{stop.point_id}"
        if world.cash.get(drawer, 0) > LOST_VND and world.random.random() < world.scale.miscounted:
            world.move_cash(drawer, "lost", LOST_VND)
        _count(world, stop.point, at)
        if drawer_vnd(stop.point_id):
            _hand_on(world, stop.point, at)
    _to_treasury(world, max(stop.closes_at for stop in world.stops) + 3 * HOUR)


def settle_differences(world: World) -> None:
    """Finance settles what was found short: some operators repay, the market bears the rest."""
    at = max(stop.closes_at for stop in world.stops) + 24 * HOUR
    for remittance in Remittance.objects.filter(state=RemittanceState.DISPUTED):
        settle_dispute(remittance=remittance, borne_by=BorneBy.MARKET, note=WHY, actor=world.finance, at=at)
    for point_id, amount in balances(AccountKind.CASH_VARIANCE).items():
        if not amount:
            continue
        is_repaid = world.random.random() < 0.5
        settle_variance(
            point=PickUpPoint.objects.get(pk=point_id), is_repaid=is_repaid, reason=WHY, actor=world.finance, at=at
        )
        if is_repaid:
            world.move_cash("operators' own", "treasury", amount)


def _count(world: World, point: PickUpPoint, at: datetime.datetime) -> None:
    counted = world.cash.get(f"drawer:{point.pk}", 0)
    count_drawer(
        point=point,
        operator=world.operators[point.pk],
        counted_vnd=counted,
        reason="" if counted == drawer_vnd(point.pk) else WHY,
        nonce=f"simulated-count:{point.pk}",
        at=at,
    )


def _hand_on(world: World, point: PickUpPoint, at: datetime.datetime) -> None:
    """The point hands everything to the driver, who counts it, now and then less than was said."""
    amount = drawer_vnd(point.pk)
    handed = hand_from_point(
        point=point, operator=world.operators[point.pk], driver=world.driver, amount_vnd=amount,
        nonce=f"simulated-remit:{point.pk}", at=at,
    )  # fmt: skip
    lost = LOST_VND if amount > LOST_VND and world.random.random() < world.scale.miscounted / 4 else 0
    try:
        confirm(remittance=handed, actor=world.driver, received_vnd=amount - lost, at=at)
    except TooMuchHeld:
        _to_treasury(world, at)
        confirm(remittance=handed, actor=world.driver, received_vnd=amount - lost, at=at)
    world.move_cash(f"drawer:{point.pk}", "driver", amount - lost)
    world.move_cash(f"drawer:{point.pk}", "lost", lost)


def _to_treasury(world: World, at: datetime.datetime) -> None:
    amount = carried_vnd(world.driver.pk)
    if not amount:
        return
    number = Remittance.objects.count()
    handed = hand_from_driver(driver=world.driver, amount_vnd=amount, nonce=f"simulated-pay-in:{number}", at=at)
    confirm(remittance=handed, actor=world.finance, received_vnd=amount, at=at)
    world.move_cash("driver", "treasury", amount)
