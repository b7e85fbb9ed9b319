import pytest
from django.utils import timezone

from shop.order.domain.transitions import MOVES, IllegalMove, derive, move
from shop.order.enums import SellerOrderState as State
from shop.order.models import Order, SellerOrderEvent
from tests.factories.goods import stocked_product
from tests.factories.orders import placed_order
from tests.factories.people import UserFactory


def test_every_state_is_in_the_table_and_reachable_from_placed() -> None:
    reached, frontier = {State.PLACED}, {State.PLACED}
    while frontier:
        frontier = set().union(*(MOVES[state] for state in frontier)) - reached
        reached |= frontier
    assert reached == set(MOVES) == set(State)


@pytest.mark.parametrize(
    ("states", "status"),
    [
        (["placed", "delivered"], "placed"),
        (["cancelled", "packed"], "packed"),
        (["delivered", "returning"], "delivered"),
        (["returning", "returned"], "returning"),
        (["returned", "cancelled"], "returned"),
        (["cancelled", "cancelled"], "cancelled"),
        (["on_the_way", "at_point"], "on_the_way"),
    ],
)
def test_derive(states: list[str], status: str) -> None:
    assert derive(states) == status


@pytest.mark.django_db
def test_move_keeps_history_and_derives_the_order() -> None:
    order, packer = placed_order(stocked_product(), stocked_product()), UserFactory()
    first, second = order.seller_orders.all()
    at = timezone.now()
    move(seller_order=first, to=State.PACKED, actor=packer, at=at, reason="đủ hàng")
    order.refresh_from_db()
    assert (first.state, order.status) == ("packed", "placed")
    move(seller_order=second, to=State.PACKED, actor=packer, at=at)
    order.refresh_from_db()
    assert order.status == "packed"
    event = first.events.last()
    assert (event.from_state, event.to_state, event.actor, event.reason, event.at) == (
        "placed",
        "packed",
        packer,
        "đủ hàng",
        at,
    )


@pytest.mark.django_db
def test_move_that_is_not_in_the_table_writes_nothing() -> None:
    part = placed_order().seller_orders.get()
    with pytest.raises(IllegalMove) as caught:
        move(seller_order=part, to=State.DELIVERED, actor=None, at=timezone.now())
    assert (caught.value.seller_order, caught.value.to) == (part, State.DELIVERED)
    part.refresh_from_db()
    assert (part.state, SellerOrderEvent.objects.count(), Order.objects.get().status) == ("placed", 1, "placed")


@pytest.mark.django_db
def test_move_looks_at_the_database_and_not_at_a_stale_copy() -> None:
    part = placed_order().seller_orders.get()
    stale = type(part).objects.get(pk=part.pk)
    move(seller_order=part, to=State.CANCELLED, actor=None, at=timezone.now())
    with pytest.raises(IllegalMove):
        move(seller_order=stale, to=State.PACKED, actor=None, at=timezone.now())
