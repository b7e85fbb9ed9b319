"""Live sessions at the desk: written, published, run, recorded, and their minutes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.audit.trail import trail_of
from shop.campaign.forum import queries
from shop.campaign.forum.desk.dialogue_form import DialogueForm, initial_of
from shop.campaign.forum.desk.embedding import frame_link
from shop.campaign.forum.desk.frame import render_desk
from shop.campaign.forum.domain import dialogues, questions
from shop.campaign.forum.domain.moderating import AlreadyDecided, NoteMissing
from shop.campaign.forum.domain.path import NotNow, OwnDecision, OwnText
from shop.campaign.forum.domain.writing import WrongBody
from shop.campaign.forum.enums import OFF
from shop.campaign.forum.models import Dialogue, DialogueState, Phase, Question
from shop.campaign.reasons import ReasonMissing

REFUSED = {
    NotNow: gettext_lazy("Buổi đối thoại không ở bước này nên không làm được."),
    OwnText: gettext_lazy("Đây là câu hỏi của chính bạn. Nhờ người điều hành khác."),
    OwnDecision: gettext_lazy("Bạn đã gỡ câu hỏi này. Người điều hành khác quyết định có đăng lại không."),
    ReasonMissing: gettext_lazy("Ghi nội dung hoặc lý do rồi gửi."),
    WrongBody: gettext_lazy("Chọn một trong các bên trả lời của buổi này."),
    AlreadyDecided: gettext_lazy("Câu hỏi đã được quyết định hoặc đã trả lời."),
    NoteMissing: gettext_lazy("Câu hỏi này bị máy giữ hoặc đã bị gỡ. Ghi vì sao vẫn đăng được."),
}


@office(*queries.DESK_ROLES)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every session of this desk."""
    now = timezone.now()
    rows = [(row, row.phase(now)) for row in queries.desk_dialogues(request.reach)[:200]]
    return render_desk(request, "forum/desk/dialogues.html", rows=rows)


@office(*queries.DESK_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write a new session."""
    return _write(request, None)


@office(*queries.DESK_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft."""
    found = get_object_or_404(queries.desk_dialogues(request.reach), pk=pk)
    if found.state != DialogueState.DRAFT:
        messages.error(request, REFUSED[NotNow])
        return redirect("backoffice:forum_office:dialogue", pk=pk)
    return _write(request, found)


@office(*queries.DESK_ROLES)
@require_safe
def dialogue(request: HttpRequest, pk: int) -> HttpResponse:
    """One session: questions to read, to rank, to answer; the minutes."""
    return _page(request, get_object_or_404(queries.desk_dialogues(request.reach), pk=pk))


@office(*queries.DESK_ROLES)
@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish, start, end, cancel, or publish the minutes."""
    found = get_object_or_404(queries.desk_dialogues(request.reach), pk=pk)
    work, by, now = request.POST.get("viec", ""), request.user, timezone.now()
    try:
        if work == "huy":
            dialogues.cancel(dialogue=found, reason=request.POST.get("reason", ""), by=by, at=now)
        elif work == "bien-ban":
            text = request.POST.get("minutes", "")[:20000]
            dialogues.publish_minutes(dialogue=found, text=text, by=by, at=now)
            messages.success(request, _("Đã công bố biên bản và báo người hỏi."))
        elif step := {"cong-bo": dialogues.publish, "bat-dau": dialogues.start, "ket-thuc": dialogues.end}.get(work):
            step(dialogue=found, by=by, at=now)
    except tuple(REFUSED) as refusal:
        return _page(request, found, error=str(REFUSED[type(refusal)]), status=422)
    return redirect("backoffice:forum_office:dialogue", pk=pk)


@office(*queries.DESK_ROLES)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Show or refuse a question, count what was held back, record an answer."""
    question: Question = get_object_or_404(queries.desk_questions(request.reach), pk=pk)
    work, reason, now = request.POST.get("viec", ""), request.POST.get("reason", ""), timezone.now()
    try:
        if work == "dang":
            seen = request.POST.get("ban", "")
            questions.show(question=question, seen=seen, note=reason, by=request.user, at=now)
        elif work == "tu-choi":
            questions.refuse(question=question, reason=reason, by=request.user, at=now)
        elif work == "tinh-ung-ho":
            questions.let_count(question=question, reason=reason, by=request.user, at=now)
        elif work == "tra-loi":
            key = request.POST.get("co_quan", "")
            hosts = question.dialogue.hosts.filter(pk=int(key)) if key.isdecimal() and len(key) < 18 else []
            body = next(iter(hosts), None)
            if body is None:
                raise WrongBody
            text = request.POST.get("answer", "")
            questions.record_answer(question=question, body=body, text=text, by=request.user, at=now)
    except tuple(REFUSED) as refusal:
        return _page(request, question.dialogue, error=str(REFUSED[type(refusal)]), status=422)
    return redirect("backoffice:forum_office:dialogue", pk=question.dialogue_id)


def _write(request: HttpRequest, draft: Dialogue | None) -> HttpResponse:
    typed = request.POST if request.method == "POST" else None
    provinces = queries.desk_provinces(request.reach)
    communes = request.reach.communes(Role.COMMITTEE)
    form = DialogueForm(typed, provinces=provinces, communes=communes, initial=initial_of(draft) if draft else None)
    if form.is_valid():
        try:
            saved = dialogues.write(plan=form.as_plan(), dialogue=draft, by=request.user, at=timezone.now())
        except NotNow as refusal:
            form.add_error(None, str(REFUSED[type(refusal)]))
        else:
            messages.success(request, _("Đã lưu bản nháp. Xem lại rồi bấm Công bố."))
            return redirect("backoffice:forum_office:dialogue", pk=saved.pk)
    status = 422 if form.errors else 200
    return render_desk(request, "forum/desk/dialogue_form.html", form=form, draft=draft, status=status)


def _page(request: HttpRequest, found: Dialogue, *, error: str = "", status: int = 200) -> HttpResponse:
    phase = found.phase(timezone.now())
    rows = list(queries.desk_questions(request.reach).filter(dialogue=found))
    context: dict[str, Any] = {
        "dialogue": found,
        "phase": phase.value,
        "phase_name": phase.label,
        "waiting": [row for row in rows if row.state == "waiting"],
        "ranked": [row for row in rows if row.state == "shown"],
        "refused": [row for row in rows if row.state in OFF],
        "hosts": found.hosts.all(),
        "records": phase in (Phase.RUNNING, Phase.CLOSED) and not found.minutes_at,
        "events": trail_of(found),
        "error": error,
        "typed": request.POST,
    }
    page = f"forum-dialogue:{found.slug}"
    context |= frame_link(request, page=page, name="forum:embedded_dialogue", slug=found.slug)
    return render_desk(request, "forum/desk/dialogue.html", status=status, **context)
