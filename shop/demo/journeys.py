"""Bring the placed orders to their endings: confirmed, packed, carried, handed over, cancelled, brought back.

Each step is the function that the seller centre, the driver's page or the point's page calls, at the time it would
have been called.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from shop.accounts.enums import SELLER_ROLES, Role
from shop.accounts.models import RoleGrant, User
from shop.aftersales.domain.cancel import cancel_order
from shop.aftersales.domain.uncollected import return_uncollected
from shop.demo.orders import Story
from shop.fulfilment.domain.custody import bring_back, load, receive, take_back
from shop.fulfilment.domain.freeze import freeze
from shop.fulfilment.domain.handover import hand_over
from shop.fulfilment.domain.home_delivery import deliver_home
from shop.fulfilment.domain.packing import pack
from shop.fulfilment.domain.trip import arrive, close, depart
from shop.fulfilment.models import Parcel
from shop.fulfilment.queries.cash import due_vnd
from shop.order.domain.transitions import move
from shop.order.enums import SellerOrderState
from shop.order.models import SellerOrder
from shop.shipping.models import Run, RunStop

HOUR = datetime.timedelta(hours=1)
MINUTE = datetime.timedelta(minutes=1)
UNPACKED = frozenset({"placed", "confirmed", "cancelled"})
RECEIVED = frozenset({"at_point", "delivered", "returning", "returned"})
UNDER_WAY = "under-way"
PAST = "past-"
CLOSED = ("frozen", UNDER_WAY, "past-south", "past-hills")
HELPER = "dong-goi-ho"


class Journeys:
    """Plays the people of the market; `now` is the last moment anything may happen at."""

    def __init__(self, *, stories: list[Story], people: dict[str, User], now: datetime.datetime) -> None:
        self._stories = stories
        self._people = people
        self._now = now

    def play(self) -> None:
        """Play every run whose list is closed, then what goes on with the others."""
        for name in CLOSED:
            self._closed_run([story for story in self._stories if story.row["run"] == name])
        for story in self._stories:
            if story.row["run"] not in CLOSED:
                self._open(story)

    def _open(self, story: Story) -> None:
        """Orders of runs to come, and home deliveries."""
        at = story.order.date_placed + 5 * MINUTE
        if story.ending == "cancelled":
            cancel_order(order=story.order, actor=story.order.user, at=at, reason=story.row["reason"])
        self._prepare(story, at)
        if story.run is None and story.ending == "delivered":
            for part in _parts(story):
                cash = due_vnd(story.order, [part])
                deliver_home(seller_order=part, actor=self._staff(part), cash_vnd=cash, at=at + 20 * HOUR)

    def _prepare(self, story: Story, at: datetime.datetime) -> None:
        """The sellers confirm, and pack what goes further."""
        for part in _parts(story):
            if story.ending in {"placed", "cancelled"}:
                continue
            move(seller_order=part, to=SellerOrderState.CONFIRMED, actor=self._staff(part), at=at)
            if story.ending not in UNPACKED:
                packed_at = min(self._now, at + 3 * HOUR)
                pack(seller_order=part, parcels=[part.weight_g], actor=self._staff(part), at=packed_at)

    def _closed_run(self, stories: list[Story]) -> None:
        run = next(story.run for story in stories if story.run)
        for story in stories:
            if story.ending == "cancelled":
                early = run.cut_off_at - HOUR
                cancel_order(order=story.order, actor=story.order.user, at=early, reason=story.row["reason"])
        freeze(run=run, at=run.cut_off_at + MINUTE)
        run.refresh_from_db()
        for story in stories:
            self._prepare(story, min(self._now, run.cut_off_at + HOUR))
        name = stories[0].row["run"]
        if name != "frozen":
            self._drive(run, stories)
        if name.startswith(PAST):
            self._end(run, stories)

    def _drive(self, run: Run, stories: list[Story]) -> None:
        """Load, leave, and reach the stops where something is received."""
        driver = run.driver
        for parcel in Parcel.objects.filter(run_stop__run=run).order_by("pk"):
            load(code=parcel.code, run=run, driver=driver, nonce=f"demo-load:{parcel.pk}", at=run.departs_at - HOUR)
        depart(run=run, driver=driver, at=run.departs_at)
        stops = {story.stop.pk for story in stories if story.stop and story.ending in RECEIVED}
        for stop in run.stops.select_related("point", "run").order_by("position"):
            if stop.pk in stops or stories[0].row["run"].startswith(PAST):
                self._at_stop(stop, [story for story in stories if story.stop == stop])

    def _at_stop(self, stop: RunStop, stories: Iterable[Story]) -> None:
        at = min(self._now, stop.arrives_at)
        arrive(run_stop=stop, driver=stop.run.driver, at=at)
        operator = self._operator(stop)
        for story in stories:
            for parcel in _parcels(story):
                receive(code=parcel.code, point=stop.point, operator=operator, nonce=f"demo-in:{parcel.pk}", at=at)
            if story.ending == "delivered":
                cash = due_vnd(story.order, _parts(story))
                hand_over(
                    order=story.order,
                    run_stop=stop,
                    operator=operator,
                    cash_vnd=cash,
                    nonce=f"demo-out:{story.order.pk}",
                    found_by=story.row["found_by"],
                    at=min(self._now, at + 40 * MINUTE),
                )

    def _end(self, run: Run, stories: list[Story]) -> None:
        """The run ends; what nobody collected sets out for its sellers, and some of it is back."""
        stops = list(run.stops.order_by("position"))
        close(run=run, driver=run.driver, at=max(stop.closes_at for stop in stops))
        for stop in stops:
            return_uncollected(run_stop=stop, at=stop.collect_by + HOUR)
        for story in stories:
            if story.ending == "returned" and story.stop:
                self._bring_back(run, story, story.stop.collect_by + 3 * HOUR)

    def _bring_back(self, run: Run, story: Story, at: datetime.datetime) -> None:
        for parcel in _parcels(story):
            take_back(code=parcel.code, run=run, driver=run.driver, nonce=f"demo-back:{parcel.pk}", at=at)
            bring_back(code=parcel.code, actor=run.driver, nonce=f"demo-home:{parcel.pk}", at=at + 4 * HOUR)

    def _staff(self, part: SellerOrder) -> User:
        """Return somebody who works for the seller: its own demo person, or the helper, who is then granted it."""
        grant = RoleGrant.objects.filter(seller=part.seller_id, role__in=SELLER_ROLES).select_related("user").first()
        if grant is None:
            helper = self._people[HELPER]
            grant = RoleGrant.objects.create(user=helper, role=Role.SELLER_PACKER, seller_id=part.seller_id)
        return grant.user

    def _operator(self, stop: RunStop) -> User:
        grants = RoleGrant.objects.filter(point=stop.point_id, role=Role.POINT_OPERATOR, user__is_demo=True)
        return grants.select_related("user")[0].user


def _parts(story: Story) -> list[SellerOrder]:
    return list(SellerOrder.objects.filter(order=story.order).order_by("pk"))


def _parcels(story: Story) -> list[Parcel]:
    return list(Parcel.objects.filter(seller_order__order=story.order).order_by("pk"))
