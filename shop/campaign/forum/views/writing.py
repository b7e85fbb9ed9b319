"""Write a topic, rewrite it, follow one's own, reply."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shop.accounts.permissions import signed_in
from shop.campaign.forum import queries, reported
from shop.campaign.forum.domain import writing
from shop.campaign.forum.domain.path import NotNow
from shop.campaign.forum.enums import EDITABLE, Voice
from shop.campaign.forum.forms import ReplyForm, TextsForm, TopicForm
from shop.campaign.forum.models import Topic
from shop.campaign.forum.views.pages import topic_page
from shop.campaign.forum.views.uploads import pictures_of
from shop.regions.models import Province

TOO_MANY_TOPICS = gettext_lazy("Mỗi ngày gửi được 3 bài. Mai bạn viết tiếp nhé.")
REFUSED = {
    NotNow: gettext_lazy("Chủ đề không còn ở bước này nên không làm được. Xem lại trạng thái của chủ đề."),
    writing.TooMany: gettext_lazy("Hôm nay bạn đã viết nhiều ý kiến. Mai bạn viết tiếp nhé."),
}
LOST_PICTURES = gettext_lazy("Ảnh chưa nhận được, hãy chọn lại ảnh. Chữ đã ghi vẫn còn.")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """The form of a new topic; ?tinh= says of which province."""
    province = _province(request)
    voice = Voice.BUSINESS if request.GET.get("tieng-noi") == Voice.BUSINESS else Voice.CONSUMER
    commune = request.user.commune_id
    initial = {"voice": voice, "commune": commune, "body": request.GET.get("co-quan")}
    typed = request.POST if request.method == "POST" else None
    form = TopicForm(typed, province=province, user=request.user, initial=initial)
    refusals: list[str] = []
    if form.is_valid():
        pictures, refusals = pictures_of(request)
        if refusals:
            form.add_error(None, LOST_PICTURES)
        else:
            try:
                writing.submit(draft=form.as_draft(pictures), author=request.user, at=timezone.now())
            except writing.TooMany:
                form.add_error(None, TOO_MANY_TOPICS)
            except writing.WrongBody:
                form.add_error("body", _("Nơi này không nhận ý kiến nữa. Chọn nơi khác."))
            else:
                messages.success(request, _("Đã gửi. Người điều hành đọc rồi nhắn bạn khi bài được đăng."))
                return redirect("forum:mine")
    context = {
        "form": form,
        "province": province,
        "provinces": Province.objects.filter(valid_to=None),
        "refusals": refusals,
        "most_pictures": writing.MOST_PICTURES,
    }
    return render(request, "forum/new.html", context, status=422 if form.errors else 200)


@require_safe
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """Everything this account wrote, with what became of it."""
    topics = queries.of_author(request.user).prefetch_related("versions")[:100]
    replies = request.user.forum_replies.select_related("topic").order_by("-written_at")[:50]
    context = {
        "topics": topics,
        "replies": replies,
        "questions": request.user.forum_questions.select_related("dialogue").order_by("-written_at")[:50],
        "editable": EDITABLE,
        "reports": reported.own(request.user)[:50],
    }
    return render(request, "forum/mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Rewrite one's own topic; readers see the old text until a moderator has read the new one."""
    topic = get_object_or_404(queries.of_author(request.user), pk=pk)
    if topic.state not in EDITABLE:
        messages.error(request, REFUSED[NotNow])
        return redirect("forum:mine")
    last = topic.versions.prefetch_related("pictures").latest("number")
    typed = request.POST if request.method == "POST" else None
    form = TextsForm(typed, initial={"title": last.title, "text": last.text})
    refusals: list[str] = []
    if form.is_valid():
        pictures, refusals = pictures_of(request)
        keep = [int(key) for key in request.POST.getlist("giu") if key.isdecimal() and len(key) < 18]
        if refusals:
            form.add_error(None, LOST_PICTURES)
        else:
            try:
                texts, now = form.cleaned_data, timezone.now()
                writing.rewrite(topic=topic, **texts, keep=keep, pictures=pictures, author=request.user, at=now)
            except NotNow as refusal:
                form.add_error(None, str(REFUSED[type(refusal)]))
            else:
                messages.success(request, _("Đã gửi bản sửa. Bản cũ vẫn hiện cho tới khi bản mới được duyệt."))
                return redirect("forum:mine")
    context = {
        "form": form,
        "topic": topic,
        "last": last,
        "refusals": refusals,
        "most_pictures": writing.MOST_PICTURES,
    }
    return render(request, "forum/edit.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """The author says that the matter is settled."""
    topic = get_object_or_404(queries.of_author(request.user), pk=pk)
    try:
        writing.close_own(topic=topic, author=request.user, at=timezone.now())
        messages.success(request, _("Đã đóng chủ đề. Cảm ơn bạn."))
    except NotNow as refusal:
        messages.error(request, REFUSED[type(refusal)])
    return redirect("forum:mine")


@require_POST
@signed_in
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something to a public topic."""
    topic: Topic = get_object_or_404(queries.with_everything(queries.public()), pk=pk)
    form = ReplyForm(request.POST)
    if form.is_valid():
        try:
            writing.reply(topic=topic, **form.cleaned_data, author=request.user, at=timezone.now())
        except (NotNow, writing.TooMany) as refusal:
            form.add_error(None, str(REFUSED[type(refusal)]))
        else:
            messages.success(request, _("Đã gửi ý kiến. Người điều hành đọc rồi mới đăng."))
            return redirect(topic)
    return topic_page(request, topic, form=form, status=422)


def _province(request: HttpRequest) -> Province:
    """Return the province asked for, or that of the account, or the market's own."""
    commune = request.user.commune
    codes = [request.GET.get("tinh", "")[:2], commune.province_id if commune else "", settings.DEFAULT_PROVINCE]
    known = {row.pk: row for row in Province.objects.filter(valid_to=None, pk__in=codes)}
    found = next((known[code] for code in codes if code in known), None) or Province.objects.first()
    if found is None:
        raise Http404
    return found
