"""A buyer asks to give goods back, and may take the request back."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from catalogue.images.checks import CleanImage
from sellers.payouts.domain.holds import hold, release
from shop.accounts.models import User
from shop.aftersales.returns.domain import telling
from shop.aftersales.returns.domain.amounts import line_amounts
from shop.aftersales.returns.domain.refusals import NotReturnable, WrongRequest
from shop.aftersales.returns.domain.terms import ask_by, reasons_for
from shop.aftersales.returns.domain.transitions import begin, lock_request, move
from shop.aftersales.returns.enums import OPEN, ReturnState
from shop.aftersales.returns.models import ReturnLine, ReturnPicture, ReturnReason, ReturnRequest
from shop.audit.trail import record
from shop.communication.quiet_hours import after_quiet
from shop.money.formatting import vnd
from shop.order.domain.transitions import lock
from shop.order.enums import SellerOrderState
from shop.order.models import Line, SellerOrder
from shop.payment.domain.disputes import contested

MOST_PICTURES = 6
LONGEST_WORDS = 2000
DIGITS = "0123456789"
ATTEMPTS = 5


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What a buyer asks. quantities: line id -> how many of it."""

    reason: ReturnReason
    quantities: Mapping[int, int]
    words: str
    pictures: tuple[CleanImage, ...] = field(default=())


@transaction.atomic
def ask(*, part: SellerOrder, wish: Wish, actor: User | None, at: datetime.datetime) -> ReturnRequest:
    """Write a request, hold what the seller is owed for it, and tell the seller. Raises NotReturnable, WrongRequest.

    actor None: a guest with the order's link.
    """
    _order, parts = lock(order_id=part.order_id)
    locked = next(one for one in parts if one.pk == part.pk)
    _check_part(locked, wish.reason, at)
    lines, before = lines_of(locked), named_before(locked)
    wanted = _wanted(lines, before, wish.quantities)
    _check_words(wish)
    paid = line_amounts(lines, before=before, wanted=wanted)
    delivery = _delivery(locked, wish.reason, lines, before, wanted)
    request = ReturnRequest(
        seller_order=locked,
        reason=wish.reason,
        words=wish.words.strip()[:LONGEST_WORDS],
        asked_vnd=sum(one.amount_vnd for one in paid.values()) + delivery,
        asked_delivery_vnd=delivery,
        asked_at=at,
        answer_by=after_quiet(at + datetime.timedelta(hours=settings.RETURN_ANSWER_HOURS)),
        refund_by=at + datetime.timedelta(days=wish.reason.refund_days),
    )
    if request.asked_vnd <= 0:
        raise WrongRequest(_("Món đã chọn không có tiền để hoàn. Chọn món khác hoặc gọi tổng đài."))
    _save_with_number(request)
    ReturnLine.objects.bulk_create(
        ReturnLine(
            request=request, line_id=pk, quantity=wanted[pk], amount_vnd=one.amount_vnd, discount_vnd=one.discount_vnd
        )
        for pk, one in paid.items()
    )
    _keep_pictures(request, wish.pictures)
    begin(request=request, actor=actor, at=at)
    hold(
        seller=locked.seller,
        source=request.hold_source,
        part_number=locked.number,
        amount_vnd=min(int(request.asked_vnd), max(0, locked.seller_share_vnd)),
        at=at,
    )
    record(actor=actor, action="return.asked", subject=request, at=at, reason=str(wish.reason))
    telling.seller_asked(request)
    return request


@transaction.atomic
def withdraw(*, request: ReturnRequest, actor: User | None, at: datetime.datetime, reason: str = "") -> ReturnRequest:
    """Let the buyer take the request back before the goods are on their way; payouts go on. Raises NotYourTurn."""
    locked = lock_request(request)
    move(request=locked, to=ReturnState.WITHDRAWN, actor=actor, at=at, reason=reason or _("Khách rút lại"))
    release(source=locked.hold_source, at=at)
    record(actor=actor, action="return.withdrawn", subject=locked, at=at, reason=reason)
    telling.seller_of_end(locked)
    return locked


def lines_of(part: SellerOrder) -> list[Line]:
    """Return the lines of a part that hold something, in a fixed order."""
    return list(part.lines.filter(quantity__gt=0).select_related("product").order_by("pk"))


def named_before(part: SellerOrder) -> dict[int, int]:
    """Return line id -> how many units requests that were not taken back name already."""
    rows = ReturnLine.objects.filter(request__seller_order=part).exclude(request__state=ReturnState.WITHDRAWN)
    return {pk: int(total) for pk, total in rows.values_list("line").order_by().annotate(total=Sum("quantity"))}


