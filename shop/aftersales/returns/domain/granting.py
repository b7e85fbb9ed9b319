"""The money goes back: what the seller, the market and the tax office got for it is reversed, and a refund is owed.

return-granted  buyer_due −refund   seller_payable +share   commission +   seller_fee +   delivery +charge of the run
                discount −, sponsor_due −: what the market and a sponsor had borne of these goods' discount
paid in advance: payment/domain/refunding.py queues the refund by the way the money came.
cash            buyer_due +refund   refund_due −refund, until it is paid out (paying_back.py)

What was settled with the seller before stays; the difference is settled with the next period, and below zero it is
carried on (sellers/payouts).
"""

from __future__ import annotations

import dataclasses
import datetime

from django.conf import settings
from django.db.models import Sum
from django.utils.translation import gettext as _

from sellers.commission.domain.rounding import largest_remainder
from sellers.payouts.domain.holds import release
from sellers.tax.domain.withholding import offset_some
from shop.accounts.models import User
from shop.aftersales.returns.domain import telling
from shop.aftersales.returns.domain.amounts import Before, Paid, Shares, revenue_weights, shares
from shop.aftersales.returns.domain.refusals import WrongAnswer
from shop.aftersales.returns.domain.transitions import move
from shop.aftersales.returns.enums import ReturnState, ReturnWay
from shop.aftersales.returns.models import ReturnRequest, ReturnSettlement
from shop.audit.trail import record
from shop.ledger.domain.posting import Side, post
from shop.ledger.enums import AccountKind
from shop.order.models import SellerOrder
from shop.payment.domain.book import Book, covers, open_book
from shop.payment.domain.refunding import return_paid
from shop.payment.enums import PAID, PaymentState
from shop.payment.models import Payment
from shop.payment.providers import OverRefund, provider
from shop.payment.providers.base import is_on_delivery


def send_for(*, request: ReturnRequest, way: ReturnWay, actor: User | None, at: datetime.datetime) -> ReturnRequest:
    """Ask the buyer to bring a locked request's goods back by a day. Raises NotYourTurn, WrongAnswer."""
    if way == ReturnWay.POINT and request.seller_order.run_stop_id is None:
        raise WrongAnswer(_("Đơn này giao tận nhà, không qua điểm nhận. Chọn trả tận tay, hoặc khách giữ lại hàng."))
    request.way = way
    request.granted_vnd = request.granted_vnd or request.asked_vnd
    request.send_by = at + datetime.timedelta(days=settings.RETURN_SEND_DAYS)
    move(request=request, to=ReturnState.TO_SEND, actor=actor, at=at)
    telling.both(request)
    return request


def grant(*, request: ReturnRequest, amount_vnd: int, actor: User | None, at: datetime.datetime) -> ReturnRequest:
    """Give money of a locked request back, once: ledger, tax, refund, payouts, messages. Raises NotYourTurn."""
    request.granted_vnd = amount_vnd
    request.way = request.way or ReturnWay.KEEP
    move(request=request, to=ReturnState.REFUNDING, actor=actor, at=at)
    part = request.seller_order
    book = open_book(order_id=part.order_id)
    parted = _parted(request)
    payment = _paid_by(book, part, parted.refund_vnd)
    settlement = ReturnSettlement.objects.create(
        request=request,
        refund_vnd=parted.refund_vnd,
        goods_vnd=parted.goods_vnd,
        discount_vnd=parted.discount_vnd,
        platform_vnd=parted.platform_vnd,
        sponsor_vnd=parted.sponsor_vnd,
        run_delivery_vnd=parted.run_delivery_vnd,
        seller_delivery_vnd=parted.seller_delivery_vnd,
        commission_vnd=parted.commission_vnd,
        run_fee_vnd=parted.run_fee_vnd,
        point_fee_vnd=parted.point_fee_vnd,
        is_cash=not provider(payment.provider).is_prepaid,
        at=at,
    )
    _post(request, settlement, at)
    offset_some(
        part_number=part.number,
        key=request.number,
        order_number=part.order.number,
        returned=_returned(request, settlement),
        delivery_vnd=parted.seller_delivery_vnd,
        at=at,
    )
    _owe_back(request, settlement, payment, at)
    release(source=request.hold_source, at=at)
    record(
        actor=actor, action="return.granted", subject=request, at=at, details={"refund_vnd": int(settlement.refund_vnd)}
    )
    telling.both(request)
    return request


