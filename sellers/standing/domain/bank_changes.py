"""Change where a seller is paid: asked by its owner, confirmed by two different people of the office."""

from __future__ import annotations

import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sellers.models import Partner
from sellers.standing.models import BankChange, BankChangeState
from sellers.standing.notices import tell_seller
from shop.accounts.models import User
from shop.accounts.queries import seller_ids
from shop.audit.trail import record

SHORTEST_REASON = 10


class ChangeRefused(Exception):
    """The change cannot go on so; the message is a sentence for the person who tried."""


def ask(
    *, seller: Partner, bank_bin: str, bank_account: str, bank_holder: str, by: User, at: datetime.datetime
) -> BankChange:
    """Ask to be paid elsewhere; the seller's phone is told, so that a stolen session does not stay unseen.

    Raises ChangeRefused when nothing would change or a change is pending.
    """
    wanted = (bank_bin, bank_account, bank_holder)
    if wanted == (seller.bank_bin, seller.bank_account, seller.bank_holder):
        raise ChangeRefused(_("Đây là tài khoản đang dùng."))
    try:
        with transaction.atomic():
            change = BankChange.objects.create(
                seller=seller,
                bank_bin=bank_bin,
                bank_account=bank_account,
                bank_holder=bank_holder,
                asked_by=by,
                asked_at=at,
            )
            record(actor=by, action="bank_change.asked", subject=seller, at=at, details=_details(change))
            tell_seller(seller, "bank_change_asked", at=at, change=change)
    except IntegrityError:
        raise ChangeRefused(_("Đang có một lần đổi tài khoản chờ xác nhận. Rút lần đó trước.")) from None
    return change


def confirm(*, change_id: int, by: User, at: datetime.datetime) -> BankChange:
    """Confirm as the first or the second person; the second one makes it true. Raises ChangeRefused."""
    with transaction.atomic():
        seller, change = _locked(change_id)
        _may_judge(change, by)
        if change.first_by_id is None:
            change.first_by, change.first_at = by, at
            change.save(update_fields=["first_by", "first_at"])
            record(actor=by, action="bank_change.first", subject=seller, at=at, details=_details(change))
            return change
        if change.first_by_id == by.pk:
            raise ChangeRefused(_("Bạn đã xác nhận lần đầu. Cần một người khác xác nhận lần hai."))
        change.second_by, change.second_at, change.state = by, at, BankChangeState.CONFIRMED
        change.save(update_fields=["second_by", "second_at", "state"])
        seller.bank_bin, seller.bank_account = change.bank_bin, change.bank_account
        seller.bank_holder = change.bank_holder
        seller.save(update_fields=["bank_bin", "bank_account", "bank_holder"])
        record(actor=by, action="bank_change.confirmed", subject=seller, at=at, details=_details(change))
        tell_seller(seller, "bank_change_confirmed", at=at, change=change)
    return change


def refuse(*, change_id: int, reason: str, by: User, at: datetime.datetime) -> BankChange:
    """Refuse with a reason the seller reads; one person is enough to say no. Raises ChangeRefused."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise ChangeRefused(_("Hãy ghi lý do ít nhất 10 ký tự: người bán đọc nguyên văn."))
    with transaction.atomic():
        seller, change = _locked(change_id)
        _may_judge(change, by)
        change.state, change.reason = BankChangeState.REFUSED, reason
        change.save(update_fields=["state", "reason"])
        record(actor=by, action="bank_change.refused", subject=seller, at=at, reason=reason, details=_details(change))
        tell_seller(seller, "bank_change_refused", at=at, change=change, reason=reason)
    return change


def withdraw(*, change_id: int, by: User, at: datetime.datetime) -> BankChange:
    """Take the wish back, as the seller's owner. Raises ChangeRefused."""
    with transaction.atomic():
        seller, change = _locked(change_id)
        change.state = BankChangeState.WITHDRAWN
        change.save(update_fields=["state"])
        record(actor=by, action="bank_change.withdrawn", subject=seller, at=at, details=_details(change))
    return change


def _locked(change_id: int) -> tuple[Partner, BankChange]:
    seller_id = BankChange.objects.values_list("seller_id", flat=True).get(pk=change_id)
    seller = Partner.objects.select_for_update(of=("self",)).get(pk=seller_id)
    change = BankChange.objects.select_for_update(of=("self",)).get(pk=change_id)
    if change.state != BankChangeState.PENDING:
        raise ChangeRefused(_("Lần đổi này đã được xử lý. Tải lại trang để xem."))
    return seller, change


def _may_judge(change: BankChange, by: User) -> None:
    if change.asked_by_id == by.pk or change.seller_id in seller_ids(by):
        raise ChangeRefused(_("Bạn làm cho gian hàng này nên không xác nhận được."))


def _details(change: BankChange) -> dict[str, object]:
    """What the trail keeps: never a whole account number."""
    return {"bank_change": change.pk, "bank": change.bank_bin, "ends_with": change.bank_account[-4:]}
