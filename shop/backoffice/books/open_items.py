"""What still stands open when a month is to be closed."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sellers.payouts.domain.periods import due_period
from sellers.payouts.enums import BatchState, TransferState
from sellers.payouts.models import PayoutBatch, Transfer
from shop.backoffice.vouchers.funding import funding
from shop.fulfilment.cash.models import Remittance, RemittanceState
from shop.fulfilment.models import ActOutcome, CounterAct
from shop.ledger.enums import AccountKind
from shop.ledger.models import Entry
from shop.ledger.months import next_month, starts_at
from shop.payment.models import ProviderEvent
from shop.payment.partner_fees.queries import standing as commission


@dataclass(frozen=True)
class OpenItem:
    """One thing that should be settled first. amount_vnd: what it is about, None where it is not about an amount."""

    title: str
    count: int
    amount_vnd: int | None
    url: str


def open_items(month: datetime.date) -> list[OpenItem]:
    """Return what stands open at the end of a month (its first day), nothing when all is settled."""
    until = starts_at(next_month(month))
    return [item for item in _all(until) if item.count]


def _all(until: datetime.datetime) -> Iterator[OpenItem]:
    receipts, cash = reverse("backoffice:receipts"), reverse("backoffice:cash")
    yield _standing(AccountKind.UNMATCHED, _("Tiền vào chưa biết của đơn nào"), receipts, until)
    yield OpenItem(_("Thông báo lạ của nhà cung cấp"), _events(until).count(), None, receipts)
    yield _standing(AccountKind.REFUND_DUE, _("Tiền phải hoàn, chưa hoàn"), reverse("backoffice:refunds"), until)
    yield _standing(AccountKind.DISPUTED, _("Tiền thẻ bị đòi lại, chưa quyết định"), receipts, until)
    sponsors = reverse("backoffice:sponsors")
    yield _standing(AccountKind.SPONSOR_DUE, _("Phần giảm giá nhà tài trợ chưa trả"), sponsors, until)
    partner = funding(until=until)
    yield OpenItem(
        _("Phần giảm giá chợ chưa chuyển cho đối tác"),
        partner.parts if partner.due_vnd else 0,
        abs(partner.due_vnd),
        reverse("backoffice:partner_funding"),
    )
    left_vnd = commission(until=until).left_vnd
    title = _("Hoa hồng đối tác chưa có bảng kê") if left_vnd > 0 else _("Hoa hồng đối tác thu quá mức thỏa thuận")
    yield OpenItem(title, int(left_vnd != 0), abs(left_vnd), reverse("backoffice:partner_fees"))
    yield _standing(AccountKind.CASH_VARIANCE, _("Thiếu, thừa quỹ chưa xử lý"), cash, until)
    yield _standing(AccountKind.CASH_DISPUTE, _("Lượt giao tiền lệch chưa xử lý"), cash, until)
    waiting = Remittance.objects.filter(state=RemittanceState.WAITING, handed_at__lt=until)
    handed = waiting.aggregate(total=Sum("handed_vnd", default=0))["total"]
    yield OpenItem(_("Tiền mặt đã nộp, bên nhận chưa xác nhận"), waiting.count(), int(handed), cash)
    acts = CounterAct.objects.filter(outcome=ActOutcome.WAITING, settled_at=None, happened_at__lt=until)
    yield OpenItem(
        _("Lượt giao nhận ngoại tuyến chờ đối chiếu"), acts.count(), None, reverse("backoffice:counter_acts")
    )
    yield from _payouts(until)


def _payouts(until: datetime.datetime) -> Iterator[OpenItem]:
    payouts = reverse("backoffice:payouts")
    due = due_period(today=timezone.localdate(until))
    is_due = (
        due is not None and starts_at(due[1]) < until and _standing(AccountKind.SELLER_PAYABLE, "", "", until).count
    )
    yield OpenItem(_("Kỳ đã hết, chưa đối soát"), int(is_due), None, payouts)
    pending = PayoutBatch.objects.filter(state=BatchState.PENDING, created_at__lt=until)
    yield OpenItem(_("Đợt chi trả chờ người thứ hai duyệt"), pending.count(), None, payouts)
    sent = Transfer.objects.filter(state=TransferState.SENT, batch__decided_at__lt=until)
    total = int(sent.aggregate(total=Sum("amount_vnd", default=0))["total"])
    yield OpenItem(_("Chuyển khoản ngân hàng chưa trả lời"), sent.count(), total, reverse("backoffice:bank_answers"))


def _events(until: datetime.datetime) -> QuerySet[ProviderEvent]:
    return ProviderEvent.objects.filter(needs_person=True, seen_at=None, received_at__lt=until)


def _standing(kind: AccountKind, title: str, url: str, until: datetime.datetime) -> OpenItem:
    """Count the accounts of a kind that do not stand at zero at a moment."""
    rows = (
        Entry.objects.filter(account__kind=kind, transaction__occurred_at__lt=until).values_list("account").order_by()
    )
    totals = [int(total) for _account, total in rows.annotate(total=Sum("amount_vnd")) if total]
    return OpenItem(title, len(totals), abs(sum(totals)), url)
