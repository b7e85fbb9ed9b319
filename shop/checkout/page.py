"""The one-page checkout as it is shown: form, places, review. Placing the order is domain/place.py's."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property

from shop.accounts.phones import parse_mobile
from shop.basket.applied import Applied, applied_to
from shop.basket.models import Basket
from shop.basket.queries import contents_of
from shop.checkout.domain.adding import Addition, addition_to
from shop.checkout.domain.details import CheckoutDetails
from shop.checkout.forms import CheckoutForm
from shop.checkout.places import Places, PointChoice, StopChoice
from shop.checkout.review import Review, review_of
from shop.checkout.sent_basket import reference_of
from shop.checkout.terms import TERMS, TERMS_VERSION
from shop.fulfilment.cash.holding import full_points
from shop.fulfilment.collecting.queries import Prepay, must_prepay
from shop.order.models import Order
from shop.payment.providers import ready
from shop.shipping.domain.hours import standing_of
from shop.shipping.enums import DeliveryKind
from shop.shipping.models import RunStop

# Choosing one of these makes what was chosen below it meaningless.
CLEARED_BY = {"tinh": ("commune", "point", "stop"), "xa": ("point", "stop"), "diem": ("stop",)}


class CheckoutPage:
    """One showing of the page. `values`: what stands in the fields; `data`: set when the order is to be placed."""

    def __init__(
        self,
        *,
        basket: Basket,
        values: dict[str, Any],
        now: datetime.datetime,
        data: QueryDict | None = None,
        adding_to: Order | None = None,
    ) -> None:
        self.basket = basket
        self.values = values
        self.now = now
        self.data = data
        self.adding_to = adding_to
        self.voucher_error = ""
        self.contents = contents_of(basket)
        self.places = Places(
            province_code=str(values.get("province", "")),
            commune_code=str(values.get("commune", "")),
            contents=self.contents,
            now=now,
        )

    @cached_property
    def form(self) -> CheckoutForm:
        return CheckoutForm(
            self.data, initial=self.values, places=self.places, payment_codes=[way.code for way in ready()]
        )

    @property
    def is_home(self) -> bool:
        return self.values.get("delivery") == DeliveryKind.HOME

    @cached_property
    def point(self) -> PointChoice | None:
        return self.places.point(str(self.values.get("point", "")))

    @cached_property
    def stop(self) -> StopChoice | None:
        """The chosen run at the shown point, otherwise the first that takes orders there."""
        if self.point is None:
            return None
        typed = str(self.values.get("stop", ""))
        chosen = next((choice for choice in self.point.stops if str(choice.stop.pk) == typed), None)
        return chosen if chosen and chosen.is_open else self.point.first_open

    @cached_property
    def possible_addition(self) -> Addition | None:
        """The order that was chosen to be added to, while it takes more."""
        return addition_to(order=self.adding_to, at=self.now) if self.adding_to else None

    @property
    def addition(self) -> Addition | None:
        """The same, when the chosen run is one of that order's."""
        if self.possible_addition is None or self.stop is None or self.is_home:
            return None
        return self.possible_addition if self.stop.stop.pk in self.possible_addition.stops else None

    @property
    def later_goods(self) -> list[tuple[str, RunStop]]:
        """Goods that need longer and go on a later run than the chosen one."""
        if self.stop is None:
            return []
        stops = self.stop.schedule.stops
        titles = {entry.line.product_id: entry.line.product.title for entry in self.contents.lines}
        return [(titles[pk], stop) for pk, stop in stops.items() if stop.pk != self.stop.stop.pk]

    @cached_property
    def review(self) -> Review:
        today = timezone.localdate(self.now)
        if self.is_home:
            return review_of(contents=self.contents, rates=self.places.rates, applied=self.applied, today=today)
        fee = self.point.point.fee_vnd if self.point else 0
        schedule = self.stop.schedule if self.stop else None
        charged = self.addition.charged if self.addition else ()
        return review_of(
            contents=self.contents,
            fee_vnd=fee,
            schedule=schedule,
            charged=charged,
            applied=self.applied,
            today=today,
        )

    @cached_property
    def applied(self) -> Applied | None:
        return applied_to(basket=self.basket, contents=self.contents, at=self.now)

    @property
    def prepay(self) -> Prepay | None:
        """Why this buyer pays in advance; only for the person whose phone it is, others learn it when they order."""
        owner = self.basket.owner
        own = str(owner.phone) if owner is not None and owner.phone_verified_at else ""
        return must_prepay(own, at=self.now) if own and self._phone == own else None

    @property
    def _phone(self) -> str:
        """The phone that stands in the form, as E.164."""
        try:
            return parse_mobile(str(self.values.get("phone", "")))
        except ValidationError:
            return ""

    def details(self, expected_total_vnd: int) -> CheckoutDetails:
        """Return the buyer's answers of a valid form."""
        answers = self.form.cleaned_data
        home = answers["delivery"] == DeliveryKind.HOME
        return CheckoutDetails(
            buyer_phone=answers["phone"],
            buyer_name=answers["name"],
            expected_total_vnd=expected_total_vnd,
            delivery_kind=DeliveryKind(answers["delivery"]),
            run_stop_id=None if home else int(answers["stop"]),
            expected_schedule=self.data.get("xep") if self.data and not home else None,
            commune_code=answers["commune"] if home else None,
            address_line=" ".join(answers["address"].split()) if home else "",
            payment_method=answers["payment"],
            note=answers["note"],
            wants_invoice=answers["wants_invoice"],
            invoice_tax_code=answers["tax_code"] if answers["wants_invoice"] else "",
            terms_version=TERMS_VERSION,
            added_to_id=self.adding_to.pk if self.adding_to and self.addition else None,
        )

    def context(self) -> dict[str, Any]:
        """Return what the templates read."""
        sellers = [part.seller for part in self.review.parts]
        linked_vnd = self.addition.cash_vnd if self.addition else 0
        offered_codes = {
            way.code
            for way in ready()
            if way.is_offered(self.review.total_vnd + (0 if way.is_prepaid else linked_vnd), sellers)
        }
        return {
            "page": self,
            "form": self.form,
            "contents": self.contents,
            "places": self.places,
            "review": self.review,
            "ways_to_pay": [(way, way.code in offered_codes) for way in ready()],
            "chosen_payment": self.values.get("payment") or ready()[0].code,
            "is_point_full": bool(self.point and not self.is_home and full_points([self.point.point.pk])),
            "prepay": self.prepay if any(way.is_prepaid for way in ready() if way.code in offered_codes) else None,
            "standing": standing_of(self.point.point, at=self.now) if self.point and not self.is_home else None,
            "cash_limit_vnd": settings.CASH_LIMIT_VND,
            "terms": TERMS,
            "basket_reference": reference_of(self.basket),
        }
