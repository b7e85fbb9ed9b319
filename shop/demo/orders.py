"""Orders in every state, placed and moved by the same functions that buyers, sellers, drivers and points use.

Nothing here writes an order, a parcel or a ledger entry itself; the times are those at which people would have acted.
"""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass, replace

from catalogue.models import Product
from sellers.strategy import Market as Shelf
from shop.accounts.models import User
from shop.accounts.phones import parse_mobile
from shop.basket.models import Basket
from shop.checkout.domain.adding import Addition, addition_to
from shop.checkout.domain.details import CheckoutDetails
from shop.checkout.domain.place import place_order
from shop.demo.past_runs import make_past_runs
from shop.demo.seed import rng
from shop.demo.tables import rows
from shop.demo.vouchers import use_code
from shop.order.enums import PaymentMethod
from shop.order.models import Order
from shop.shipping.enums import DeliveryKind, RunState
from shop.shipping.models import PickUpPoint, Run, RunStop
from shop.shipping.queries import home_rates

NAMESPACE = uuid.UUID("6f9d5a52-7b0e-4c58-9a35-5c1d4f3f2a10")
PLACED_BEFORE_CUT_OFF = datetime.timedelta(days=1)
PLACED_BEFORE_TODAY = datetime.timedelta(days=3)
ADDED_AFTER = datetime.timedelta(minutes=9)
HOME_ADDRESS = "Số 12, khu phố minh hoạ"
TERMS = "2026-11"


@dataclass(frozen=True)
class Story:
    """One row of data/orders.csv with the order it led to. run: None for home delivery."""

    row: dict[str, str]
    order: Order
    run: Run | None
    stop: RunStop | None

    @property
    def ending(self) -> str:
        return self.row["ending"]


def key_of(row: dict[str, str]) -> uuid.UUID:
    """Return the idempotency key of a row, by which a second load knows its order."""
    return uuid.uuid5(NAMESPACE, row["key"])


def has_orders() -> bool:
    """Return whether the orders of the demo market were placed before."""
    return Order.objects.filter(idempotency_key__in=[key_of(row) for row in rows("orders")]).exists()


@dataclass(frozen=True)
class Placing:
    """What placing an order takes from the demo market."""

    products: dict[str, Product]
    points: dict[str, PickUpPoint]
    people: dict[str, User]
    now: datetime.datetime

    def run(self, name: str, past: dict[str, Run]) -> Run | None:
        """Return the run a row names: one of the past, or the next of a route that takes orders."""
        if name == "home":
            return None
        if name in past:
            return past[name]
        route = name.removeprefix("next-")
        open_now = Run.objects.filter(cut_off_at__gt=self.now, opens_at__lte=self.now, state=RunState.OPEN)
        return open_now.filter(code__endswith=f"-{route}").order_by("cut_off_at")[0]

    def place(
        self, row: dict[str, str], run: Run | None, placed_at: datetime.datetime, *, adds_to: Order | None = None
    ) -> Story:
        """Place the order of a row; paid in cash unless the row names another way. adds_to: what it is added to."""
        stop = run.stops.get(point=self.points[row["point"]]) if run else None
        order = _place(row, stop, self.products, self.people.get(row["buyer"]), placed_at, adds_to)
        Order.objects.filter(pk=order.pk).update(is_demo=True)
        return Story(row, order, run, stop)


def place_orders(placing: Placing) -> list[Story]:
    """Make the runs of days gone by and place every order of the table in its time."""
    runs = make_past_runs(points=placing.points, people=placing.people, now=placing.now)
    stories: dict[str, Story] = {}
    for row in rows("orders"):
        run, first = placing.run(row["run"], runs), stories.get(row["adds_to"])
        at = first.order.date_placed + ADDED_AFTER if first else placed_at(row, run, placing.now)
        stories[row["key"]] = placing.place(row, run, at, adds_to=first.order if first else None)
    return list(stories.values())


def placed_at(row: dict[str, str], run: Run | None, now: datetime.datetime) -> datetime.datetime:
    """Return an invented moment at which the run took orders, in the past."""
    earlier = datetime.timedelta(minutes=rng("placed", row["key"]).randint(10, 600))
    if run is None:
        return now - PLACED_BEFORE_TODAY - earlier
    return max(run.opens_at, min(now, run.cut_off_at - PLACED_BEFORE_CUT_OFF) - earlier)


def _place(
    row: dict[str, str],
    stop: RunStop | None,
    products: dict[str, Product],
    user: User | None,
    placed_at: datetime.datetime,
    adds_to: Order | None,
) -> Order:
    basket = Basket.objects.create(owner=user)
    basket.strategy = Shelf()
    for text in row["lines"].split():
        key, _, quantity = text.partition("*")
        basket.add_product(products[f"DEMO-{key}"], int(quantity or 1))
    details = _details(row, basket, stop, user, addition_to(order=adds_to, at=placed_at) if adds_to else None)
    if row.get("voucher"):
        off = use_code(basket=basket, code=row["voucher"], at=placed_at)
        details = replace(details, expected_total_vnd=details.expected_total_vnd - off)
    return place_order(
        basket=basket,
        details=details,
        idempotency_key=key_of(row),
        now=placed_at,
        user=user,
    )


def _details(
    row: dict[str, str], basket: Basket, stop: RunStop | None, user: User | None, addition: Addition | None
) -> CheckoutDetails:
    lines = list(basket.lines.select_related("stockrecord"))
    goods = sum(int(line.price_incl_tax) * line.quantity for line in lines)
    sellers = {line.stockrecord.partner_id for line in lines}
    name = user.full_name if user else row["name"]
    phone = user.phone if user else parse_mobile(row["phone"])
    common = {"buyer_name": name, "buyer_phone": phone, "note": row["note"], "terms_version": TERMS}
    common["payment_method"] = PaymentMethod(row.get("payment", PaymentMethod.CASH))
    if stop is not None:
        charged = {seller_id for seller_id, stop_id in addition.charged if stop_id == stop.pk} if addition else set()
        fee = int(stop.point.fee_vnd) * len(sellers - charged)
        joined = addition.first.pk if addition else None
        return CheckoutDetails(run_stop_id=stop.pk, expected_total_vnd=goods + fee, added_to_id=joined, **common)
    commune = user.commune if user else None
    rates = home_rates(seller_ids=list(sellers), province_code=commune.province_id)
    return CheckoutDetails(
        delivery_kind=DeliveryKind.HOME,
        commune_code=commune.pk,
        address_line=HOME_ADDRESS,
        expected_total_vnd=goods + sum(int(rate.amount_vnd) for rate in rates.values()),
        **common,
    )
