"""Other ways to pay sellers than a bank's file. Rooms above register them; without any, everything goes by file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from shop.ledger.enums import AccountKind


class Route(Protocol):
    """One provider that moves money to sellers by itself."""

    @property
    def code(self) -> str:
        """What stands on transfers."""

    @property
    def title(self) -> str:
        """Its name, as people know it."""

    @property
    def account(self) -> tuple[AccountKind, str]:
        """The ledger account the money leaves."""

    def destinations(self) -> dict[int, str]:
        """Return seller id -> the seller's account there, of those who can receive now; nothing while it is off."""

    def queue(self, transfer_ids: Iterable[int]) -> None:
        """Queue transfers of an approved batch, in the transaction that approves it."""


ROUTES: dict[str, Route] = {}


def register(route: Route) -> None:
    """Make a way known, once per process."""
    ROUTES[route.code] = route


def destinations() -> dict[int, tuple[str, str]]:
    """Return seller id -> (route, account there) of every seller some route can pay."""
    return {seller: (route.code, where) for route in ROUTES.values() for seller, where in route.destinations().items()}
