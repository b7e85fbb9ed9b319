"""Contests, entries, votes."""

from __future__ import annotations

import datetime

from django.utils import timezone

from shop.campaign.contests import credentials
from shop.campaign.contests.domain import entering, running, voting
from shop.campaign.contests.models import Channel, Contest, Entry, Standings
from shop.campaign.contests.receipts import new_secret
from shop.regions.models import Commune
from tests.factories.goods import SellerFactory, stocked_product

DAY = datetime.timedelta(days=1)


def a_contest(
    commune: Commune,
    *,
    title: str = "Được yêu thích",
    opened: datetime.timedelta = DAY,
    lasts: datetime.timedelta = 10 * DAY,
    entries: int = 3,
    **rules: object,
) -> Contest:
    """Return a published contest whose voting opened so long ago, with so many admitted entries in two categories."""
    opens_at = timezone.now() - opened
    written = running.Rules(
        **{
            "title": title,
            "organiser": "Ban Chỉ đạo tỉnh",
            "province": commune.province,
            "commune": None,
            "rules": "Mỗi số một phiếu.",
            "entries_until": opens_at,
            "opens_at": opens_at,
            "closes_at": opens_at + lasts,
            "choices_per_category": 1,
            "may_change": True,
            "takes_paper": False,
            "standings": Standings.LIVE,
            "categories": ["Thực phẩm", "Đồ uống"],
            **rules,
        }
    )
    before = opens_at - DAY
    contest = running.write(rules=written, contest=None, by=None, at=before)
    running.publish(contest=contest, by=None, at=before)
    for place in range(entries):
        entering.admit(entry=an_entry(contest, commune, category=place % 2, at=before), by=None, at=before)
    contest.refresh_from_db()
    return contest


def an_entry(contest: Contest, commune: Commune, *, category: int = 0, at: datetime.datetime) -> Entry:
    """Return a submitted entry of a new seller."""
    seller = SellerFactory(commune=commune)
    product = stocked_product(seller=seller, commune=commune, province=commune.province)
    return entering.enter(
        contest=contest,
        category=contest.categories.all()[category],
        product=product,
        seller=seller,
        pitch="Ngon",
        by=None,
        at=at,
    )


def a_vote(contest: Contest, phone: str, entries: list[int], *, secret: str = "") -> str:
    """Cast a ballot for a phone and return its secret."""
    secret = secret or new_secret()
    voting.cast(
        contest=contest,
        credential=credentials.of_phone(contest.pk, phone),
        channel=Channel.PHONE,
        secret=secret,
        entries=entries,
        at=timezone.now(),
    )
    return secret
