"""What the seller centre of a tenant holds beside orders: a call about a late order, a change that waits."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from catalogue.reviews.answers.models import Question, Reply
from catalogue.reviews.models import ProductReview
from sellers.payouts.enums import PayoutState
from sellers.payouts.models import Payout, PayoutPeriod
from sellers.shopfront.models import ShopEdit, ShopPicture
from shop.aftersales.models import Call
from shop.fulfilment.amendments.domain.proposing import propose
from shop.fulfilment.amendments.domain.terms import Wish
from shop.fulfilment.amendments.models import Amendment, AmendmentKind
from shop.shipping.holidays.models import Holiday
from tests.factories.orders import placed_order

if TYPE_CHECKING:
    from tests.security.world import Tenant


def add_seller_centre(tenant: Tenant) -> None:
    """Make the things of one tenant; rows find them again by its seller."""
    now = timezone.now()
    buyer = tenant.people["buyer"]
    order = placed_order((tenant.product, 2), stop=tenant.stop, user=buyer, buyer_name=tenant.canary)
    own = order.seller_orders.get()
    Call.objects.create(seller_order=own, since=now, made_at=now)
    far = timezone.localdate() + datetime.timedelta(days=300)
    Holiday.objects.create(seller=tenant.seller, starts_on=far, ends_on=far, made_at=now)
    size = {"width": 8, "height": 8}
    ShopEdit.objects.create(seller=tenant.seller, story=tenant.canary, submitted_at=now)
    ShopPicture.objects.create(seller=tenant.seller, name="goods/none.webp", added_at=now, **size)
    asked = {"product": tenant.product, "author": buyer, "created_at": now}
    Question.objects.create(body=f"{tenant.canary} chờ trả lời?", **asked)
    answered = Question.objects.create(body=f"{tenant.canary} đã trả lời?", **asked)
    Reply.objects.create(question=answered, body=tenant.canary, author=tenant.people["owner"], created_at=now)
    ProductReview.objects.create(
        product=tenant.product, score=5, title="Ngon", body="Ngon", status=ProductReview.APPROVED
    )
    period, _created = PayoutPeriod.objects.get_or_create(
        starts_on="2026-01-05", ends_on="2026-01-11", defaults={"settled_at": now}
    )
    Payout.objects.create(period=period, seller=tenant.seller, state=PayoutState.NOTHING, part_count=0)
    propose(
        seller_order=own,
        kind=AmendmentKind.SHORTAGE,
        wishes=[Wish(line_id=own.lines.get().pk, quantity=0)],
        reason="Thiếu hàng",
        actor=tenant.people["owner"],
        at=now,
    )


def call(tenant: Tenant) -> dict[str, Any]:
    return {"pk": Call.objects.get(seller_order__seller=tenant.seller).pk}


def amendment(tenant: Tenant) -> dict[str, Any]:
    waiting = Amendment.objects.get(seller_order__seller=tenant.seller, kind=AmendmentKind.SHORTAGE)
    return {"number": waiting.seller_order.order.number, "pk": waiting.pk}


def part(tenant: Tenant) -> dict[str, Any]:
    short = Amendment.objects.get(seller_order__seller=tenant.seller, kind=AmendmentKind.SHORTAGE)
    return {"number": short.seller_order.number}


def question(tenant: Tenant) -> dict[str, Any]:
    return {"pk": Question.objects.get(product=tenant.product, reply=None).pk}


def reply(tenant: Tenant) -> dict[str, Any]:
    return {"pk": Reply.objects.get(question__product=tenant.product).pk}


def review(tenant: Tenant) -> dict[str, Any]:
    return {"pk": ProductReview.objects.get(product=tenant.product, status=ProductReview.APPROVED).pk}


def holiday(tenant: Tenant) -> dict[str, Any]:
    return {"pk": Holiday.objects.get(seller=tenant.seller).pk}


def picture(tenant: Tenant) -> dict[str, Any]:
    return {"pk": ShopPicture.objects.get(seller=tenant.seller).pk}
