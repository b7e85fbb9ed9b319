"""The money reaches the buyer: cash from the point's drawer or the seller's hand, a transfer, or the provider's refund.

refund_due:<order> +refund   cash_drawer:<point>, seller_cash:<seller> or treasury:<payer> −refund
"""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sellers.payouts.enums import Payer
from shop.accounts.models import User
from shop.accounts.queries import point_ids
from shop.aftersales.returns.domain import telling
from shop.aftersales.returns.domain.refusals import NotEnoughCash, NotYourTurn, WrongAnswer
from shop.aftersales.returns.domain.transitions import lock_request, move, not_now
from shop.aftersales.returns.enums import PaidFrom, ReturnState
from shop.aftersales.returns.models import ReturnRequest, ReturnSettlement
from shop.audit.trail import record
from shop.fulfilment.cash.holding import drawer_vnd
from shop.fulfilment.domain.custody import WrongPerson
from shop.ledger.domain.posting import Side, post
from shop.ledger.enums import AccountKind
from shop.money.formatting import vnd
from shop.order.enums import Collector
from shop.order.models import SellerOrder
from shop.payment.enums import RefundState
from shop.payment.models import Refund
from shop.shipping.models import PickUpPoint


def payer_of(part: SellerOrder) -> PaidFrom:
    """Return who has the cash of a part: the point, or the seller who took it at the door or collects in person."""
    is_sellers = part.run_stop_id is None or part.order.collector == Collector.SELLER
    return PaidFrom.SELLER if is_sellers else PaidFrom.DRAWER


@transaction.atomic
def pay_from_drawer(*, request: ReturnRequest, operator: User, at: datetime.datetime) -> ReturnSettlement:
    """The operator of the part's point gives the cash; the same again changes nothing.

    Raises NotYourTurn, WrongPerson, NotEnoughCash.
    """
    locked = lock_request(request)
    part = locked.seller_order
    point_id = part.run_stop.point_id if part.run_stop else None
    if point_id is None or point_id not in point_ids(operator):
        raise WrongPerson(_("Đơn này không nhận ở điểm của bạn."))
    if payer_of(part) != PaidFrom.DRAWER:
        raise NotYourTurn(_("Tiền của đơn này do nhà bán giữ. Nhà bán trả lại tận tay khách."))
    PickUpPoint.objects.select_for_update(no_key=True).get(pk=point_id)  # two refunds of one drawer wait for each other
    settlement = _unpaid(locked)
    if settlement.paid_at is None and drawer_vnd(point_id) < settlement.refund_vnd:
        told = {"need": vnd(settlement.refund_vnd), "has": vnd(drawer_vnd(point_id))}
        raise NotEnoughCash(
            _("Quỹ điểm còn %(has)s, chưa đủ %(need)s. Hẹn khách quay lại, hoặc nhờ kế toán chuyển khoản.") % told
        )
    side = Side(AccountKind.CASH_DRAWER, str(point_id), -int(settlement.refund_vnd), part.number)
    return _paid(locked, settlement, PaidFrom.DRAWER, side, operator, at, "")


@transaction.atomic
def pay_by_seller(*, request: ReturnRequest, actor: User, at: datetime.datetime) -> ReturnSettlement:
    """The seller, who has the cash, gave it back in person; the same again changes nothing. Raises NotYourTurn."""
    locked = lock_request(request)
    settlement = _unpaid(locked)
    if payer_of(locked.seller_order) != PaidFrom.SELLER:
        raise NotYourTurn(_("Khách nhận lại tiền ở điểm nhận hàng, nhà bán không phải trả tận tay."))
    seller = str(locked.seller_order.seller_id)
    side = Side(AccountKind.SELLER_CASH, seller, -int(settlement.refund_vnd), locked.seller_order.number)
    return _paid(locked, settlement, PaidFrom.SELLER, side, actor, at, "")


@transaction.atomic
def pay_by_transfer(
    *, request: ReturnRequest, bank_number: str, actor: User, at: datetime.datetime
) -> ReturnSettlement:
    """Finance transferred the money to a buyer who cannot come for it. Raises NotYourTurn, WrongAnswer."""
    locked = lock_request(request)
    settlement = _unpaid(locked)
    if locked.seller_order.order.collector == Collector.SELLER:
        raise NotYourTurn(_("Tiền của đơn này nhà bán tự thu, nhà bán trả lại tận tay khách."))
    if not bank_number.strip():
        raise WrongAnswer(_("Ghi mã giao dịch của ngân hàng, để đối chiếu được với sao kê."))
    is_partners = locked.seller_order.order.collector == Collector.PARTNER
    payer = Payer.PARTNER if is_partners else Payer.PLATFORM
    side = Side(AccountKind.TREASURY, payer, -int(settlement.refund_vnd), locked.seller_order.number)
    return _paid(locked, settlement, PaidFrom.TREASURY, side, actor, at, bank_number.strip()[:60])


def follow_refunds(*, at: datetime.datetime) -> list[ReturnRequest]:
    """End every request whose refunds have all left; again nothing is left to end."""
    waiting = ReturnRequest.objects.filter(state=ReturnState.REFUNDING, settlement__is_cash=False)
    open_refunds = Refund.objects.exclude(state=RefundState.DONE).values("return_settlements")
    done = waiting.exclude(settlement__in=open_refunds.filter(return_settlements__isnull=False))
    return [_end(request, at) for request in done.order_by("pk")]


@transaction.atomic
def _end(request: ReturnRequest, at: datetime.datetime) -> ReturnRequest:
    locked = lock_request(request)
    if locked.state == ReturnState.REFUNDING:
        move(request=locked, to=ReturnState.REFUNDED, actor=None, at=at)
    return locked


def _unpaid(request: ReturnRequest) -> ReturnSettlement:
    settlement = ReturnSettlement.objects.filter(request=request).first()
    if settlement is None or not settlement.is_cash:
        raise NotYourTurn(not_now(request))
    return settlement


def _paid(
    request: ReturnRequest,
    settlement: ReturnSettlement,
    source: PaidFrom,
    from_: Side,
    actor: User,
    at: datetime.datetime,
    reference: str,
) -> ReturnSettlement:
    if settlement.paid_at is not None:
        return settlement
    number, amount = request.seller_order.order.number, int(settlement.refund_vnd)
    settlement.paid_at, settlement.paid_from, settlement.paid_by = at, source, actor
    settlement.paid_reference = reference
    settlement.save()
    post(
        business_key=f"cash-refunded:{request.number}",
        kind="cash-refunded",
        sides=[Side(AccountKind.REFUND_DUE, number, amount, request.seller_order.number), from_],
        occurred_at=at,
        order_number=number,
    )
    move(request=request, to=ReturnState.REFUNDED, actor=actor, at=at)
    record(actor=actor, action="return.paid", subject=request, at=at, reason=reference, details={"from": str(source)})
    telling.buyer_news(request)
    return settlement
