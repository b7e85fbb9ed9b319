"""What passing cash on means in the ledger (shop/ledger/README.md)."""

from __future__ import annotations

import datetime

from shop.fulfilment.cash.holding import carried_by_point
from shop.fulfilment.cash.models import BorneBy, Leg, Remittance, VarianceSettlement
from shop.ledger.cash_in import point_line
from shop.ledger.domain.posting import Side, post
from shop.ledger.enums import AccountKind
from shop.ledger.models import Entry


def post_received(remittance: Remittance) -> None:
    """Giver − handed, taker + received, dispute + what is missing; by the points the money came from."""
    sides, left = [], remittance.received_vnd or 0
    lines = _lines(remittance)
    for number, (line, amount) in enumerate(lines, start=1):
        got = left if number == len(lines) else min(left, amount)
        left -= got
        sides += [
            _giver(remittance, line, -amount),
            _taker(remittance, line, got),
            Side(AccountKind.CASH_DISPUTE, str(remittance.pk), amount - got, line),
        ]
    assert remittance.received_at
    _post(f"cash-remitted:{remittance.pk}", "cash-remitted", sides, remittance.received_at)


def post_settled(remittance: Remittance, at: datetime.datetime) -> None:
    """The dispute's balance goes to the giver, the taker or the market."""
    sides = []
    rows = Entry.objects.filter(account__kind=AccountKind.CASH_DISPUTE, account__key=str(remittance.pk))
    for entry in rows.order_by("pk"):
        line, amount = entry.line_key, int(entry.amount_vnd)
        sides += [
            Side(AccountKind.CASH_DISPUTE, str(remittance.pk), -amount, line),
            _bearer(remittance, line, amount),
        ]
    _post(f"cash-dispute-settled:{remittance.pk}", "cash-dispute-settled", sides, at)


def post_variance(settlement: VarianceSettlement) -> None:
    """cash_variance −; treasury or cash_loss +."""
    key, taker = str(settlement.point_id), AccountKind.TREASURY if settlement.is_repaid else AccountKind.CASH_LOSS
    sides = [
        Side(AccountKind.CASH_VARIANCE, key, -settlement.amount_vnd, point_line(key)),
        Side(taker, "", settlement.amount_vnd, point_line(key)),
    ]
    _post(f"cash-variance-settled:{settlement.pk}", "cash-variance-settled", sides, settlement.at)


def _lines(remittance: Remittance) -> list[tuple[str, int]]:
    """Return (line key, amount) that make up what was handed over."""
    if remittance.point_id:
        return [(point_line(remittance.point_id), remittance.handed_vnd)]
    lines, left = [], remittance.handed_vnd
    for line, held in carried_by_point(remittance.driver_id or 0):
        amount = min(left, held)
        if amount > 0:
            lines.append((line, amount))
            left -= amount
    assert left == 0, "the giver was locked and held enough"
    return lines


def _giver(remittance: Remittance, line: str, amount: int) -> Side:
    if remittance.leg == Leg.DRIVER_TREASURY:
        return Side(AccountKind.CASH_DRIVER, str(remittance.driver_id), amount, line)
    return Side(AccountKind.CASH_DRAWER, str(remittance.point_id), amount)


def _taker(remittance: Remittance, line: str, amount: int) -> Side:
    if remittance.leg == Leg.POINT_DRIVER:
        return Side(AccountKind.CASH_DRIVER, str(remittance.driver_id), amount, line)
    return Side(AccountKind.TREASURY, "", amount, line)


def _bearer(remittance: Remittance, line: str, amount: int) -> Side:
    if remittance.borne_by == BorneBy.GIVER:
        return _giver(remittance, line, amount)
    if remittance.borne_by == BorneBy.TAKER:
        return _taker(remittance, line, amount)
    return Side(AccountKind.CASH_LOSS, "", amount, line)


def _post(business_key: str, kind: str, sides: list[Side], at: datetime.datetime) -> None:
    post(business_key=business_key, kind=kind, sides=sides, occurred_at=at)
