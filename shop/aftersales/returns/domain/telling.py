"""Who is told what about a return, each once."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from sellers.staff import tell_staff
from shop.accounts.enums import Role
from shop.accounts.models import User
from shop.aftersales.returns.models import ReturnRequest
from shop.communication.sending import tell


def seller_asked(request: ReturnRequest) -> None:
    """Tell the seller's staff that a buyer wants to return something, and by when to answer."""
    _tell_seller(request, "return_asked")


def seller_of_end(request: ReturnRequest) -> None:
    """Tell the seller's staff that a request is over, or what the market decided."""
    _tell_seller(request, "return_seller_news")


def buyer_news(request: ReturnRequest) -> None:
    """Tell the buyer where the request stands now."""
    _tell_buyer(request, "return_buyer_news")


def both(request: ReturnRequest) -> None:
    """Tell both sides where the request stands now."""
    buyer_news(request)
    seller_of_end(request)


def office_alarm(request: ReturnRequest, *, days_left: int, at: datetime.datetime) -> None:
    """Tell the administrators of the seller's province that the duty to pay back runs out, once per set day."""
    here = Q(grants__province=request.seller_order.seller.province_id) | Q(grants__province=None)
    staff = User.objects.filter(here, grants__role=Role.ADMINISTRATOR, is_active=True).distinct()
    for person in staff.order_by("pk"):
        tell(
            key=f"return-alarm:{request.number}:{days_left}:{person.pk}",
            recipient=person.phone,
            template="return_alarm",
            context={**_context(request), "days_left": days_left},
            at=at,
        )


def buyer_link(request: ReturnRequest) -> str:
    """Return the buyer's address of a request; the order's token opens it."""
    order = request.seller_order.order
    address = reverse("checkout:return", kwargs={"number": order.number, "code": request.number})
    return f"{settings.SITE_URL}{address}?khoa={order.token}"


def _tell_buyer(request: ReturnRequest, template: str) -> None:
    order = request.seller_order.order
    tell(
        key=f"{template}:{request.number}:{_step(request)}",
        recipient=order.buyer_phone,
        template=template,
        context={**_context(request), "order": order, "link": buyer_link(request)},
    )


def _tell_seller(request: ReturnRequest, template: str) -> None:
    address = reverse("seller_centre:return", kwargs={"number": request.number})
    tell_staff(
        seller=request.seller_order.seller,
        key=f"{template}:{request.number}:{_step(request)}",
        template=template,
        context={**_context(request), "link": f"{settings.SITE_URL}{address}"},
    )


def _step(request: ReturnRequest) -> str:
    """Return what makes one step's message its own: a request can reach a state twice."""
    return f"{request.state}-{request.events.count()}"


def _context(request: ReturnRequest) -> dict[str, Any]:
    return {"request": request, "part": request.seller_order}
