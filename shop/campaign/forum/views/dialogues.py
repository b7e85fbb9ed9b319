"""Public pages of live sessions: all of them, one of them with its questions, its minutes."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import conditional_page, require_POST, require_safe

from shop.accounts.permissions import signed_in
from shop.campaign.forum import queries
from shop.campaign.forum.domain import questions
from shop.campaign.forum.domain.crowds import network_of
from shop.campaign.forum.domain.path import NotNow, OwnText
from shop.campaign.forum.domain.writing import TooMany
from shop.campaign.forum.forms import QuestionForm
from shop.campaign.forum.models import Dialogue, Phase

KEEP_SECONDS = 60
PER_PAGE = 20
REFUSED = {
    NotNow: gettext_lazy("Buổi này không nhận thêm câu hỏi hay ủng hộ nữa."),
    TooMany: gettext_lazy("Mỗi người gửi được 3 câu hỏi cho một buổi."),
    OwnText: gettext_lazy("Đây là câu hỏi của bạn, nên bạn không ủng hộ được."),
}


@require_safe
@conditional_page
def index(request: HttpRequest) -> HttpResponse:
    """Sessions that run or come, and those that are over."""
    now = timezone.now()
    over = Paginator(queries.dialogues_over(), PER_PAGE).get_page(request.GET.get("trang"))
    context = {
        "ahead": [(row, row.phase(now)) for row in queries.dialogues_ahead()],
        "over": [(row, row.phase(now)) for row in over],
        "page": over,
    }
    response = render(request, "forum/dialogues.html", context)
    patch_cache_control(response, public=True, max_age=KEEP_SECONDS)
    return response


@never_cache
@require_safe
def dialogue(request: HttpRequest, slug: str) -> HttpResponse:
    """One session with its questions in the order of support."""
    return _page(request, get_object_or_404(queries.dialogues(), slug=slug))


@require_POST
@signed_in
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask a question while they are collected."""
    found, form = get_object_or_404(queries.dialogues(), slug=slug), QuestionForm(request.POST)
    if form.is_valid():
        try:
            questions.ask(dialogue=found, **form.cleaned_data, author=request.user, at=timezone.now())
        except tuple(REFUSED) as refusal:
            form.add_error(None, str(REFUSED[type(refusal)]))
        else:
            messages.success(request, _("Đã gửi. Người điều hành đọc rồi nhắn bạn khi câu hỏi được đăng."))
            return redirect(found)
    return _page(request, found, form=form, status=422)


@require_POST
@signed_in
def support(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Support a question, or with viec=thoi no longer."""
    found = get_object_or_404(queries.dialogues(), slug=slug)
    question, now = get_object_or_404(queries.ranked(found), pk=pk), timezone.now()
    try:
        if request.POST.get("viec") == "thoi":
            questions.take_back(question=question, user=request.user, at=now)
        else:
            network = network_of(request.META.get("REMOTE_ADDR", ""))
            given = questions.support(question=question, user=request.user, network=network, at=now)
            if given.flag and not given.cleared_at:
                messages.warning(request, _("Đã nhận. Nhiều lượt giống nhau trong một giờ nên lượt này chờ kiểm tra."))
    except tuple(REFUSED) as refusal:
        messages.error(request, REFUSED[type(refusal)])
    return redirect(f"{found.get_absolute_url()}#cau-{question.pk}")


@never_cache
@require_safe
def minutes(request: HttpRequest, slug: str) -> HttpResponse:
    """The minutes with every answer, to read and to print."""
    found = get_object_or_404(queries.dialogues(), slug=slug)
    if found.minutes_at is None:
        raise Http404
    return render(request, "forum/minutes.html", {"dialogue": found, "questions": queries.ranked(found)})


def _page(
    request: HttpRequest, found: Dialogue, *, form: QuestionForm | None = None, status: int = 200
) -> HttpResponse:
    phase = found.phase(timezone.now())
    context = {
        "dialogue": found,
        "phase": phase.value,
        "phase_name": phase.label,
        "questions": queries.ranked(found),
        "supported": queries.supported_by(request.user, found),
        "takes_support": phase in (Phase.COLLECTING, Phase.READY),
        "form": form or QuestionForm(),
    }
    return render(request, "forum/dialogue.html", context, status=status)
