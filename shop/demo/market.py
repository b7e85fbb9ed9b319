"""The whole demo market, step by step. Loading twice changes nothing but adds runs for the days gone by."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from catalogue.models import Product
from sellers.listings.domain.adopt import adopt_products
from sellers.listings.models import Listing
from sellers.models import Partner
from sellers.payouts.models import PayoutPeriod
from shop.accounts.models import User
from shop.communication.models import Message
from shop.demo.applications import load_applications, load_drafts
from shop.demo.cards import contest, pay_by_card
from shop.demo.cash_work import leave_cash_work
from shop.demo.categories import load_categories
from shop.demo.certificates import load_certificates
from shop.demo.complaints import load_complaints
from shop.demo.contests import load_contests
from shop.demo.counter_work import leave_counter_work
from shop.demo.forum import load_forum
from shop.demo.goods import load_goods
from shop.demo.imports import load_import
from shop.demo.invoices import write_invoices
from shop.demo.journeys import Journeys
from shop.demo.lead_times import load_lead_times
from shop.demo.lots import load_counterfeit, load_lots
from shop.demo.offers import load_offers
from shop.demo.orders import Placing, has_orders, place_orders
from shop.demo.payouts import pay_sellers
from shop.demo.people import load_people
from shop.demo.pictures import Pictures, load_pictures
from shop.demo.point_applications import load_point_applications
from shop.demo.points import load_points
from shop.demo.prepaid import pay_ahead
from shop.demo.progress import Progress
from shop.demo.quizzes import load_quizzes
from shop.demo.rates import load_rates
from shop.demo.regions import Places, ensure_regions
from shop.demo.returns_work import leave_returns
from shop.demo.reviews import write_reviews
from shop.demo.road_work import leave_road_work
from shop.demo.runs import load_calendar
from shop.demo.seller_work import leave_work
from shop.demo.sellers import load_sellers
from shop.demo.sessions import load_sessions
from shop.demo.shopfronts import load_shopfronts
from shop.demo.standing import load_papers, load_standing
from shop.demo.surveys import load_surveys
from shop.demo.taxes import load_taxes
from shop.demo.vouchers import load_vouchers
from shop.demo.waiting import keep_waiting
from shop.order.models import Order
from shop.shipping.models import PickUpPoint


@dataclass(frozen=True)
class Market:
    """What was loaded, by the keys of the tables."""

    products: dict[str, Product]
    points: dict[str, PickUpPoint]
    people: dict[str, User]


def load_market(*, now: datetime.datetime, progress: Progress) -> Market:
    """Create whatever of the demo market is missing."""
    today = timezone.localdate(now)
    with progress.step("Tỉnh, xã và tên cũ"):
        ensure_regions()
    places = Places()
    with progress.step("Ảnh"):
        pictures = load_pictures()
    products = _load_goods(places, pictures, now, progress)
    with progress.step("Điểm nhận, người và vai trò"), transaction.atomic():
        points = load_points()
        people = load_people(points=points, now=now)
    with progress.step("Lịch chuyến và phiên chợ"), transaction.atomic():
        load_calendar(points=points, people=people, now=now)
        load_sessions(places=places, today=today)
    _load_work(Market(products=products, points=points, people=people), now, progress)
    return Market(products=products, points=points, people=people)


@transaction.atomic
def _load_work(market: Market, now: datetime.datetime, progress: Progress) -> None:
    """Create what people have begun: applications, drafts, orders. Their messages count as sent long ago."""
    with progress.step("Hồ sơ và tin đăng chờ duyệt"):
        load_applications(people=market.people, now=now)
        load_drafts(people=market.people, now=now)
        load_offers(people=market.people, now=now)
        load_import(people=market.people, now=now)
        load_shopfronts(people=market.people, now=now)
        load_standing(people=market.people, now=now)
        load_papers(people=market.people, now=now)
    load_lead_times(products=market.products)
    load_point_applications(people=market.people, now=now)
    load_vouchers(people=market.people, now=now, today=timezone.localdate(now))
    if not has_orders():
        with progress.step("Đơn hàng ở mọi trạng thái"):
            load_taxes(finance=market.people["ke-toan"], now=now, today=timezone.localdate(now))
            placing = Placing(products=market.products, points=market.points, people=market.people, now=now)
            stories = place_orders(placing)
            pay_ahead(placing=placing, stories=stories)
            by_card = pay_by_card(placing=placing, stories=stories)
            Journeys(stories=[*stories, *by_card], people=market.people, now=now).play()
            contest(stories=by_card, people=market.people, now=now)
            write_reviews(stories=stories, products=market.products, now=now)
            leave_work(stories=stories, now=now)
            leave_counter_work(stories=stories, points=market.points, products=market.products, now=now)
            leave_cash_work(now=now)
            leave_road_work(stories=stories, points=market.points, people=market.people, now=now)
    if not PayoutPeriod.objects.exists():
        with progress.step("Đối soát và chi trả"):
            pay_sellers(people=market.people, now=now)
    keep_waiting(now=now)
    leave_returns(people=market.people, now=now)
    write_invoices(finance=market.people["ke-toan"], now=now, today=timezone.localdate(now))
    with progress.step("Lô hàng, tin báo hàng giả"):
        load_lots(people=market.people, now=now)
        load_counterfeit(people=market.people, now=now)
        load_complaints(people=market.people, now=now)
    morning = last_morning(now)
    with progress.step("Bình chọn"):
        load_contests(people=market.people, now=morning)
        load_quizzes(people=market.people, now=morning)
    with progress.step("Khảo sát ý kiến"):
        load_surveys(people=market.people, now=morning)
    with progress.step("Diễn đàn"):
        load_forum(people=market.people, now=morning)
    demo_phones = User.objects.filter(is_demo=True).values("phone")
    buyers = Order.objects.filter(is_demo=True).values("buyer_phone")
    sellers = Partner.objects.filter(is_demo=True).values("phone")
    told = Q(recipient__in=demo_phones) | Q(recipient__in=buyers) | Q(recipient__in=sellers)
    Message.objects.filter(told, sent_at=None).update(sent_at=now)


@transaction.atomic
def last_morning(now: datetime.datetime) -> datetime.datetime:
    """Return the latest eight o'clock in Viet Nam that is over: a campaign opens and closes in office hours."""
    eight = timezone.localtime(now).replace(hour=8, minute=0, second=0, microsecond=0)
    return eight if eight <= now else eight - datetime.timedelta(days=1)


def _load_goods(places: Places, pictures: Pictures, now: datetime.datetime, progress: Progress) -> dict[str, Product]:
    with progress.step("Danh mục và nhà bán"):
        categories = load_categories(pictures)
        sellers = load_sellers(places=places, now=now)
        load_rates(sellers=list(sellers.values()), today=timezone.localdate(now))
    with progress.step("Sản phẩm, tồn kho, lô hàng"):
        products = load_goods(categories=categories, sellers=sellers, pictures=pictures, places=places, now=now)
    with progress.step("Chứng nhận OCOP"):
        load_certificates(products=products, today=timezone.localdate(now))
    with progress.step("Tin đăng của nhà bán"):
        _adopt(products, now)
    return products


def _adopt(products: dict[str, Product], now: datetime.datetime) -> None:
    """Give new goods the listing their sellers edit."""
    if Listing.objects.filter(product__in=products.values()).count() < len(products):
        adopt_products(at=now)
