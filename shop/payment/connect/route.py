"""Stripe Connect as a way to pay sellers."""

from __future__ import annotations

from collections.abc import Iterable

from shop.ledger.enums import AccountKind
from shop.payment.connect.models import ConnectAccount
from shop.payment.connect.rules import is_on


class ConnectRoute:
    """Implements sellers.payouts.routes.Route."""

    code = "stripe"
    title = "Stripe"
    account = (AccountKind.CLEARING, "stripe")

    def destinations(self) -> dict[int, str]:
        if not is_on():
            return {}
        return dict(ConnectAccount.objects.filter(can_receive=True).values_list("seller", "external_id"))

    def queue(self, transfer_ids: Iterable[int]) -> None:
        from shop.payment.connect.tasks import send_transfer

        for transfer_id in transfer_ids:
            send_transfer.defer(transfer_id=transfer_id)
