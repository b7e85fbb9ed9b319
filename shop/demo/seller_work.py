"""What sellers have on their hands: late orders, a change that waits, questions, days off."""

from __future__ import annotations

import datetime

from django.utils import timezone

from catalogue.reviews.answers.domain.moderating import show
from catalogue.reviews.answers.domain.writing import answer
from sellers.models import StockRecord
from sellers.staff import staff_of
from shop.aftersales.domain.confirming import remind_and_escalate
from shop.communication.quiet_hours import after_quiet
from shop.customer.domain.asking import ask
from shop.demo.orders import Story
from shop.fulfilment.amendments.domain.proposing import propose
from shop.fulfilment.amendments.domain.terms import Wish
from shop.fulfilment.amendments.models import AmendmentKind
from shop.order.models import SellerOrder
from shop.shipping.holidays.domain import go_on_holiday
from shop.shipping.holidays.models import Holiday

SHORT_ORDER, REPLACED_ORDER = "n06", "n08"
QUESTIONS = (
    "Hàng này để được bao lâu sau khi mở?",
    "Có gói nhỏ hơn để làm quà không?",
    "Mua 10 phần có được giảm giá không?",
)
ANSWER = "Để nơi khô mát được khoảng một tháng, đậy kín sau khi dùng. (dữ liệu minh hoạ)"


def leave_work(*, stories: list[Story], now: datetime.datetime) -> None:
    """Propose a change of two orders, and put the late orders on the telephone list as the job does by day."""
    _propose(next(story for story in stories if story.row["key"] == SHORT_ORDER), now)
    _replace(next(story for story in stories if story.row["key"] == REPLACED_ORDER), now)
    remind_and_escalate(at=after_quiet(now))
    _ask(stories, now)
    _rest(stories, now)


def _ask(stories: list[Story], now: datetime.datetime) -> None:
    """Buyers asked about what they ordered; the first question has its answer, the others wait."""
    asked = []
    for story, body in zip([story for story in stories if story.order.user], QUESTIONS, strict=False):
        line = story.order.lines.select_related("product", "seller_order__seller").order_by("pk")[0]
        at = now - datetime.timedelta(hours=30 - 7 * len(asked))
        asked.append((ask(product=line.product, author=story.order.user, body=body, at=at), line))
    for question, _line in asked:
        show(text=question, by=None, at=now, seen=question.fingerprint)
    question, line = asked[0]
    author = staff_of(line.seller_order.seller)[0]
    written = answer(question=question, author=author, body=ANSWER, at=now - datetime.timedelta(hours=20))
    show(text=written, by=None, at=now, seen=written.fingerprint)


def _rest(stories: list[Story], now: datetime.datetime) -> None:
    """The seller of an order that was delivered long ago takes some days off."""
    seller = next(part.seller for story in stories if story.ending == "returned" for part in _parts(story))
    today = timezone.localdate(now)
    if not Holiday.objects.filter(seller=seller).exists():
        go_on_holiday(
            seller=seller,
            starts_on=today + datetime.timedelta(days=1),
            ends_on=today + datetime.timedelta(days=9),
            message="Gia đình có việc, hẹn bà con tuần sau nữa. (dữ liệu minh hoạ)",
            actor=None,
            at=now,
            today=today,
        )


def _parts(story: Story) -> list[SellerOrder]:
    return list(story.order.seller_orders.select_related("seller").order_by("pk"))


def _replace(story: Story, now: datetime.datetime) -> None:
    """The seller offers something else of its own for the first good of the order."""
    for line in story.order.lines.select_related("seller_order__seller").order_by("pk"):
        seller = line.seller_order.seller
        on_sale = StockRecord.objects.filter(partner=seller, product__is_public=True, product__available__gte=5)
        other = on_sale.exclude(product=line.product_id).order_by("price", "pk").first()
        staff = staff_of(seller)
        if other is None or not staff:
            continue
        propose(
            seller_order=line.seller_order,
            kind=AmendmentKind.SUBSTITUTION,
            wishes=[Wish(line_id=line.pk, quantity=0, substitute_id=other.pk, substitute_quantity=line.quantity)],
            reason="Mẻ này bị ẩm, xin gửi món khác của nhà làm (dữ liệu minh hoạ)",
            actor=staff[0],
            at=now,
        )
        return


def _propose(story: Story, now: datetime.datetime) -> None:
    """The seller of the order's most wanted good has only one of it."""
    line = story.order.lines.select_related("seller_order__seller").order_by("-quantity", "pk")[0]
    propose(
        seller_order=line.seller_order,
        kind=AmendmentKind.SHORTAGE,
        wishes=[Wish(line_id=line.pk, quantity=1)],
        reason="Mưa nhiều, thu hoạch không đủ (dữ liệu minh hoạ)",
        actor=staff_of(line.seller_order.seller)[0],
        at=now,
    )
