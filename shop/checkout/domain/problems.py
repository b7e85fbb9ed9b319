"""Why an order could not be placed: one class per reason, each with a sentence for the buyer and a form field.

Nothing was written when one of these is raised, and the basket is as it was.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from shop.money.formatting import vnd

BASKET, DELIVERY, RUN_STOP, PAYMENT, VOUCHER = "basket", "delivery_kind", "run_stop_id", "payment_method", "voucher"


@dataclass(frozen=True)
class PriceChange:
    """A basket line whose price is not the one the buyer saw."""

    line_id: int
    title: str
    was_vnd: int
    now_vnd: int


@dataclass(frozen=True)
class Shortage:
    """A basket line that asks for more than there is."""

    line_id: int
    title: str
    asked: int
    left: int


@dataclass(frozen=True)
class NotSold:
    """A basket line whose good or seller is not sold now."""

    line_id: int
    title: str
    seller: str


class CheckoutProblem(Exception):
    """`message`: a Vietnamese sentence that says what to do. `field`: the form field it stands beside."""

    field = BASKET

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class EmptyBasket(CheckoutProblem):
    def __init__(self) -> None:
        super().__init__(_("Giỏ hàng đang trống. Hãy chọn hàng trước khi đặt."))


class PriceChanged(CheckoutProblem):
    def __init__(self, lines: Sequence[PriceChange]) -> None:
        told = "; ".join(
            _("%(title)s: %(was)s → %(now)s")
            % {"title": line.title, "was": vnd(line.was_vnd), "now": vnd(line.now_vnd)}
            for line in lines
        )
        super().__init__(_("Giá đã đổi (%(lines)s). Hãy xem lại giỏ hàng rồi đặt lại.") % {"lines": told})
        self.lines = tuple(lines)


class OutOfStock(CheckoutProblem):
    def __init__(self, lines: Sequence[Shortage]) -> None:
        told = "; ".join(
            _("%(title)s: còn %(left)d") % {"title": line.title, "left": line.left}
            if line.left
            else _("%(title)s: đã hết") % {"title": line.title}
            for line in lines
        )
        super().__init__(_("Không đủ hàng (%(lines)s). Hãy giảm số lượng hoặc bỏ mặt hàng này.") % {"lines": told})
        self.lines = tuple(lines)


class SellerNotSelling(CheckoutProblem):
    def __init__(self, lines: Sequence[NotSold]) -> None:
        told = "; ".join(f"{line.title} ({line.seller})" for line in lines)
        super().__init__(_("Tạm ngừng bán: %(lines)s. Hãy bỏ khỏi giỏ hàng để đặt tiếp.") % {"lines": told})
        self.lines = tuple(lines)


class StopUnknown(CheckoutProblem):
    field = RUN_STOP

    def __init__(self) -> None:
        super().__init__(_("Hãy chọn điểm nhận và chuyến hàng trong danh sách."))


class CutOffPassed(CheckoutProblem):
    field = RUN_STOP

    def __init__(self) -> None:
        super().__init__(_("Chuyến này đã chốt đơn. Hãy chọn chuyến sau."))


class RunFull(CheckoutProblem):
    field = RUN_STOP

    def __init__(self) -> None:
        super().__init__(_("Chuyến này vừa hết chỗ. Hãy chọn chuyến hoặc điểm nhận khác."))


class NoLaterRun(CheckoutProblem):
    field = RUN_STOP

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__(
            _("Chưa có chuyến nào tới điểm này kịp chở %(titles)s. Hãy chọn điểm khác hoặc để món này mua sau.")
            % {"titles": ", ".join(titles)}
        )
        self.titles = tuple(titles)


class ScheduleChanged(CheckoutProblem):
    field = RUN_STOP

    def __init__(self) -> None:
        super().__init__(_("Chuyến của một vài món vừa đổi. Hãy xem lại từng món đi chuyến nào rồi bấm đặt hàng."))


class PreorderNeedsRun(CheckoutProblem):
    field = DELIVERY

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__(
            _("Hàng đặt trước (%(titles)s) chỉ nhận tại điểm theo chuyến.") % {"titles": "; ".join(titles)}
        )


class HomeDeliveryUnavailable(CheckoutProblem):
    field = DELIVERY

    def __init__(self, sellers: Sequence[str]) -> None:
        super().__init__(
            _("%(sellers)s chưa giao tận nhà tới nơi này. Hãy chọn nhận tại điểm.") % {"sellers": ", ".join(sellers)}
        )
        self.sellers = tuple(sellers)


class SellersAway(CheckoutProblem):
    field = DELIVERY

    def __init__(self, sellers: Sequence[str], until: datetime.date) -> None:
        told = {"sellers": ", ".join(sellers), "until": f"{until.day}/{until.month}"}
        super().__init__(
            _("%(sellers)s nghỉ tới hết %(until)s nên chưa giao tận nhà. Chọn nhận tại điểm, hoặc đặt sau ngày đó.")
            % told
        )


class CommuneUnknown(CheckoutProblem):
    field = "commune_code"

    def __init__(self) -> None:
        super().__init__(_("Hãy chọn xã, phường trong danh sách."))


class CashLimitExceeded(CheckoutProblem):
    field = PAYMENT

    def __init__(self, limit_vnd: int, *, linked_vnd: int = 0) -> None:
        text = _("Đơn trả tiền mặt tối đa %(limit)s. Hãy tách thành nhiều đơn.")
        if linked_vnd:
            text = _("Cùng đơn trước (%(linked)s), tiền mặt tối đa %(limit)s. Hãy trả cách khác hoặc bớt món.")
        super().__init__(text % {"limit": vnd(limit_vnd), "linked": vnd(linked_vnd)})
        self.limit_vnd = limit_vnd


class NothingToAddTo(CheckoutProblem):
    field = RUN_STOP

    def __init__(self) -> None:
        super().__init__(_("Đơn trước không còn gì đi chuyến này. Bấm “Đặt thành đơn riêng” để đặt như đơn mới."))


class AddedByAnother(CheckoutProblem):
    def __init__(self) -> None:
        super().__init__(_("Thêm vào đơn trước phải cùng số điện thoại. Ghi lại số đó, hoặc đặt thành đơn riêng."))


class UnpaidYet(CheckoutProblem):
    def __init__(self, number: str) -> None:
        super().__init__(_("Đơn %(number)s còn chờ trả tiền. Trả xong rồi thêm hàng.") % {"number": number})


class PointHoldsTooMuch(CheckoutProblem):
    field = PAYMENT

    def __init__(self) -> None:
        super().__init__(
            _("Điểm nhận này đang giữ nhiều tiền mặt nên tạm chưa nhận thêm. Hãy trả trước hoặc chọn điểm khác.")
        )


class PrepaymentAsked(CheckoutProblem):
    field = PAYMENT

    def __init__(self, *, times: int, months: int) -> None:
        super().__init__(
            _(
                "Số điện thoại này có %(times)s đơn không tới nhận trong %(months)s tháng gần đây, nên đơn này cần trả "
                "trước. Hãy chọn cách trả trước, hoặc gọi tổng đài nếu có nhầm lẫn."
            )
            % {"times": times, "months": months}
        )


class PaymentNotOffered(CheckoutProblem):
    field = PAYMENT

    def __init__(self) -> None:
        super().__init__(_("Cách trả tiền này không dùng được cho đơn này. Hãy chọn cách khác."))


class VoucherUnusable(CheckoutProblem):
    field = VOUCHER


class TotalChanged(CheckoutProblem):
    def __init__(self, *, was_vnd: int, now_vnd: int) -> None:
        super().__init__(
            _("Tổng tiền đã đổi từ %(was)s thành %(now)s. Hãy xem lại rồi bấm đặt hàng.")
            % {"was": vnd(was_vnd), "now": vnd(now_vnd)}
        )
        self.was_vnd = was_vnd
        self.now_vnd = now_vnd
