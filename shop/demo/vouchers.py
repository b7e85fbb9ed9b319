"""Vouchers of the demo market: of the market, of a campaign with a sponsor, of a seller, and three shared with it: one
waits for it, one it agreed to, one it left.
"""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

from sellers.models import Partner
from shop.accounts.models import User
from shop.basket.applied import applied_to
from shop.basket.models import Basket
from shop.basket.queries import contents_of
from shop.regions.models import Province
from shop.vouchers.domain.making import Terms, leave, make_for_office, make_for_seller, move
from shop.vouchers.domain.sponsors import add_sponsor
from shop.vouchers.enums import Kind, Scope, VoucherState
from shop.vouchers.models import BasketVoucher, Sponsor, Voucher

FINANCE, OWNER = "ke-toan", "chu-thai-an"
SELLER = "HTX Dịch vụ tổng hợp nông nghiệp Thái An"
PROVINCE = "56"
SPONSOR = "Ban Chỉ đạo Cuộc vận động tỉnh (minh hoạ)"
BEFORE, AFTER = datetime.timedelta(days=60), datetime.timedelta(days=45)


def load_vouchers(*, people: dict[str, User], now: datetime.datetime, today: datetime.date) -> None:
    """Issue the demo vouchers once."""
    if Voucher.objects.filter(is_demo=True).exists():
        return
    finance, seller = people[FINANCE], Partner.objects.get(name=SELLER)
    days = {"starts_on": today - BEFORE, "ends_on": today + AFTER}
    sponsor = add_sponsor(
        name=SPONSOR, contact="Văn phòng Ban Chỉ đạo", basis="Kế hoạch minh hoạ 05/DEMO", by=finance, at=now
    )
    Sponsor.objects.filter(pk=sponsor.pk).update(is_demo=True)
    moment: dict[str, Any] = {"at": now, "today": today}
    for terms in (_welcome(days), _campaign(days, sponsor), _shared(days, seller)):
        make_for_office(terms=terms, by=finance, **moment)
    paused = make_for_office(terms=_tet(days), by=finance, **moment)
    move(voucher=paused, to=VoucherState.PAUSED, by=finance, at=now, reason="Chờ duyệt kinh phí")
    for terms, leaves in ((_agreed(days, seller), False), (_left(days, seller), True)):
        shared = make_for_office(terms=terms, by=finance, **moment)
        move(voucher=shared, to=VoucherState.ACTIVE, by=people[OWNER], at=now)
        if leaves:
            leave(voucher=shared, by=people[OWNER], at=now, reason="Hết vụ, không còn hàng để giảm")
    make_for_seller(seller=seller, terms=_regulars(days), by=people[OWNER], **moment)
    Voucher.objects.all().update(is_demo=True)


def use_code(*, basket: Basket, code: str, at: datetime.datetime) -> int:
    """Enter a demo voucher for a basket; return what it takes off, 0 when the goods are too few for it."""
    voucher = Voucher.objects.filter(code=code).first()
    if voucher is None:
        return 0
    BasketVoucher.objects.create(basket=basket, voucher=voucher, entered_at=at)
    applied = applied_to(basket=basket, contents=contents_of(basket), at=at)
    return applied.amount_vnd if applied else 0


def _welcome(days: dict[str, Any]) -> Terms:
    return Terms(
        code="CHAOBAN20",
        title="Chào bạn mới, giảm 20.000",
        kind=Kind.AMOUNT,
        amount_vnd=20_000,
        minimum_vnd=150_000,
        most_uses=500,
        uses_per_buyer=2,
        budget_vnd=10_000_000,
        platform_per_cent=100,
        **days,
    )


def _campaign(days: dict[str, Any], sponsor: Sponsor) -> Terms:
    return Terms(
        code="HANGVIET26",
        title="Người Việt dùng hàng Việt: hàng trong tỉnh",
        kind=Kind.PER_CENT,
        per_cent=15,
        cap_vnd=40_000,
        uses_per_buyer=3,
        budget_vnd=20_000_000,
        scope=Scope.PROVINCE,
        province=Province.objects.get(pk=PROVINCE),
        platform_per_cent=40,
        sponsor_per_cent=60,
        sponsor=sponsor,
        **days,
    )


def _shared(days: dict[str, Any], seller: Partner) -> Terms:
    return Terms(
        code="NHOCHUNG30",
        title="Cùng chợ giảm 30.000 cho đơn nho lớn",
        kind=Kind.AMOUNT,
        amount_vnd=30_000,
        minimum_vnd=250_000,
        most_uses=100,
        scope=Scope.SELLER,
        seller=seller,
        platform_per_cent=50,
        seller_per_cent=50,
        **days,
    )


def _agreed(days: dict[str, Any], seller: Partner) -> Terms:
    return replace(
        _shared(days, seller),
        code="CUNGNHO15",
        title="Cùng chợ giảm 15.000 cho đơn nho",
        amount_vnd=15_000,
        minimum_vnd=120_000,
    )


def _left(days: dict[str, Any], seller: Partner) -> Terms:
    return replace(
        _shared(days, seller),
        code="VUHE25",
        title="Vụ hè, giảm 25.000",
        amount_vnd=25_000,
        minimum_vnd=200_000,
    )


def _tet(days: dict[str, Any]) -> Terms:
    return Terms(
        code="TETSOM10",
        title="Sắm Tết sớm, giảm 10 %",
        kind=Kind.PER_CENT,
        per_cent=10,
        cap_vnd=50_000,
        minimum_vnd=200_000,
        platform_per_cent=100,
        **days,
    )


def _regulars(days: dict[str, Any]) -> Terms:
    return Terms(
        code="THAIAN10",
        title="Khách quen Thái An, giảm 10 %",
        kind=Kind.PER_CENT,
        per_cent=10,
        cap_vnd=30_000,
        minimum_vnd=50_000,
        uses_per_buyer=5,
        **days,
    )