def returnable(part: SellerOrder, *, at: datetime.datetime) -> bool:
    """Return whether a page may offer to return something; `ask` decides again under locks."""
    if part.state != SellerOrderState.DELIVERED or not reasons_for(part, at=at):
        return False
    before = named_before(part)
    is_left = any(line.quantity > before.get(line.pk, 0) for line in lines_of(part))
    return is_left and not has_open(part) and not contested(order_id=part.order_id)


def has_open(part: SellerOrder) -> bool:
    return ReturnRequest.objects.filter(seller_order=part, state__in=OPEN).exists()


def _check_part(part: SellerOrder, reason: ReturnReason, at: datetime.datetime) -> None:
    if part.state != SellerOrderState.DELIVERED or part.delivered_at is None:
        raise NotReturnable(_("Chỉ yêu cầu được với hàng đã nhận. Hàng chưa nhận thì hủy đơn hoặc không nhận."))
    if has_open(part):
        raise NotReturnable(_("Phần này của đơn đã có một yêu cầu đang xử lý. Xem yêu cầu đó ở trang đơn hàng."))
    if contested(order_id=part.order_id):
        raise NotReturnable(_("Bạn đã đòi lại khoản này ở ngân hàng phát hành thẻ. Chờ ngân hàng trả lời."))
    if reason not in reasons_for(part, at=at):
        told = {"day": f"{timezone.localtime(ask_by(part, reason)):%d/%m/%Y}"}
        raise NotReturnable(_("Lý do này nhận yêu cầu tới %(day)s. Chọn lý do khác hoặc gọi tổng đài.") % told)


def _wanted(lines: Iterable[Line], before: Mapping[int, int], asked: Mapping[int, int]) -> dict[int, int]:
    wanted = {}
    for line in lines:
        quantity, left = asked.get(line.pk, 0), line.quantity - before.get(line.pk, 0)
        if quantity < 0 or quantity > left:
            told = {"title": line.title, "left": max(0, left), "unit": line.unit}
            raise WrongRequest(_("“%(title)s” còn yêu cầu được nhiều nhất %(left)s %(unit)s. Sửa lại số lượng.") % told)
        if quantity:
            wanted[line.pk] = quantity
    if not wanted:
        raise WrongRequest(_("Chọn ít nhất một món và ghi số lượng muốn trả."))
    return wanted


def _check_words(wish: Wish) -> None:
    if not wish.words.strip():
        raise WrongRequest(_("Kể ngắn gọn hàng bị làm sao, để nhà bán hiểu và trả lời nhanh."))
    if wish.reason.needs_picture and not wish.pictures:
        raise WrongRequest(_("Lý do này cần ít nhất một ảnh của món hàng. Chụp món hàng và tem rồi gửi lại."))
    if len(wish.pictures) > MOST_PICTURES:
        raise WrongRequest(_("Gửi nhiều nhất %(most)s ảnh.") % {"most": MOST_PICTURES})


def _delivery(
    part: SellerOrder,
    reason: ReturnReason,
    lines: Iterable[Line],
    before: Mapping[int, int],
    wanted: Mapping[int, int],
) -> int:
    """Return the delivery charge when nothing of the part would be left with the buyer, and the reason gives it."""
    is_all = all(line.quantity == before.get(line.pk, 0) + wanted.get(line.pk, 0) for line in lines)
    return int(part.delivery_vnd) if is_all and reason.returns_delivery else 0


def _keep_pictures(request: ReturnRequest, pictures: Iterable[CleanImage]) -> None:
    for picture in pictures:
        row = ReturnPicture(request=request)
        row.file.save("anh.webp", ContentFile(picture.content), save=False)
        row.save()


def _save_with_number(request: ReturnRequest) -> None:
    """Take a free number "TH-2611-48213": year, month, five random digits."""
    month = timezone.localtime(request.asked_at).strftime("%y%m")
    for attempt in range(ATTEMPTS):
        request.number = f"TH-{month}-{get_random_string(5, DIGITS)}"
        if not ReturnRequest.objects.filter(number=request.number).exists() or attempt == ATTEMPTS - 1:
            break
    try:
        with transaction.atomic():
            request.save(force_insert=True)
    except IntegrityError:
        raise NotReturnable(_("Chưa gửi được yêu cầu. Tải lại trang rồi gửi lần nữa.")) from None


def asked_words(request: ReturnRequest) -> str:
    """Return "2 hũ Mắm nêm, 150.000 ₫" for messages."""
    goods = ", ".join(
        f"{row.quantity} {row.line.unit} {row.line.title}" for row in request.lines.select_related("line")
    )
    return f"{goods}, {vnd(request.asked_vnd)}"
