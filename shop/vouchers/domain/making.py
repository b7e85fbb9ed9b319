"""Vouchers are made by the office or by a seller for its own goods, paused, gone on with and ended.

What a voucher promises never changes. An office voucher of which a seller is to bear a share waits until that seller
agrees: nobody pays for a discount without having said so.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from catalogue.models import Category
from sellers.models import Partner
from shop.accounts.models import User
from shop.audit.trail import record
from shop.regions.models import Province
from shop.vouchers.domain.entering import plain
from shop.vouchers.domain.refusals import CannotBeMade
from shop.vouchers.enums import MOVES, Kind, Scope, VoucherState
from shop.vouchers.models import MOST_PER_CENT, Sponsor, Voucher
from shop.vouchers.queries import figures_of
from shop.vouchers.words import bearer_words, goods_words, promise_words


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a voucher promises. amount_vnd for an amount; per_cent and cap_vnd for a share of the goods."""

    code: str
    title: str
    kind: Kind
    amount_vnd: int = 0
    per_cent: int = 0
    cap_vnd: int = 0
    minimum_vnd: int = 0
    starts_on: datetime.date
    ends_on: datetime.date
    most_uses: int | None = None
    uses_per_buyer: int = 1
    budget_vnd: int | None = None
    scope: Scope = Scope.MARKET
    seller: Partner | None = None
    category: Category | None = None
    province: Province | None = None
    platform_per_cent: int = 0
    seller_per_cent: int = 0
    sponsor_per_cent: int = 0
    sponsor: Sponsor | None = None
    notice_number: str = ""


class NotAllowed(Exception):
    """The voucher does not stand where this leads from. Carries a sentence."""


def make_for_seller(*, seller: Partner, terms: Terms, by: User, at: datetime.datetime, today: datetime.date) -> Voucher:
    """Issue a voucher for a seller's own goods, which the seller bears alone. Raises CannotBeMade."""
    fields = {**vars(terms), "scope": Scope.SELLER, "seller": seller, "category": None, "province": None}
    fields |= {"platform_per_cent": 0, "seller_per_cent": 100, "sponsor_per_cent": 0, "sponsor": None}
    return _make(Terms(**fields), VoucherState.ACTIVE, by=by, at=at, today=today, is_sellers=True)


def make_for_office(*, terms: Terms, by: User, at: datetime.datetime, today: datetime.date) -> Voucher:
    """Issue a voucher of the market; where a seller bears a share it waits for that seller. Raises CannotBeMade."""
    _check_bearers(terms)
    if settings.VOUCHER_NEEDS_NOTICE and not terms.notice_number:
        raise CannotBeMade("notice_number", _("Ghi số thông báo khuyến mại đã gửi cơ quan quản lý."))
    state = VoucherState.WAITING if terms.seller_per_cent else VoucherState.ACTIVE
    return _make(terms, state, by=by, at=at, today=today, is_sellers=False)


@transaction.atomic
def move(*, voucher: Voucher, to: VoucherState, by: User, at: datetime.datetime, reason: str = "") -> Voucher:
    """Pause, go on, end, agree to or refuse a voucher. What was ordered keeps its price. Raises NotAllowed."""
    locked = Voucher.objects.select_for_update(of=("self",), no_key=True).get(pk=voucher.pk)
    if locked.state == to:
        return locked
    if to not in MOVES[VoucherState(locked.state)]:
        raise NotAllowed(_("Mã %(code)s %(state)s nên không làm bước này được.") % _stands(locked))
    was = locked.state
    locked.state = to
    locked.save(update_fields=["state"])
    record(
        actor=by,
        action=f"voucher.{to}",
        subject=locked,
        at=at,
        reason=reason,
        details={"what": locked.code, "was": was},
    )
    return locked


def leave(*, voucher: Voucher, by: User, at: datetime.datetime, reason: str = "") -> Voucher:
    """Let the seller of a shared voucher of the office bear nothing of further orders; what was ordered stays.

    The other bearers agreed to their own shares only, so the code stops until the seller agrees again or the office
    makes another. Raises NotAllowed.
    """
    if voucher.is_sellers or not voucher.seller_per_cent:
        raise NotAllowed(_("Mã %(code)s không có phần nào nhà bán chịu chung với chợ.") % {"code": voucher.code})
    return move(voucher=voucher, to=VoucherState.LEFT, by=by, at=at, reason=reason.strip()[:200])


