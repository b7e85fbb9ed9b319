"""Tax withheld in the demo market: invented rates, marked as such. Everywhere else withholding stays off until finance
confirms it."""

from __future__ import annotations

import datetime

from sellers.tax.domain.deciding import decide, set_rate
from sellers.tax.domain.rates import is_on
from sellers.tax.enums import KINDS_WITH_RATES, SaleKind, Tax
from shop.accounts.models import User

BASIS = "Mức minh hoạ, không phải mức đang có hiệu lực"
RATES = {SaleKind.GOODS: (100, 50), SaleKind.SERVICE: (500, 200), SaleKind.TRANSPORT: (300, 150)}
BEFORE = datetime.timedelta(days=40)


def load_taxes(*, finance: User, now: datetime.datetime, today: datetime.date) -> None:
    """Enter rates and switch withholding on from before the first order of the demo market."""
    begins = today - BEFORE
    if is_on(on=today):
        return
    for kind in KINDS_WITH_RATES:
        for tax, basis_points in zip((Tax.VAT, Tax.PIT), RATES[kind], strict=True):
            for is_resident in (True, False):
                set_rate(
                    tax=tax,
                    sale_kind=kind,
                    is_resident=is_resident,
                    basis_points=basis_points,
                    valid_from=begins,
                    legal_basis=BASIS,
                    by=finance,
                    at=now,
                    today=begins - datetime.timedelta(days=1),
                )
    decide(is_on=True, starts_on=begins, reason=BASIS, by=finance, at=now, today=begins)
