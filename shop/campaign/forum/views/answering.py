"""Where those who answer see what waits for them, and answer."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from shop.accounts.permissions import signed_in
from shop.campaign.forum import queries
from shop.campaign.forum.domain import answering
from shop.campaign.forum.domain.path import NotNow, OwnText
from shop.campaign.forum.enums import DUE, TopicState
from shop.campaign.forum.forms import AnswerForm

REFUSED = {
    NotNow: gettext_lazy("Chủ đề đã đóng hoặc bên này đã phản hồi."),
    OwnText: gettext_lazy("Đây là bài của chính bạn. Nhờ người khác trong cơ quan trả lời."),
    answering.NotMember: gettext_lazy("Bạn không được giao trả lời cho cơ quan này."),
}


@require_safe
@signed_in
def inbox(request: HttpRequest) -> HttpResponse:
    """Topics addressed to the bodies of this person, what is late first."""
    context = {
        "bodies": queries.bodies_of(request.user),
        "page": Paginator(queries.to_answer(request.user), 30).get_page(request.GET.get("trang")),
        "waiting": queries.waiting_for(request.user),
        "today": timezone.localdate(),
    }
    return render(request, "forum/inbox.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """One topic to answer, or to reply to as somebody it names."""
    topic = get_object_or_404(queries.to_answer(request.user), pk=pk)
    mine = set(queries.bodies_of(request.user).values_list("pk", flat=True))
    addressed = topic.body_id in mine and topic.state in (*DUE, TopicState.ANSWERED)
    party = None if addressed else topic.parties.filter(body__in=mine).select_related("body").first()
    form = AnswerForm(request.POST if request.method == "POST" else None, is_party=party is not None)
    if form.is_valid():
        text, now = form.cleaned_data["text"], timezone.now()
        try:
            if party:
                answering.reply_as_party(topic=topic, body=party.body, text=text, by=request.user, at=now)
            else:
                answering.answer(topic=topic, text=text, by=request.user, at=now)
        except tuple(REFUSED) as refusal:
            form.add_error(None, str(REFUSED[type(refusal)]))
        else:
            messages.success(request, _("Đã gửi. Mọi người đọc được ở trang của chủ đề."))
            return redirect(topic)
    version = queries.shown_version(topic)
    context = {
        "topic": topic,
        "pictures": version.pictures.all() if version else [],
        "replies": queries.shown_replies(topic),
        "events": topic.events.all(),
        "form": form,
        "party": party,
        "may_write": addressed or party,
        "today": timezone.localdate(),
    }
    return render(request, "forum/answer.html", context, status=422 if form.errors else 200)
