"""The books of the whole market."""

from typing import Any

from shop.ledger.models import Account, Transaction
from tests.security.row import MONEY, Row
from tests.security.world import Tenant


def account(tenant: Tenant) -> dict[str, Any]:
    return {"pk": Account.objects.get(kind="seller_pending", key=str(tenant.seller.pk)).pk}


def transaction(tenant: Tenant) -> dict[str, Any]:
    return {"pk": Transaction.objects.get(business_key=f"order-placed:{tenant.order.number}").pk}


def nothing(tenant: Tenant) -> dict[str, Any]:
    return {"pk": 1}


ROWS = [
    Row("backoffice:books", MONEY),
    Row("backoffice:books_file", MONEY),
    Row("backoffice:book_accounts", MONEY),
    Row("backoffice:book_accounts_file", MONEY),
    Row("backoffice:book_account", MONEY, args=account),
    Row("backoffice:book_account_file", MONEY, args=account),
    Row("backoffice:book_transaction", MONEY, args=transaction),
    Row("backoffice:book_months", MONEY),
    Row("backoffice:book_check", MONEY, 302, method="post"),
    Row("backoffice:book_close", MONEY, 302, method="post"),
    Row("backoffice:book_reopen", MONEY, 404, args=nothing, method="post"),
]
