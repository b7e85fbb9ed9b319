"""What tells a scripted crowd from people: too many within an hour from one network, fresh accounts, or one account."""

from __future__ import annotations

import datetime
import ipaddress
from typing import TypeVar

from django.db.models import F, QuerySet
from django.utils.crypto import salted_hmac

from shop.campaign.forum.models import Flag, QuestionSupport, Support

HOUR = datetime.timedelta(hours=1)
YOUNG = datetime.timedelta(days=1)
NETWORK_AN_HOUR = 8  # of one network for one thing: a whole hamlet may share an address
YOUNG_AN_HOUR = 5  # accounts younger than a day, for one thing
THINGS_AN_HOUR = 20  # of one account
AnySupport = TypeVar("AnySupport", Support, QuestionSupport)


def network_of(address: str) -> str:
    """Return a keyed hash of the network an address belongs to: /24 or /48."""
    try:
        bits = 24 if ipaddress.ip_address(address).version == 4 else 48
        network = str(ipaddress.ip_network(f"{address}/{bits}", strict=False))
    except ValueError:
        network = address
    return salted_hmac("shop.campaign.forum", network, algorithm="sha256").hexdigest()


def visitor_of(address: str, day: datetime.date) -> str:
    """Return a keyed hash of a visitor's network that holds for one day."""
    return salted_hmac("shop.campaign.forum.visitor", f"{day} {network_of(address)}", algorithm="sha256").hexdigest()


def within_the_hour(rows: QuerySet[AnySupport], at: datetime.datetime) -> QuerySet[AnySupport]:
    """Return what was given in the hour before a moment."""
    return rows.filter(given_at__gt=at - HOUR, given_at__lte=at)


def flag_crowd(given: AnySupport, *, here: QuerySet[AnySupport], lately: QuerySet[AnySupport]) -> list[int]:
    """Flag this support and those like it once there are too many; return the keys of what was flagged.

    here: the last hour's for the same thing; lately: the last hour's for everything.
    """
    suspects = (
        (Flag.NETWORK, here.filter(network=given.network), NETWORK_AN_HOUR),
        (Flag.YOUNG, here.filter(user__date_joined__gt=F("given_at") - YOUNG), YOUNG_AN_HOUR),
        (Flag.SPEED, lately.filter(user=given.user_id), THINGS_AN_HOUR),
    )
    touched: list[int] = []
    for flag, rows, most in suspects:
        if rows.count() > most:
            fresh = list(rows.filter(flag="", cleared_at=None).values_list("pk", flat=True))
            type(given).objects.filter(pk__in=fresh).update(flag=flag)
            touched += fresh
    return touched