def _parted(request: ReturnRequest) -> Shares:
    earlier = ReturnSettlement.objects.filter(request__seller_order=request.seller_order_id)
    names = tuple(field.name for field in dataclasses.fields(Before))
    sums = earlier.aggregate(**{f"all_{name}": Sum(name, default=0) for name in names})
    return shares(
        request.seller_order,
        granted_vnd=int(request.granted_vnd),
        goods_asked=Paid(int(request.asked_vnd - request.asked_delivery_vnd), _discount_of(request)),
        before=Before(**{name: int(sums[f"all_{name}"]) for name in names}),
    )


def _paid_by(book: Book, part: SellerOrder, refund_vnd: int) -> Payment:
    """Return the attempt the part was paid with. Raises OverRefund when none holds as much."""
    for payment in reversed(book.payments):
        counts = payment.state in PAID or payment.state == PaymentState.PENDING
        if counts and covers(payment, part) and payment.collected_vnd >= refund_vnd:
            return payment
    raise OverRefund(f"{part}: {refund_vnd} was never collected")


def _discount_of(request: ReturnRequest) -> int:
    return int(request.lines.aggregate(total=Sum("discount_vnd", default=0))["total"])


def _returned(request: ReturnRequest, settlement: ReturnSettlement) -> list[tuple[int | None, int]]:
    """Return (product id, what it had brought the seller) of what comes back, shared out over the request's lines."""
    rows = list(request.lines.select_related("line").order_by("pk"))
    weights = revenue_weights(request.seller_order, rows)
    amounts = largest_remainder(total_vnd=settlement.revenue_vnd, weights=weights)
    return [(row.line.product_id, amount) for row, amount in zip(rows, amounts, strict=True)]


def _post(request: ReturnRequest, settlement: ReturnSettlement, at: datetime.datetime) -> None:
    part = request.seller_order
    post(
        business_key=f"return-granted:{request.number}",
        kind="return-granted",
        sides=[
            Side(AccountKind.BUYER_DUE, part.order.number, -int(settlement.refund_vnd), part.number),
            Side(AccountKind.SELLER_PAYABLE, str(part.seller_id), settlement.seller_vnd, part.number),
            Side(AccountKind.COMMISSION, "", int(settlement.commission_vnd), part.number),
            Side(AccountKind.SELLER_FEE, "run", int(settlement.run_fee_vnd), part.number),
            Side(AccountKind.SELLER_FEE, "point", int(settlement.point_fee_vnd), part.number),
            Side(AccountKind.DELIVERY, "", int(settlement.run_delivery_vnd), part.number),
            Side(AccountKind.DISCOUNT, "", -int(settlement.platform_vnd), part.number),
            Side(AccountKind.SPONSOR_DUE, str(part.sponsor_id or ""), -int(settlement.sponsor_vnd), part.number),
        ],
        occurred_at=at,
        order_number=part.order.number,
    )


def _owe_back(request: ReturnRequest, settlement: ReturnSettlement, payment: Payment, at: datetime.datetime) -> None:
    part, amount = request.seller_order, int(settlement.refund_vnd)
    way = provider(payment.provider)
    if not is_on_delivery(way):
        reason = _("Trả hàng %(number)s") % {"number": request.number}
        settlement.refunds.set(return_paid(payment=payment, part=part, amount_vnd=amount, reason=reason, at=at))
        return
    way.give_back(payment=payment, amount_vnd=amount, at=at)
    post(
        business_key=f"cash-refund-queued:{request.number}",
        kind="cash-refund-queued",
        sides=[
            Side(AccountKind.BUYER_DUE, part.order.number, amount, part.number),
            Side(AccountKind.REFUND_DUE, part.order.number, -amount, part.number),
        ],
        occurred_at=at,
        order_number=part.order.number,
    )