@transaction.atomic
def extend(
    *,
    voucher: Voucher,
    ends_on: datetime.date,
    most_uses: int | None,
    budget_vnd: int | None,
    by: User,
    at: datetime.datetime,
    today: datetime.date,
) -> Voucher:
    """Move a voucher's last day, number of uses and budget; never below what was used already. Raises CannotBeMade."""
    locked = Voucher.objects.select_for_update(of=("self",), no_key=True).get(pk=voucher.pk)
    if ends_on < max(today, locked.starts_on):
        raise CannotBeMade("ends_on", _("Ngày cuối sớm nhất là hôm nay."))
    used = figures_of([locked]).get(locked.pk)
    if used and most_uses is not None and most_uses < used.uses:
        raise CannotBeMade("most_uses", _("Đã dùng %(n)s lượt. Ghi số bằng hoặc lớn hơn.") % {"n": used.uses})
    if used and budget_vnd is not None and budget_vnd < used.given_vnd:
        raise CannotBeMade("budget_vnd", _("Đã giảm nhiều hơn số này. Ghi số lớn hơn."))
    was = {"ends_on": str(locked.ends_on), "most_uses": locked.most_uses, "budget_vnd": locked.budget_vnd}
    locked.ends_on, locked.most_uses, locked.budget_vnd = ends_on, most_uses, budget_vnd
    locked.save(update_fields=["ends_on", "most_uses", "budget_vnd"])
    now = {"ends_on": str(ends_on), "most_uses": most_uses, "budget_vnd": budget_vnd}
    details = {"what": locked.code, "was": was, "now": now}
    record(actor=by, action="voucher.extended", subject=locked, at=at, details=details)
    return locked


def _make(
    terms: Terms, state: VoucherState, *, by: User, at: datetime.datetime, today: datetime.date, is_sellers: bool
) -> Voucher:
    _check(terms, today)
    voucher = Voucher(
        **{**vars(terms), "code": plain(terms.code)}, state=state, is_sellers=is_sellers, created_by=by, created_at=at
    )
    try:
        with transaction.atomic():
            voucher.save(force_insert=True)
            told = (voucher.code, promise_words(voucher), goods_words(voucher), bearer_words(voucher))
            details = {"what": ", ".join(told)}
            record(actor=by, action="voucher.made", subject=voucher, at=at, details=details)
    except IntegrityError:
        if not Voucher.objects.filter(code=voucher.code).exists():
            raise
        raise CannotBeMade("code", _("Mã này đã có người dùng. Chọn mã khác.")) from None
    return voucher


def _check(terms: Terms, today: datetime.date) -> None:
    if not re.fullmatch(r"[A-Z0-9]{4,20}", plain(terms.code)):
        raise CannotBeMade("code", _("Mã có 4 đến 20 chữ cái không dấu hoặc chữ số, viết liền, ví dụ NHONGON20."))
    if terms.kind == Kind.AMOUNT and terms.amount_vnd <= 0:
        raise CannotBeMade("amount_vnd", _("Ghi số tiền giảm, ví dụ 20.000."))
    if terms.kind == Kind.AMOUNT and terms.minimum_vnd <= terms.amount_vnd:
        raise CannotBeMade("minimum_vnd", _("Mức mua tối thiểu phải lớn hơn số tiền giảm."))
    if terms.kind == Kind.PER_CENT and not 1 <= terms.per_cent <= MOST_PER_CENT:
        raise CannotBeMade("per_cent", _("Ghi số phần trăm từ 1 đến %(most)s.") % {"most": MOST_PER_CENT})
    if terms.kind == Kind.PER_CENT and terms.cap_vnd <= 0:
        raise CannotBeMade("cap_vnd", _("Ghi số tiền giảm nhiều nhất, ví dụ 50.000."))
    if terms.ends_on < max(terms.starts_on, today):
        raise CannotBeMade("ends_on", _("Ngày cuối phải từ hôm nay và không trước ngày đầu."))
    if terms.uses_per_buyer < 1:
        raise CannotBeMade("uses_per_buyer", _("Mỗi người dùng ít nhất một lần."))
    if terms.budget_vnd is not None and terms.budget_vnd < max(terms.amount_vnd, 1):
        raise CannotBeMade("budget_vnd", _("Ngân sách phải đủ cho ít nhất một lượt."))


def _check_bearers(terms: Terms) -> None:
    shares = (terms.platform_per_cent, terms.seller_per_cent, terms.sponsor_per_cent)
    if sum(shares) != 100 or min(shares) < 0:
        raise CannotBeMade("platform_per_cent", _("Ba phần chịu phải cộng lại đúng 100 %."))
    if bool(terms.sponsor_per_cent) != (terms.sponsor is not None):
        raise CannotBeMade("sponsor", _("Chọn nhà tài trợ khi có phần tài trợ, để trống khi không."))
    if terms.seller_per_cent and terms.scope != Scope.SELLER:
        raise CannotBeMade("seller_per_cent", _("Nhà bán chỉ chịu phần của mã dùng riêng cho gian hàng mình."))
    wanted = {Scope.SELLER: terms.seller, Scope.CATEGORY: terms.category, Scope.PROVINCE: terms.province}
    for scope, named in wanted.items():
        if (terms.scope == scope) != (named is not None):
            raise CannotBeMade(scope.value, _("Chọn đúng một phạm vi, và chỉ ghi tên của phạm vi đó."))


def _stands(voucher: Voucher) -> dict[str, object]:
    return {"code": voucher.code, "state": voucher.get_state_display()}
