"""Invitations to work for a seller. Who works there is in shop.accounts (RoleGrant)."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shop.accounts.enums import Role
from shop.accounts.phones import national

STAFF_ROLES = [(role.value, role.label) for role in (Role.SELLER_OWNER, Role.SELLER_MANAGER, Role.SELLER_PACKER)]


class InvitationQuerySet(models.QuerySet["StaffInvitation"]):
    def open(self, at: datetime.datetime) -> InvitationQuerySet:
        """Return those that may still be accepted."""
        return self.filter(accepted_at=None, cancelled_at=None, expires_at__gt=at)


class StaffInvitation(models.Model):
    """An invitation to a phone, accepted by signing in with it, or to an e-mail, accepted through its link.

    token_hash: SHA-256 of the link's token; the token itself is only ever in the message.
    """

    seller = models.ForeignKey("partner.Partner", on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(_("vai trò"), max_length=20, choices=STAFF_ROLES)
    phone = models.CharField(_("điện thoại"), max_length=16, blank=True, db_index=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(phone="") & ~Q(email="")) | (~Q(phone="") & Q(email="")),
                name="invitation_to_a_phone_or_an_email",
            ),
            models.CheckConstraint(
                condition=Q(role__in=[role for role, _label in STAFF_ROLES]), name="invitation_to_a_seller_role"
            ),
        ]

    def __str__(self) -> str:
        return self.to

    @property
    def to(self) -> str:
        """Whom it was sent to, as written on screens."""
        return national(self.phone) if self.phone else self.email
