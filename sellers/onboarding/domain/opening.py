"""Make the seller of an approved application."""

from __future__ import annotations

import datetime

from sellers.documents.models import Document
from sellers.enums import SellerState
from sellers.models import Partner
from sellers.onboarding.models import SellerApplication
from shop.accounts.enums import Role
from shop.accounts.models import RoleGrant, User
from shop.regions.vietnamese import slug

COPIED = [
    "name",
    "legal_type",
    "tax_code",
    "registration_no",
    "representative",
    "phone",
    "email",
    "address_line",
    "commune",
    "bank_bin",
    "bank_account",
    "bank_holder",
]


def open_shop(*, application: SellerApplication, by: User, at: datetime.datetime) -> Partner:
    """Create the seller with a free address, hand the papers over and make the applicant its owner."""
    address = free_slug(application.name)
    seller = Partner.objects.create(
        slug=address,
        code=address,
        province=application.commune.province if application.commune else None,
        state=SellerState.APPROVED,
        approved_at=at,
        is_demo=application.applicant.is_demo,
        **{name: getattr(application, name) for name in COPIED},
    )
    Document.objects.filter(application=application).update(seller=seller)
    RoleGrant.objects.create(
        user=application.applicant, role=Role.SELLER_OWNER, seller=seller, granted_by=by, granted_at=at
    )
    return seller


def free_slug(name: str) -> str:
    """Return the address of a shop: from its name, with a number when another shop has it."""
    base = slug(name)[:110] or "gian-hang"
    taken = set(Partner.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    taken |= set(Partner.objects.filter(code__startswith=base).values_list("code", flat=True))
    if base not in taken:
        return base
    return next(f"{base}-{n}" for n in range(2, len(taken) + 3) if f"{base}-{n}" not in taken)
