"""Sellers whose standing changes: a new account that waits for its second confirmation, an announced suspension."""

from __future__ import annotations

import datetime

from sellers.models import Partner
from sellers.standing.domain import bank_changes
from sellers.standing.domain.measures import propose
from sellers.standing.models import BankChange, Measure, MeasureKind
from shop.accounts.models import RoleGrant, User

OWNER, ACCOUNTANT, REVIEWER = "chu-thai-an", "ke-toan", "xet-duyet"


def load_standing(*, people: dict[str, User], now: datetime.datetime) -> None:
    """Ask for a new account and announce a suspension, where nobody has done so yet."""
    seller = RoleGrant.objects.select_related("seller").get(user=people[OWNER], seller__isnull=False).seller
    if not BankChange.objects.filter(seller=seller).exists():
        change = bank_changes.ask(
            seller=seller,
            bank_bin="970436",
            bank_account="99990000801",
            bank_holder=seller.bank_holder,
            by=people[OWNER],
            at=now - datetime.timedelta(hours=6),
        )
        bank_changes.confirm(change_id=change.pk, by=people[ACCOUNTANT], at=now - datetime.timedelta(hours=2))
    if not Measure.objects.exists():
        propose(
            seller_id=_without_people().pk,
            kind=MeasureKind.SUSPEND,
            reason="Ba tuần liền không xác nhận đơn và không nghe điện thoại (minh hoạ).",
            by=people[REVIEWER],
            at=now - datetime.timedelta(days=1),
        )


def _without_people() -> Partner:
    """Return a demo seller of Khánh Hòa whom nobody works for, so that no other story is disturbed."""
    sellers = Partner.objects.filter(is_demo=True, province="56", rolegrant=None)
    return sellers.order_by("-pk")[0]
