"""How an author objects to a text of theirs being taken off."""

from __future__ import annotations

from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from shop.campaign.forum.models import Question, Reply, TopicVersion

register = template.Library()


@register.filter
def objection(text: TopicVersion | Reply | Question) -> str:
    """Return the address of the complaint form, with which text it is about and why it was taken off."""
    facts = {"pk": text.pk, "why": text.reason}
    if isinstance(text, Question):
        said = _("Câu hỏi số %(pk)s của tôi cho buổi “%(title)s” bị gỡ: %(why)s") % {
            **facts,
            "title": text.dialogue.title,
        }
    elif isinstance(text, Reply):
        said = _("Ý kiến số %(pk)s của tôi ở chủ đề “%(title)s” bị gỡ: %(why)s") % {**facts, "title": text.topic.title}
    else:
        said = _("Bài “%(title)s” của tôi ở diễn đàn bị gỡ: %(why)s") % {**facts, "title": text.title}
    body = said + "\n" + _("Tôi không đồng ý vì: ")
    return f"{reverse('support:new')}?{urlencode({'viec': 'forum', 'noi-dung': body})}"
