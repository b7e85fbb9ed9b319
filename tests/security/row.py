"""One row of the table who may reach what (rows/, gathered by matrix.py).

Every address is asked for with the identifiers of tenant A. `who` names the kinds of people who may enter and what
they get; the same kinds of tenant B get `other`; everybody else gets `refused` (visitors: the sign-in page).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.security.world import Tenant

SIGN_IN = "sign-in"  # a redirect to the sign-in page
VISITOR = frozenset({"visitor"})
TENANT_KINDS = ("buyer", "applicant", "owner", "packer", "operator", "driver", "reviewer")
SIGNED_IN = (*TENANT_KINDS, "finance", "committee", "admin")
EVERYBODY = ("visitor", *SIGNED_IN)
STAFF = ("owner", "packer")
OFFICE = ("reviewer", "finance", "committee", "admin")
REVIEW = ("reviewer", "admin")
MONEY = ("finance", "admin")

Answer = int | str


@dataclass(frozen=True)
class Row:
    """What one address answers to whom."""

    name: str
    who: tuple[str, ...]
    answer: Answer | tuple[Answer, ...] = 200
    args: Callable[[Tenant], dict[str, Any]] = field(default=lambda tenant: {})
    method: str = "get"
    data: Callable[[Tenant], dict[str, Any]] = field(default=lambda tenant: {})
    other: Answer | None = None  # None: not about one tenant's thing, the same answer as `answer`
    refused: Answer = 403
    refused_visitor: Answer = SIGN_IN
    writes: tuple[str, ...] = ()  # tables a GET may write
    without_token: int = 403


def public(name: str, args: Callable[[Tenant], dict[str, Any]] | None = None, **more: Any) -> Row:
    """A page for everybody."""
    return Row(name, EVERYBODY, args=args or (lambda tenant: {}), **more)


def of_seller(name: str, who: tuple[str, ...] = STAFF, **more: Any) -> Row:
    """A page of the seller centre."""
    return Row(name, who, **more)


def pk(attribute: str) -> Callable[[Tenant], dict[str, Any]]:
    """Return {"pk": …} of something of the tenant."""
    return lambda tenant: {"pk": getattr(tenant, attribute).pk}


def slug(attribute: str) -> Callable[[Tenant], dict[str, Any]]:
    """Return {"slug": …} of something of the tenant."""
    return lambda tenant: {"slug": getattr(tenant, attribute).slug}


def order_link(tenant: Tenant) -> dict[str, Any]:
    return {"number": tenant.order.number}
