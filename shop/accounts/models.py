"""People and what they may do."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop.accounts.enums import Role


class UserManager(BaseUserManager["User"]):
    def create_user(self, phone: str, password: str | None = None, **fields: Any) -> User:
        """Create a user with a usable password only when one is given. phone: E.164."""
        user = self.model(phone=phone, **fields)
        user.set_password(password) if password else user.set_unusable_password()
        user.save(using=self._db)
        return user

    def create_superuser(self, phone: str, password: str | None = None, **fields: Any) -> User:
        """Create an administrator of the whole market."""
        user = self.create_user(phone, password, **{"is_staff": True, "is_superuser": True, **fields})
        RoleGrant.objects.create(user=user, role=Role.ADMINISTRATOR)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in by phone. One "Họ và tên" field, as Vietnamese names are written."""

    phone = models.CharField(_("số điện thoại"), max_length=16, unique=True, help_text="E.164, +84912345678")
    phone_verified_at = models.DateTimeField(null=True, blank=True)
    full_name = models.CharField(_("họ và tên"), max_length=120, blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    commune = models.ForeignKey("regions.Commune", null=True, blank=True, on_delete=models.SET_NULL)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "phone"
    EMAIL_FIELD = "email"

    objects = UserManager()

    def __str__(self) -> str:
        return self.full_name or f"••• {self.phone[-3:]}"

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name.split()[-1] if self.full_name else ""


class RoleGrant(models.Model):
    """A role for one seller, one point, one province, or for the whole market.

    commune: only for this commune of the province; such a grant reaches nothing of the province itself.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=Role.choices)
    seller = models.ForeignKey("partner.Partner", null=True, blank=True, on_delete=models.CASCADE)
    point = models.ForeignKey("shipping.PickUpPoint", null=True, blank=True, on_delete=models.CASCADE)
    province = models.ForeignKey("regions.Province", null=True, blank=True, on_delete=models.PROTECT)
    commune = models.ForeignKey("regions.Commune", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    granted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    granted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "seller", "point", "province", "commune"],
                nulls_distinct=False,
                name="role_granted_once",
            ),
            models.CheckConstraint(
                condition=~Q(role__in=["seller_owner", "seller_manager", "seller_packer"]) | Q(seller__isnull=False),
                name="seller_role_names_a_seller",
            ),
            models.CheckConstraint(
                condition=~Q(role="point_operator") | Q(point__isnull=False), name="operator_role_names_a_point"
            ),
            models.CheckConstraint(
                condition=Q(commune=None) | (Q(role="committee") & Q(province__isnull=False)),
                name="commune_role_is_of_a_committee",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.role}"
