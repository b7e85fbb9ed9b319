"""News of the forum for feed readers (RSS 2.0)."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from shop.campaign.forum.queries import find
from shop.campaign.forum.views.pages import wanted_of

KEEP_SECONDS = 300
MOST = 30


@require_safe
@conditional_page
def rss(request: HttpRequest) -> HttpResponse:
    """The newest topics that fit the same parameters as the page."""
    feed = Rss201rev2Feed(
        title=_("Diễn đàn Chợ Phiên"),
        link=settings.SITE_URL + reverse("forum:index"),
        description=_("Tiếng nói người tiêu dùng và doanh nghiệp, kèm nơi phải trả lời và hạn trả lời."),
        language="vi",
        feed_url=settings.SITE_URL + request.get_full_path(),
    )
    for topic in find(wanted_of(request))[:MOST]:
        feed.add_item(
            title=topic.title,
            link=settings.SITE_URL + topic.get_absolute_url(),
            description=f"{topic.get_state_display()}. {topic.body.name}. {topic.text[:500]}",
            pubdate=topic.published_at,
            unique_id=f"forum-{topic.pk}",
            unique_id_is_permalink=False,
        )
    response = HttpResponse(feed.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8")
    patch_cache_control(response, public=True, max_age=KEEP_SECONDS)
    return response
