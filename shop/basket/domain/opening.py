"""The first row of a basket, and a guest's basket joining an account's."""

from __future__ import annotations

from django.db import transaction

from shop.accounts.models import User
from shop.basket.models import Basket
from shop.vouchers.domain.entering import carry


def ensure_saved(basket: Basket) -> Basket:
    """Return the basket with a row. Of two first additions at once by one user, the second joins the first."""
    if basket.pk:
        return basket
    with transaction.atomic():
        if basket.owner_id:
            User.objects.select_for_update().get(pk=basket.owner_id)
            existing = Basket.objects.filter(owner_id=basket.owner_id, status=basket.status).order_by("pk").first()
            if existing:
                basket.pk = existing.pk
                basket.refresh_from_db()
                return basket
        basket.save()
    return basket


@transaction.atomic
def merge_guest_basket(*, user: User, status: str, guest_basket: Basket) -> Basket:
    """Move what a guest gathered, and the code that was entered, into the account's basket; of the same good the larger
    quantity stays."""
    User.objects.select_for_update().get(pk=user.pk)
    own = Basket.objects.filter(owner=user, status=status).order_by("pk").first()
    if own is None:
        guest_basket.owner = user
        guest_basket.save(update_fields=["owner"])
        return guest_basket
    carry(from_basket_id=guest_basket.pk, to_basket_id=own.pk)
    own.merge(guest_basket, add_quantities=False)
    return own
