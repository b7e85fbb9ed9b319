"""What a buyer decides at checkout."""

from __future__ import annotations

from dataclasses import dataclass

from shop.order.enums import PaymentMethod
from shop.shipping.enums import DeliveryKind


@dataclass(frozen=True, kw_only=True)
class CheckoutDetails:
    """The answers of the checkout page, already checked for form.

    buyer_phone: E.164. run_stop_id: for pick-up. commune_code and address_line: for home delivery.
    expected_total_vnd: what the buyer saw and agreed to, delivery included. expected_schedule: the fingerprint of
    which good goes on which run (shop.shipping.schedule) as the buyer saw it; None: whatever runs it takes.
    added_to_id: the order these goods are added to, see adding.py.
    """

    buyer_phone: str
    buyer_name: str
    expected_total_vnd: int
    delivery_kind: DeliveryKind = DeliveryKind.PICK_UP
    run_stop_id: int | None = None
    expected_schedule: str | None = None
    commune_code: str | None = None
    address_line: str = ""
    payment_method: PaymentMethod = PaymentMethod.CASH
    note: str = ""
    wants_invoice: bool = False
    invoice_tax_code: str = ""
    terms_version: str = ""
    added_to_id: int | None = None
