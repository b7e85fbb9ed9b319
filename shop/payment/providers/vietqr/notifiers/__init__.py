"""Who tells us about transfers, by the name in the setting BANK_NOTIFIER."""

from django.conf import settings

from shop.payment.providers.vietqr.notifiers.base import BankNotifier
from shop.payment.providers.vietqr.notifiers.casso import CassoNotifier

NOTIFIERS: dict[str, BankNotifier] = {"casso": CassoNotifier()}


def notifier() -> BankNotifier:
    """Return the notifier in use."""
    return NOTIFIERS[settings.BANK_NOTIFIER]
