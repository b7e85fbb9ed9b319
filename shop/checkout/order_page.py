"""An order as its buyer sees it: what to collect where and when, with which code, and what to pay."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Prefetch
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from shop.aftersales.domain.cancel import cancellable
from shop.aftersales.domain.carrying_over import Heir, heirs
from shop.aftersales.returns.domain.asking import returnable
from shop.aftersales.returns.models import ReturnRequest
from shop.aftersales.returns.queries import of_order
from shop.checkout.domain.adding import open_stops
from shop.checkout.pay_page import PayPage
from shop.checkout.timeline import Step, timeline_of
from shop.fulfilment.amendments.models import Amendment
from shop.fulfilment.amendments.queries import amendments_of
from shop.fulfilment.collecting.domain.extending import may_extend
from shop.fulfilment.collecting.models import CollectExtension
from shop.fulfilment.collecting.queries import extensions_of
from shop.order.domain.codes import reveal
from shop.order.enums import SellerOrderState
from shop.order.family import family_of
from shop.order.models import Line, Order, PickUpCode, SellerOrder
from shop.payment.queries import TAKEN_BACK, due_vnd
from shop.shipping.domain.hours import Standing, standing_of
from shop.shipping.models import RunStop


@dataclass
class Collection:
    """What is collected at one run stop; stop None: delivered to the door."""

    stop: RunStop | None
    parts: list[SellerOrder] = field(default_factory=list)
    code: PickUpCode | None = None

    extension: CollectExtension | None = None
    may_extend: bool = False
    standing: Standing | None = None  # of the point, while something waits there
    is_open: bool = True  # not while the order waits to be paid: its code opens nothing yet

    @property
    def digits(self) -> str:
        """The six digits while they can be used."""
        return reveal(self.code) if self.is_open and self.code and self.code.used_at is None else ""

    @property
    def keeps_until(self) -> datetime.datetime | None:
        """Until when the point keeps it."""
        return self.extension.until if self.extension else self.stop and self.stop.collect_by

    @property
    def lines(self) -> list[tuple[SellerOrder, Line]]:
        return [(part, line) for part in self.parts for line in part.lines.all()]

    @property
    def living(self) -> list[SellerOrder]:
        return [part for part in self.parts if part.state not in TAKEN_BACK]

    @property
    def total_vnd(self) -> int:
        return sum(part.total_vnd for part in self.living)

    @property
    def to_pay_vnd(self) -> int:
        """Cash to bring: of parts that are still to be handed over."""
        return sum(part.total_vnd for part in self.living if part.state != SellerOrderState.DELIVERED)


class OrderPage:
    """Everything the page reads about one order, in a fixed number of queries."""

    def __init__(self, order: Order, now: datetime.datetime) -> None:
        self.order = order
        self.now = now

    @cached_property
    def parts(self) -> list[SellerOrder]:
        lines = Prefetch("lines", Line.objects.filter(quantity__gt=0).select_related("product").order_by("pk"))
        parts = self.order.seller_orders.select_related(
            "seller__commune", "seller__province", "run_stop__run", "run_stop__point__commune__province"
        )
        return list(parts.prefetch_related(lines, "events").order_by("number"))

    @cached_property
    def collections(self) -> list[Collection]:
        codes = {code.run_stop_id: code for code in self.order.pick_up_codes.all()}
        found: dict[int | None, Collection] = {}
        for part in self.parts:
            place = found.setdefault(
                part.run_stop_id,
                Collection(part.run_stop, code=codes.get(part.run_stop_id), is_open=not self.order.awaits_payment),
            )
            place.parts.append(part)
        self._add_time(found.values())
        return sorted(found.values(), key=lambda place: place.stop.arrives_at if place.stop else self.order.date_placed)

    def _add_time(self, places: Iterable[Collection]) -> None:
        """Say of what waits at a point how long it is kept, and whether more time can be asked for."""
        waiting = [place for place in places if any(part.state == SellerOrderState.AT_POINT for part in place.parts)]
        extensions = extensions_of(self.order.pk) if waiting else {}
        for place in waiting:
            assert place.stop is not None
            place.extension = extensions.get(place.stop.pk)
            place.standing = standing_of(place.stop.point, at=self.now)
            place.may_extend = place.is_open and may_extend(self.order, place.stop, at=self.now)

    @cached_property
    def amendments(self) -> list[Amendment]:
        """Return every change a seller proposed, oldest first."""
        return list(amendments_of(self.parts))

    @property
    def to_answer(self) -> list[Amendment]:
        """Changes that wait for the buyer."""
        return [amendment for amendment in self.amendments if amendment.is_open]

    @property
    def has_code(self) -> bool:
        """Whether something still waits for a code."""
        return any(place.digits for place in self.collections)

    @property
    def timelines(self) -> list[tuple[Collection, list[Step]]]:
        """The steps of each run of the order."""
        return [(place, timeline_of(place.parts)) for place in self.collections]

    @cached_property
    def due_vnd(self) -> int:
        return due_vnd(self.order)

    @cached_property
    def pay(self) -> PayPage:
        """What is to be paid in advance, and what came and went back."""
        return PayPage(self.order, self.now)

    @property
    def pay_label(self) -> str:
        """What the last line of the sum is called."""
        if not self.due_vnd:
            return _("Còn phải trả")
        return _("Trả trước khi giao") if self.order.awaits_payment else _("Tiền mặt khi nhận")

    @cached_property
    def cancellable(self) -> list[SellerOrder]:
        """The parts that can still be cancelled; of several runs perhaps only the later ones."""
        own = {part.pk for part in cancellable(order=self.order, at=self.now)}
        return [part for part in self.parts if part.pk in own]

    @property
    def may_cancel(self) -> bool:
        return bool(self.cancellable)

    @property
    def cancels_all(self) -> bool:
        return len(self.cancellable) == len([part for part in self.parts if part.state != SellerOrderState.CANCELLED])

    @property
    def cancel_vnd(self) -> int:
        return sum(part.total_vnd for part in self.cancellable)

    @property
    def cancel_until(self) -> datetime.datetime:
        """Until when what can be cancelled now can all be cancelled."""
        cut_offs = [part.run_stop.run.cut_off_at for part in self.cancellable if part.run_stop]
        return min(cut_offs, default=self.order.cancel_until)

    @cached_property
    def heirs(self) -> list[Heir]:
        """What was added to this order and would take a delivery charge over from a cancelled part."""
        return heirs(self.cancellable)

    @cached_property
    def may_add(self) -> bool:
        """Whether goods can still be added for one of its stops."""
        return bool(open_stops(order=self.order, at=self.now))

    @cached_property
    def family(self) -> list[Order]:
        """The other orders that are collected together with this one."""
        return list(family_of(self.order).exclude(pk=self.order.pk).exclude(status=SellerOrderState.CANCELLED))

    @cached_property
    def may_return(self) -> bool:
        """Whether something that was received may be returned now."""
        return any(returnable(part, at=self.now) for part in self.parts)

    @cached_property
    def returns(self) -> list[ReturnRequest]:
        """Requests to return goods of this order, newest first."""
        return list(of_order(self.order))

    @property
    def may_push(self) -> bool:
        """Whether a browser can ask for the news of this order, and there will be any."""
        return bool(settings.VAPID_PRIVATE_KEY) and self.state not in (*TAKEN_BACK, SellerOrderState.DELIVERED)

    @property
    def state(self) -> SellerOrderState:
        return SellerOrderState(self.order.status)

    @property
    def state_tone(self) -> str:
        """The colour of the state's tag: done, waiting, or ended without the goods."""
        if self.state == SellerOrderState.DELIVERED:
            return "ok"
        return "bad" if self.state in TAKEN_BACK else "warn"
