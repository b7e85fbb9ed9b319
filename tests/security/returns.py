"""A request to return goods of a tenant, with a picture, and a returned parcel that waits at its point."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from shop.aftersales.returns.models import ReturnReason, ReturnRequest
from shop.fulfilment.domain.taking_in import take_in
from shop.fulfilment.models import Parcel
from shop.order.domain.transitions import lock
from tests.factories.delivered import hand_over
from tests.factories.listings import clean_picture
from tests.factories.orders import placed_order
from tests.factories.returns import a_reason, asked

if TYPE_CHECKING:
    from tests.security.world import Tenant


def add_returns(tenant: Tenant) -> None:
    """Make them; rows find them again by the tenant's seller and point."""
    now, buyer = timezone.now(), tenant.people["buyer"]
    order = placed_order(tenant.product, stop=tenant.stop, user=buyer, buyer_name=tenant.canary)
    part = hand_over(order)
    reason = ReturnReason.objects.filter(code="damaged", is_on=True, valid_to=None).first() or a_reason()
    asked(part, reason=reason, words=tenant.canary, pictures=(clean_picture(),))
    lock(order_id=order.pk)
    operator = tenant.people["operator"]
    nonce = f"back-{tenant.canary}"
    take_in(seller_order=part, point=tenant.point, operator=operator, weight_g=500, nonce=nonce, reason="trả", at=now)


def request(tenant: Tenant) -> ReturnRequest:
    return ReturnRequest.objects.get(seller_order__seller=tenant.seller)


def number(tenant: Tenant) -> dict[str, Any]:
    return {"number": request(tenant).number}


def picture(tenant: Tenant) -> dict[str, Any]:
    return {**number(tenant), "pk": request(tenant).pictures.get().pk}


def of_buyer(tenant: Tenant) -> dict[str, Any]:
    found = request(tenant)
    return {"number": found.seller_order.order.number, "code": found.number}


def picture_of_buyer(tenant: Tenant) -> dict[str, Any]:
    return {**of_buyer(tenant), "pk": request(tenant).pictures.get().pk}


def order(tenant: Tenant) -> dict[str, Any]:
    return {"number": request(tenant).seller_order.order.number}


def parcel(tenant: Tenant) -> dict[str, Any]:
    return {"pk": Parcel.objects.get(return_point=tenant.point).pk}
