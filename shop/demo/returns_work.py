"""Requests to return goods in every state they can be in, about what demo buyers received."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from shop.accounts.enums import SELLER_ROLES, Role
from shop.accounts.models import RoleGrant, User
from shop.aftersales.returns.domain import answering, coming_back, deciding
from shop.aftersales.returns.domain.asking import Wish, ask, lines_of, withdraw
from shop.aftersales.returns.domain.paying_back import PaidFrom, pay_by_seller, pay_from_drawer, payer_of
from shop.aftersales.returns.domain.terms import reasons_for
from shop.aftersales.returns.enums import ReturnWay
from shop.aftersales.returns.models import ReturnRequest
from shop.demo.pictures import clean_photo
from shop.fulfilment.cash.holding import drawer_vnd
from shop.order.enums import SellerOrderState
from shop.order.models import SellerOrder

HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)
WORDS = {
    "damaged": "Hộp bị móp, mở ra thấy dập gần nửa. (dữ liệu minh hoạ)",
    "not-as-described": "Trên trang ghi loại một, nhận được loại nhỏ hơn nhiều. (dữ liệu minh hoạ)",
    "missing": "Thiếu một gói so với đơn. (dữ liệu minh hoạ)",
    "spoiled": "Mở ra đã có mùi chua, tem còn hạn. (dữ liệu minh hoạ)",
}


@dataclass(frozen=True)
class Act:
    """What may happen to one request, by whom and when."""

    request: ReturnRequest
    at: datetime.datetime
    staff: User
    office: User
    operator: User | None


def leave_returns(*, people: dict[str, User], now: datetime.datetime) -> None:
    """Play one story per delivered part; sellers somebody can sign in for come first."""
    if ReturnRequest.objects.exists():
        return
    office, parts = people["quan-tri"], _parts(now)
    for reason_code, play, needs_point in STORIES:
        part = next((one for one in parts if not needs_point or _operator(one)), None)
        if part is None:
            continue
        parts.remove(part)
        at = min(now - 2 * HOUR, part.delivered_at + 3 * DAY - HOUR)  # type: ignore[operator]
        reason = next(reason for reason in reasons_for(part, at=at) if reason.code == reason_code)
        wish = Wish(
            reason=reason,
            quantities={lines_of(part)[0].pk: 1},
            words=WORDS[reason_code],
            pictures=(clean_photo("xoai.webp"),),
        )
        request = ask(part=part, wish=wish, actor=part.order.user, at=at)
        play(Act(request, min(now, at + HOUR), _staff(part), office, _operator(part)))


def _parts(now: datetime.datetime) -> list[SellerOrder]:
    """Return delivered parts of demo orders, those of sellers with demo people first, the newest first.

    Not of those paid by card: some of their buyers went to the bank instead.
    """
    rows = SellerOrder.objects.filter(order__is_demo=True, state=SellerOrderState.DELIVERED, delivered_at__lte=now)
    staffed = set(RoleGrant.objects.filter(role=Role.SELLER_OWNER, user__is_demo=True).values_list("seller", flat=True))
    rows = rows.exclude(order__payment_method="stripe")
    rows = rows.select_related("order__user", "seller", "run_stop__point").order_by("-delivered_at", "pk")
    return sorted(rows, key=lambda part: part.seller_id not in staffed)


def _staff(part: SellerOrder) -> User:
    """Return who confirmed and packed the part."""
    grants = RoleGrant.objects.filter(seller=part.seller_id, role__in=SELLER_ROLES)
    return grants.select_related("user").order_by("pk")[0].user


def _operator(part: SellerOrder) -> User | None:
    if part.run_stop is None:
        return None
    grants = RoleGrant.objects.filter(point=part.run_stop.point_id, role=Role.POINT_OPERATOR)
    grant = grants.select_related("user").first()
    return grant.user if grant else None


def _wait(act: Act) -> None:
    """The seller has not answered yet."""


def _offer(act: Act) -> None:
    half = max(1, int(act.request.asked_vnd) // 2)
    words = "Hàng còn dùng được, nhà bán xin hoàn một nửa."
    answering.offer(request=act.request, amount_vnd=half, words=words, actor=act.staff, at=act.at)


def _refuse(act: Act) -> None:
    words = "Hàng gửi đi nguyên vẹn, có ảnh lúc đóng gói."
    answering.refuse(request=act.request, words=words, actor=act.staff, at=act.at)


def _escalate(act: Act) -> None:
    _refuse(act)
    answering.escalate(request=act.request, actor=None, at=act.at, reason="Ảnh chụp ngay khi mở hộp.")


def _send(act: Act) -> None:
    way = ReturnWay.POINT if act.operator else ReturnWay.DIRECT
    answering.accept(
        request=act.request, way=way, words="Xin lỗi anh chị, gửi lại giúp nhà bán.", actor=act.staff, at=act.at
    )


def _drop(act: Act) -> None:
    _send(act)
    if act.operator:
        coming_back.drop_at_point(
            request=act.request,
            operator=act.operator,
            weight_g=700,
            nonce=f"demo-return:{act.request.pk}",
            at=act.at,
        )


def _refund(act: Act) -> None:
    answering.accept(
        request=act.request, way=ReturnWay.KEEP, words="Nhà bán hoàn lại ngay.", actor=act.staff, at=act.at
    )


def _pay(act: Act) -> None:
    _refund(act)
    part = act.request.seller_order
    request = ReturnRequest.objects.get(pk=act.request.pk)
    if payer_of(part) == PaidFrom.SELLER:
        pay_by_seller(request=request, actor=act.staff, at=act.at)
    elif act.operator and drawer_vnd(part.run_stop.point_id) >= request.asked_vnd:  # type: ignore[union-attr]
        pay_from_drawer(request=request, operator=act.operator, at=act.at)


def _close(act: Act) -> None:
    _escalate(act)
    words = "Ảnh lúc giao cho thấy hàng nguyên vẹn, không đủ căn cứ để hoàn."
    deciding.decide_for_seller(request=act.request, words=words, actor=act.office, at=act.at)


def _withdraw(act: Act) -> None:
    withdraw(request=act.request, actor=None, at=act.at)


STORIES: list[tuple[str, Callable[[Act], None], bool]] = [  # reason, what happens, whether at a point
    ("damaged", _wait, False),
    ("damaged", _drop, True),
    ("not-as-described", _offer, False),
    ("damaged", _escalate, False),
    ("missing", _refund, True),
    ("spoiled", _send, True),
    ("not-as-described", _refuse, False),
    ("missing", _pay, False),
    ("damaged", _close, False),
    ("missing", _withdraw, False),
]
