"""What providers share on whose own page a whole order is paid: when they are offered, and how an attempt begins."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings

from sellers.models import Partner
from shop.order.models import Order
from shop.payment.domain.opening import open_whole
from shop.payment.models import Payment


class Rules(Protocol):
    """A provider's conditions: its `rules` module."""

    def is_set_up(self) -> bool: ...

    def within_limits(self, total_vnd: int) -> bool: ...


class OwnPage:
    """Half of shop.payment.providers.base.Prepaid. address_setting: which setting names the provider's address."""

    code: str
    rules: Rules
    address_setting: str
    is_prepaid = True

    @property
    def hosts(self) -> Sequence[str]:
        parts = urlsplit(getattr(settings, self.address_setting))
        return (f"{parts.scheme}://{parts.netloc}",)

    def is_ready(self) -> bool:
        return self.rules.is_set_up()

    def is_offered(self, total_vnd: int, sellers: Sequence[Partner]) -> bool:
        return self.rules.is_set_up() and self.rules.within_limits(total_vnd)

    def begin(self, *, order: Order, at: datetime.datetime) -> list[Payment]:
        return [open_whole(order=order, code=self.code, at=at)]
