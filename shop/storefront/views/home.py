"""The home page: next run, categories, goods of five stars and of the season, pick-up points, the next market."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from shop.campaign.contests.queries import running
from shop.campaign.fairs.queries import next_session
from shop.campaign.surveys.queries import running as running_surveys
from shop.regions.queries import communes_of
from shop.storefront import cards, navigation, runs
from shop.storefront.points import active_in_province
from shop.storefront.public import public_page

TRY = ("nho xanh", "tỏi Phan Rang", "nước mắm", "mật ong", "trà")


@public_page
def home(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    return render(
        request,
        "storefront/home.html",
        {
            "next_stop": runs.next_for_default_province(now),
            "province_code": settings.DEFAULT_PROVINCE,
            "provinces": navigation.provinces(),
            "communes": list(communes_of(settings.DEFAULT_PROVINCE)),
            "categories": navigation.front_categories(),
            "five_stars": cards.with_stars(5, limit=10),
            "seasonal": cards.in_season(today.month, limit=12),
            "points": active_in_province(settings.DEFAULT_PROVINCE, limit=6),
            "session": next_session(today),
            "contest": running(now).first(),
            "survey": running_surveys(now).first(),
            "try_words": TRY,
        },
    )
