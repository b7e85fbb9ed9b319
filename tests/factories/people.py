"""People and roles."""

import factory
from django.utils import timezone

from shop.accounts.enums import Role
from shop.accounts.models import RoleGrant, User


class UserFactory(factory.django.DjangoModelFactory):
    """A buyer with a verified phone."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    phone = factory.Sequence(lambda n: f"+8491{n:07d}")
    phone_verified_at = factory.LazyFunction(timezone.now)
    full_name = factory.Sequence(lambda n: f"Người mua {n}")
    password = factory.django.Password("mat-khau-thu-nghiem")


class GrantFactory(factory.django.DjangoModelFactory):
    """A role of a new user; name the seller, point or province it is for."""

    class Meta:
        model = RoleGrant

    user = factory.SubFactory(UserFactory)
    role = Role.ADMINISTRATOR
