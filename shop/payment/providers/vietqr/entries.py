"""What a transfer means in the ledger: it stands on the market's bank account, or on the seller's own.

The market's account is `clearing:vietqr`, a seller's `seller_cash:<seller>`; see domain/entries.py, held_on.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from shop.payment.models import Payment


@dataclass(frozen=True)
class BankAccount:
    """Where a buyer transfers to."""

    bin: str
    number: str
    holder: str
    bank: str


BANKS = {
    "970436": "Vietcombank",
    "970415": "VietinBank",
    "970418": "BIDV",
    "970405": "Agribank",
    "970407": "Techcombank",
    "970416": "ACB",
    "970422": "MB",
    "970432": "VPBank",
    "970403": "Sacombank",
    "970425": "ABBank",
}


def account_for(payment: Payment) -> BankAccount:
    """Return the account an attempt is paid to: the seller's where sellers collect, else the market's."""
    if payment.seller_order is None:
        return own_account()
    seller = payment.seller_order.seller
    return _account(seller.bank_bin, seller.bank_account, seller.bank_holder)


def own_account() -> BankAccount:
    """Return the market's account from the settings."""
    return _account(settings.VIETQR_BIN, settings.VIETQR_ACCOUNT, settings.VIETQR_HOLDER)


def _account(bank_bin: str, number: str, holder: str) -> BankAccount:
    return BankAccount(bank_bin, number, holder, BANKS.get(bank_bin, bank_bin))
