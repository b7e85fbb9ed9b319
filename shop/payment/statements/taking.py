"""Keep an uploaded statement, and take its rows: each row in a transaction of its own, so that a second try goes on."""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter
from collections.abc import Mapping

from django.conf import settings
from django.db import transaction

from shop.accounts.models import User
from shop.audit.trail import record
from shop.payment.domain.receiving import receive
from shop.payment.enums import ReceiptSource
from shop.payment.models import BankStatement
from shop.payment.statements.reading import guess, read
from shop.payment.statements.rows import Planned, plan

TAKEN = {"match", "short", "over", "unmatched", "doubled"}


@transaction.atomic
def keep(*, name: str, data: bytes, actor: User, at: datetime.datetime) -> BankStatement:
    """Keep a file's rows to look at; the same file again gives the first one. Raises UnreadableFile."""
    rows = read(name=name, data=data)
    heading, columns = guess(rows)
    statement, _created = BankStatement.objects.get_or_create(
        digest=hashlib.sha256(data).hexdigest(),
        defaults={
            "name": name[-120:],
            "rows": rows,
            "heading": heading,
            "columns": columns,
            "account": settings.VIETQR_ACCOUNT,
            "uploaded_by": actor,
            "uploaded_at": at,
        },
    )
    return statement


def set_columns(*, statement: BankStatement, heading: int, columns: Mapping[str, int]) -> BankStatement:
    """Say which column is which."""
    statement.heading, statement.columns = heading, dict(columns)
    statement.save(update_fields=["heading", "columns"])
    return statement


def planned(statement: BankStatement) -> list[Planned]:
    """Return what taking the statement would do now."""
    return list(
        plan(
            rows=statement.rows,
            heading=statement.heading,
            columns=statement.columns,
            account=statement.account,
        )
    )


def take(*, statement: BankStatement, actor: User, at: datetime.datetime) -> Counter[str]:
    """Take every row that is money for us and was not taken before; return how many of each verdict."""
    done: Counter[str] = Counter()
    for row in planned(statement):
        done[row.verdict] += 1
        if row.verdict in TAKEN and row.money is not None and row.found is not None:
            receive(
                provider="vietqr",
                money=row.money,
                payment=row.found.payment,
                at=at,
                remark=row.found.remark,
                source=ReceiptSource.STATEMENT,
            )
    with transaction.atomic():
        statement.taken_at = at
        statement.save(update_fields=["taken_at"])
        record(actor=actor, action="statement.taken", subject=statement, at=at, details=dict(done))
    return done
