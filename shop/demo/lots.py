"""Goods counted by lots, a lot that was recalled, and reports of counterfeit goods in every state. All invented."""

from __future__ import annotations

import datetime

from django.utils import timezone

from catalogue.lots.fefo import sellable
from catalogue.lots.models import Lot, LotState, LotTracking
from sellers.listings.domain.lots import start_tracking
from sellers.models import Partner, StockRecord
from shop.accounts.models import RoleGrant, User
from shop.campaign.counterfeit.domain import deciding
from shop.campaign.counterfeit.domain.reporting import Report, record
from shop.campaign.counterfeit.models import CounterfeitCase, Sign, Verdict
from shop.order.lots.domain.recalling import open_recall, tell_everybody
from shop.order.lots.models import Recall

OWNER, REVIEWER = "chu-thai-an", "xet-duyet"
DAY = datetime.timedelta(days=1)


def load_lots(*, people: dict[str, User], now: datetime.datetime) -> None:
    """Count three goods of the demo seller by lots and recall one older lot, unless that was done."""
    owner = people[OWNER]
    seller = _seller(owner)
    if Recall.objects.exists() or LotTracking.objects.exists():
        return
    records = list(StockRecord.objects.filter(partner=seller, num_in_stock__gt=0).order_by("pk")[:4])
    for record_ in records[:3]:
        _count(record_, owner, now)
    if len(records) == 4:
        lot = Lot.objects.filter(product=records[3].product_id, state=LotState.ON_SALE).order_by("pk").first()
        if lot:
            recall = open_recall(
                lot=lot,
                reason="Nhãn in sai hạn dùng (minh hoạ)",
                advice="Đừng dùng tiếp. Mang tới điểm nhận đã mua để được hoàn tiền.",
                actor=owner,
                at=now - DAY,
            )
            tell_everybody(recall_id=recall.pk, at=now - DAY)


def load_counterfeit(*, people: dict[str, User], now: datetime.datetime) -> None:
    """Report three goods: one report is new, one waits for the seller, one is decided."""
    if CounterfeitCase.objects.exists():
        return
    seller, judge = _seller(people[OWNER]), people[REVIEWER]
    goods = [stock.product for stock in StockRecord.objects.filter(partner=seller).order_by("pk")[:2]]
    if len(goods) < 2:
        return
    record(
        report=Report(
            body="Thấy bán ở chợ, túi giống hệt nhưng không có tem truy xuất.",
            product=goods[0],
            seller=seller,
            is_elsewhere=True,
            place="Sạp hàng khô, chợ phường",
            signs=[Sign.LABEL_UNREADABLE],
        ),
        at=now - DAY,
    )
    asked = record(
        report=Report(
            body="Tem trên nắp quét ra trang lỗi, món khác lần mua trước.",
            product=goods[1],
            lot_code="TA-2609-9",
            signs=[Sign.LABEL_UNREADABLE, Sign.DIFFERENT],
            phone=people["hanh"].phone,
        ),
        at=now - 2 * DAY,
    )
    question = "Mã lô TA-2609-9 có phải của gian hàng không? Gửi ảnh tem của lô gần nhất."
    deciding.ask_seller(case=asked, question=question, due=(now + 3 * DAY).date(), actor=judge, at=now - DAY)
    decided = record(
        report=Report(body="Ngày sản xuất bị mờ, sợ sửa hạn.", product=goods[0], signs=[Sign.DATES]), at=now - 6 * DAY
    )
    finding = "Đã đối chiếu với sổ lô và ảnh của gian hàng: tem in mờ, không sửa hạn. Gian hàng đã in lại tem."
    deciding.decide(case=decided, verdict=Verdict.UNFOUNDED, finding=finding, actor=judge, at=now - 4 * DAY)
    CounterfeitCase.objects.update(is_demo=True)


def _seller(owner: User) -> Partner:
    found = RoleGrant.objects.select_related("seller").get(user=owner, seller__isnull=False).seller
    assert found is not None
    return found


def _count(record_: StockRecord, owner: User, now: datetime.datetime) -> None:
    """Share what is on hand among the lots in date."""
    lots = list(sellable(record_.product_id, today=timezone.localdate(now)))
    if lots:
        share = (record_.num_in_stock or 0) // len(lots)
        units = {lot.pk: share for lot in lots}
        units[lots[0].pk] += (record_.num_in_stock or 0) - share * len(lots)
        start_tracking(stockrecord=record_, units=units, actor=owner, at=now)
