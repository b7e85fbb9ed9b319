"""Hand several orders of one buyer over in one step: all of them or none."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from shop.accounts.models import User
from shop.fulfilment.domain.handover import NotReady, Visit, WrongCash, hand_over_all
from shop.fulfilment.domain.refusal import Refused
from shop.fulfilment.models import HandOver
from shop.fulfilment.queries.cash import due_vnd
from shop.fulfilment.queries.together import buyer_of, ready_together
from shop.money.formatting import vnd
from shop.order.models import Order
from shop.shipping.models import RunStop


class NotOneBuyer(NotReady):
    """The orders are not one buyer's, or one of them cannot be handed over now."""


@transaction.atomic
def hand_over_together(
    *,
    proven: Order,
    orders: Sequence[Order],
    run_stop: RunStop,
    operator: User,
    cash_vnd: int,
    nonce: str,
    found_by: str,
    at: datetime.datetime,
) -> list[HandOver]:
    """Give orders of one buyer at a stop for one sum of cash; each keeps its own record and its code dies.

    proven: the order whose code or name was checked; it is one of `orders`. cash_vnd: what is due for all of them.
    The same nonce again returns the first hand-overs. Raises NotOneBuyer, WrongCash, and what hand_over raises.
    """
    locked = list(
        Order.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk__in=[order.pk for order in orders])
        .select_related("user", "added_to__user")
        .order_by("pk")
    )
    known = list(HandOver.objects.filter(nonce__in=[_own(nonce, order) for order in locked], run_stop=run_stop))
    if locked and len(known) == len(locked):
        return known
    if proven not in locked or any(buyer_of(order) != buyer_of(proven) for order in locked):
        raise NotOneBuyer(_("Các đơn này không phải của cùng một khách đã xác minh. Giao từng đơn theo mã của nó."))
    ready = {waiting.order.pk: waiting for waiting in ready_together(order=proven, run_stop=run_stop)}
    behind = [order.number for order in locked if order.pk not in ready]
    if behind:
        raise NotOneBuyer(
            _("Đơn %(numbers)s không giao được lúc này. Mở lại rồi xác nhận.") % {"numbers": ", ".join(behind)}
        )
    due = {order.pk: due_vnd(order, ready[order.pk].parts) for order in locked}
    if sum(due.values()) != cash_vnd:
        told = {"due": vnd(sum(due.values())), "taken": vnd(cash_vnd)}
        raise WrongCash(_("Phải thu đúng %(due)s, không phải %(taken)s. Đếm lại tiền với khách.") % told)
    done = hand_over_all(
        [
            Visit(
                order_id=order.pk,
                run_stop=run_stop,
                operator=operator,
                cash_vnd=due[order.pk],
                nonce=_own(nonce, order),
                found_by=found_by if order == proven else "phone",
                at=at,
            )
            for order in locked
        ]
    )
    refusal = next((one for one in done if isinstance(one, Refused)), None)
    if refusal:
        raise refusal
    return [one for one in done if isinstance(one, HandOver)]


def _own(nonce: str, order: Order) -> str:
    return f"{nonce}:{order.pk}"
