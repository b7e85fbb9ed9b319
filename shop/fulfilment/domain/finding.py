"""Find an order at a point by what the buyer shows or says. Codes that were tried are kept, right or wrong."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shop.accounts.models import User
from shop.accounts.phones import parse_mobile
from shop.accounts.queries import point_ids
from shop.fulfilment.domain.custody import WrongPerson
from shop.fulfilment.domain.parcel_codes import tidy
from shop.fulfilment.domain.refusal import Refused
from shop.fulfilment.models import CodeAttempt, HandOver, Parcel
from shop.order.domain import claims, codes
from shop.order.enums import SellerOrderState
from shop.order.models import Order, PickUpCode, SellerOrder
from shop.shipping.models import PickUpPoint, RunStop

WRONG_TRIES = 10
WINDOW = datetime.timedelta(minutes=10)
SHOWN = re.compile(r"(?:[\w-]+:)?(?:\d\s*){6}|CP1:.+")


class NotFound(Refused):
    """Nothing at this point answers to what was typed."""


class CodeRefused(Refused):
    """The code is wrong, used, or for another point; the attempt was kept."""


class TooManyTries(Refused):
    """Too many wrong codes at this point; wait a little."""


@dataclass(frozen=True)
class Found:
    """One order at one stop of the point. is_proven: the buyer's code was shown. found_by: code, qr, parcel, phone."""

    order: Order
    run_stop: RunStop
    found_by: str
    is_proven: bool


def find(*, point: PickUpPoint, operator: User, text: str, at: datetime.datetime) -> list[Found]:
    """Return the orders of a point that the text names: six digits, a QR's text, a parcel code or a phone number.

    A code or QR gives one proven order; a parcel or phone only finds it, and the buyer still has to prove it.
    Call it outside a transaction: a refused code is kept. Raises CodeRefused, TooManyTries, NotFound, WrongPerson.
    """
    if SHOWN.fullmatch(text.strip()):
        return [try_code(point=point, operator=operator, typed=text, at=at)]
    _check_operator(point, operator)
    found = _by_parcel(point, text) or _by_phone(point, text)
    if not found:
        raise NotFound(_("Không thấy đơn nào ở điểm này. Gõ mã 6 số, mã kiện hoặc đủ 10 số điện thoại."))
    return found


def try_code(
    *, point: PickUpPoint, operator: User, typed: str, at: datetime.datetime, order: Order | None = None
) -> Found:
    """Look a code up at a point and keep the attempt. order: only this order's code will do.

    Raises WrongPerson, TooManyTries, and CodeRefused after the attempt was written.
    """
    _check_operator(point, operator)
    with transaction.atomic():
        PickUpPoint.objects.select_for_update(no_key=True).get(pk=point.pk)  # guesses at a point wait for each other
        _slow_down(point, at)
        code = codes.find(point=point, typed=typed) or _elsewhere(typed)
        outcome = "forged" if _is_forged(typed) else _outcome(code, point, order)
        CodeAttempt.objects.create(
            point=point,
            operator=operator,
            typed_digest=codes.digest(typed),
            outcome=outcome,
            order=code.order if code else None,
            at=at,
        )
    if code is None or outcome != "found":
        raise CodeRefused(_sentence(outcome, code))
    return Found(code.order, code.run_stop, "qr" if ":" in typed else "code", is_proven=True)


def _check_operator(point: PickUpPoint, operator: User) -> None:
    if point.pk not in point_ids(operator):
        raise WrongPerson(_("Bạn không trực điểm %(point)s.") % {"point": point.name})


def _slow_down(point: PickUpPoint, at: datetime.datetime) -> None:
    wrong = CodeAttempt.objects.filter(point=point, at__gt=at - WINDOW, at__lte=at).exclude(outcome="found")
    times = list(wrong.order_by("-at").values_list("at", flat=True)[:WRONG_TRIES])
    if len(times) == WRONG_TRIES:
        again = timezone.localtime(times[-1] + WINDOW)
        raise TooManyTries(
            _("Điểm này đã gõ sai mã %(n)d lần. Chờ tới %(time)s, hoặc tìm theo số điện thoại.")
            % {"n": WRONG_TRIES, "time": f"{again.hour}:{again.minute:02d}"}
        )


def _elsewhere(typed: str) -> PickUpCode | None:
    """A QR names its order, so it can be told that it belongs to another point; six digits alone cannot."""
    claim = claims.read(typed)
    if claim:
        named = PickUpCode.objects.filter(order__number=claim.number, run_stop=claim.run_stop_id)
        return named.select_related("order", "run_stop__point").first()
    number, colon, digits = typed.strip().rpartition(":")
    rows = PickUpCode.objects.filter(order__number=number, digest=codes.digest(digits))
    return rows.select_related("order", "run_stop__point").first() if colon else None


def _is_forged(typed: str) -> bool:
    return claims.is_claim(typed) and claims.read(typed) is None


def _outcome(code: PickUpCode | None, point: PickUpPoint, order: Order | None) -> str:
    if code is None or (order is not None and code.order_id != order.pk):
        return "unknown"
    if code.run_stop.point_id != point.pk:
        return "wrong_stop"
    return "used" if code.used_at else "found"


def _sentence(outcome: str, code: PickUpCode | None) -> str:
    if outcome == "forged":
        return _("Mã QR này không phải của sàn hoặc đã bị sửa. Nhờ khách mở lại trang đơn hàng, hoặc hỏi mã 6 số.")
    if code is None or outcome == "unknown":
        return _("Không có mã này ở điểm của bạn. Nhờ khách đọc lại từng số, hoặc tìm theo số điện thoại.")
    if outcome == "wrong_stop":
        return _("Đơn này nhận ở %(point)s. Chỉ khách tới đúng điểm.") % {"point": code.run_stop.point.name}
    done = (
        HandOver.objects.filter(order=code.order_id, run_stop=code.run_stop_id, undone_at=None).order_by("-pk").first()
    )
    if done is None:
        return _("Mã này không còn dùng được: đơn đã hủy hoặc hàng đã trả về nhà bán.")
    at = timezone.localtime(done.at)
    return _("Mã này đã dùng: hàng giao lúc %(time)s. Báo quản lý nếu khách chưa nhận.") % {
        "time": f"{at.hour}:{at.minute:02d} {at.day}/{at.month}"
    }


def _by_parcel(point: PickUpPoint, text: str) -> list[Found]:
    rows = Parcel.objects.filter(code=tidy(text), run_stop__point=point)
    return [
        Found(parcel.seller_order.order, parcel.run_stop, "parcel", is_proven=False)
        for parcel in rows.select_related("seller_order__order", "run_stop")
        if parcel.run_stop
    ]


def _by_phone(point: PickUpPoint, text: str) -> list[Found]:
    try:
        phone = parse_mobile(text)
    except ValidationError:
        return []
    parts = SellerOrder.objects.filter(
        order__buyer_phone=phone,
        run_stop__point=point,
        state__in=[
            SellerOrderState.PLACED,
            SellerOrderState.CONFIRMED,
            SellerOrderState.PACKED,
            SellerOrderState.ON_THE_WAY,
            SellerOrderState.AT_POINT,
        ],
    )
    found = {
        (part.order_id, part.run_stop_id): Found(part.order, part.run_stop, "phone", is_proven=False)
        for part in parts.select_related("order", "run_stop").order_by("run_stop__arrives_at", "pk")
        if part.run_stop
    }
    return list(found.values())
