"""A refund is waiting while the buyer's bank took the same money back: the bank's payment is the refund.

refund-by-bank:<refund>    refund_due:<order> +amount    disputed:<order> −amount

When somebody decided before who bears the dispute, that is asked again for what is left of it: seller_payable − what
a seller bears no more, dispute_loss − the rest, in place of disputed.
"""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from shop.accounts.models import User
from shop.aftersales.disputes.domain.deciding import decide, shares
from shop.aftersales.disputes.models import DisputeDecision, DisputeShare
from shop.audit.trail import record
from shop.communication.sending import tell
from shop.ledger.domain.posting import Side, post
from shop.ledger.enums import AccountKind
from shop.money.formatting import vnd
from shop.order.models import SellerOrder
from shop.payment.domain.book import open_book
from shop.payment.domain.disputes import LOST, left_vnd, taking
from shop.payment.domain.entries import refund_key
from shop.payment.domain.refunding import follow_refunds_of
from shop.payment.enums import RefundState
from shop.payment.models import Dispute, Payment, Receipt, Refund


class NothingTaken(Exception):
    """No bank took money of this receipt that is not settled with another refund yet."""


@transaction.atomic
def settle_by_bank(*, refund: Refund, by: User, at: datetime.datetime) -> Refund:
    """End a refund that the buyer's bank paid through a lost dispute; a second time changes nothing.

    When the bank took less than is to go back, the rest becomes a refund of its own that somebody transfers.
    Raises NothingTaken.
    """
    payment_id = Receipt.objects.values_list("payment", flat=True).get(pk=refund.receipt_id)
    order_id = Payment.objects.values_list("order", flat=True).get(pk=payment_id) if payment_id else None
    book = open_book(order_id=order_id) if order_id else None
    rows = Dispute.objects.filter(receipt=refund.receipt_id, state=LOST)
    disputes = {dispute.pk for dispute in rows.select_for_update(of=("self",)).order_by("pk")}
    locked = Refund.objects.select_for_update(of=("self",)).select_related("receipt__payment__order").get(pk=refund.pk)
    if locked.state == RefundState.DONE:
        return locked
    dispute = taking(Dispute.objects.filter(pk__in=disputes)).order_by("pk").first()
    if dispute is None or locked.state != RefundState.BY_HAND:
        raise NothingTaken(str(locked))
    _leave_rest(locked, left_vnd(dispute), at)
    locked.state, locked.done_at, locked.done_by, locked.problem = RefundState.DONE, at, by, ""
    locked.dispute, locked.external_id = dispute, dispute.external_id
    locked.save()
    _book(locked, book.parts if book else [], at)
    details = {"what": f"{dispute}, {vnd(locked.amount_vnd)}"}
    record(actor=by, action="refund.by_bank", subject=locked, at=at, details=details)
    if not left_vnd(dispute) and not DisputeDecision.objects.filter(dispute=dispute).exists():
        reason = _("Ngân hàng trả đúng khoản chợ phải hoàn: không ai phải chịu thêm.")
        decide(dispute=dispute, seller_bears=False, reason=reason, by=by, at=at)
    if book and payment_id:
        follow_refunds_of(book.payment(payment_id), at)
        _tell(locked)
    return locked


def _leave_rest(refund: Refund, most_vnd: int, at: datetime.datetime) -> None:
    """Let what the bank did not pay be a refund of its own; it waits on the account on which it waited before."""
    rest_vnd = int(refund.amount_vnd) - most_vnd
    if rest_vnd <= 0:
        return
    refund.amount_vnd = most_vnd
    refund.save(update_fields=["amount_vnd"])
    rest = Refund.objects.create(
        receipt=refund.receipt,
        kind=refund.kind,
        state=RefundState.BY_HAND,
        amount_vnd=rest_vnd,
        reason=refund.reason,
        problem=_("Ngân hàng phát hành thẻ chỉ trả một phần"),
        created_at=at,
        next_try_at=at,
    )
    rest.return_settlements.set(refund.return_settlements.all())
    waits = [Side(AccountKind.REFUND_DUE, refund_key(refund), amount) for amount in (rest_vnd, -rest_vnd)]
    payment = refund.receipt.payment
    post(
        business_key=f"refund-queued:{rest.pk}",
        kind="refund-queued",
        sides=waits,
        occurred_at=at,
        order_number=payment.order.number if payment else "",
    )


def _book(refund: Refund, parts: list[SellerOrder], at: datetime.datetime) -> None:
    dispute, payment = refund.dispute, refund.receipt.payment
    assert dispute is not None
    decision = DisputeDecision.objects.filter(dispute=dispute).first()
    if decision is None:
        number = payment.order.number if payment else ""
        sides = [Side(AccountKind.DISPUTED, number or dispute.provider, -int(refund.amount_vnd))]
    else:
        sides = _borne_no_more(decision, refund, parts)
    post(
        business_key=f"refund-by-bank:{refund.pk}",
        kind="refund-by-bank",
        sides=[Side(AccountKind.REFUND_DUE, refund_key(refund), int(refund.amount_vnd)), *sides],
        occurred_at=at,
        order_number=payment.order.number if payment else "",
    )


def _borne_no_more(decision: DisputeDecision, refund: Refund, parts: list[SellerOrder]) -> list[Side]:
    """Ask again who bears the dispute, now that less of it is left, and write what each bears less."""
    sums = decision.shares.values_list("seller_order").order_by().annotate(total=Sum("amount_vnd"))
    totals = {part: int(total) for part, total in sums}
    borne = {part: totals[part.pk] for part in parts if totals.get(part.pk)}
    now = shares(parts, left_vnd(decision.dispute), borne)
    less = {part: amount - min(amount, now.get(part, 0)) for part, amount in borne.items()}
    less = {part: amount for part, amount in less.items() if amount}
    DisputeShare.objects.bulk_create(
        DisputeShare(decision=decision, seller_order=part, refund=refund, amount_vnd=-amount)
        for part, amount in less.items()
    )
    sellers = [
        Side(AccountKind.SELLER_PAYABLE, str(part.seller_id), -amount, part.number) for part, amount in less.items()
    ]
    return [*sellers, Side(AccountKind.DISPUTE_LOSS, "", sum(less.values()) - int(refund.amount_vnd))]


def _tell(refund: Refund) -> None:
    """Say to the buyer that the bank's payment was the refund, and that nothing more comes."""
    assert refund.receipt.payment is not None
    order = refund.receipt.payment.order
    tell(
        key=f"refund-by-bank:{refund.pk}",
        recipient=order.buyer_phone,
        template="refund_by_bank",
        context={"order": order, "refund": refund},
    )
