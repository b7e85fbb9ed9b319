"""What an order gathered for somebody would be if it were placed now."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from sellers.models import Partner
from shop.assisted.models import AssistedOrder
from shop.basket.applied import applied_to
from shop.basket.queries import BasketContents, contents_of
from shop.checkout.places import Places, StopChoice
from shop.checkout.review import Review, review_of
from shop.fulfilment.cash.holding import full_points
from shop.fulfilment.collecting.queries import must_prepay
from shop.money.formatting import vnd
from shop.order.enums import PaymentMethod
from shop.payment.providers import can_prepay, offered
from shop.shipping.schedule import Schedule


@dataclass(frozen=True)
class Offer:
    """Goods, runs and price. chosen: the run chosen, if it can still be kept. Paid in cash at the point."""

    assisted: AssistedOrder
    contents: BasketContents
    choices: list[StopChoice]
    now: datetime.datetime

    @property
    def chosen(self) -> StopChoice | None:
        named = (choice for choice in self.choices if choice.stop.pk == self.assisted.run_stop_id)
        return next((choice for choice in named if choice.is_open), None)

    @property
    def schedule(self) -> Schedule:
        return self.chosen.schedule if self.chosen else Schedule()

    @cached_property
    def review(self) -> Review:
        return review_of(
            contents=self.contents,
            fee_vnd=int(self.assisted.point.fee_vnd),
            schedule=self.schedule,
            applied=applied_to(basket=self.assisted.basket, contents=self.contents, at=self.now),
            today=timezone.localdate(self.now),
        )

    @property
    def sellers(self) -> list[Partner]:
        return [part.seller for part in self.contents.parts]

    @property
    def total_vnd(self) -> int:
        return self.review.total_vnd

    @property
    def fingerprint(self) -> str:
        """A digest of everything the buyer agrees to."""
        facts = (self.contents.fingerprint, self.assisted.run_stop_id, self.schedule.fingerprint, self.total_vnd)
        return hashlib.sha256(repr(facts).encode()).hexdigest()

    @property
    def problem(self) -> str:
        """Why no code can be sent yet; "" when it can."""
        if not self.contents.lines:
            return _("Chọn hàng trước đã.")
        if self.contents.conflicts:
            return _("Giá hoặc số còn lại vừa đổi. Bỏ món đó ra rồi chọn lại.")
        if self.chosen is None:
            return _("Chọn chuyến mang hàng về điểm.")
        if PaymentMethod.CASH not in {way.code for way in offered(self.total_vnd, self.sellers)}:
            return _("Đơn trả tiền mặt nhiều nhất %(most)s. Bớt hàng hoặc chia hai đơn.") % {
                "most": vnd(settings.CASH_LIMIT_VND)
            }
        asked = must_prepay(self.assisted.buyer_phone, at=self.now)
        if asked and can_prepay(self.total_vnd, self.sellers):
            return _("Số này có %(n)s đơn không tới nhận gần đây nên cần trả trước. Gọi điều phối nếu có nhầm lẫn.") % {
                "n": asked.times
            }
        if full_points([self.assisted.point_id]):
            return _("Quỹ của điểm đã đầy nên chưa đặt thêm đơn tiền mặt được. Nộp tiền trước.")
        return ""


def offer_of(assisted: AssistedOrder, *, at: datetime.datetime) -> Offer:
    """Return the order as it stands, with the runs that stop at its point."""
    contents = contents_of(assisted.basket)
    places = Places(
        province_code=assisted.point.commune.province_id,
        commune_code=assisted.point.commune_id,
        contents=contents,
        now=at,
    )
    here = next((choice for choice in places.points if choice.point.pk == assisted.point_id), None)
    return Offer(assisted, contents, here.stops if here else [], at)
