"""The committee's desk: quizzes of its provinces."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.audit.trail import trail_of
from shop.campaign.contests.desk.views import frame_link, render_desk
from shop.campaign.quizzes import queries
from shop.campaign.quizzes.desk.forms import QuizForm, initial_of_quiz
from shop.campaign.quizzes.domain import cancelling, rounds
from shop.campaign.quizzes.models import Phase, Quiz, QuizState
from shop.campaign.reasons import ReasonMissing

UNDRAWN = (Phase.UPCOMING, Phase.RUNNING, Phase.CLOSED)
NOT_NOW = gettext_lazy("Cuộc thi không còn ở bước này nên không làm được.")


@office(Role.COMMITTEE)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every quiz of this member's provinces."""
    return render_desk(request, "quizzes/desk/index.html", quizzes=queries.desk(request.reach)[:200])


@office(Role.COMMITTEE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write a new quiz."""
    return _write(request, None)


@office(Role.COMMITTEE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft."""
    quiz = own_quiz(request, pk)
    if quiz.state != QuizState.DRAFT:
        messages.error(request, NOT_NOW)
        return redirect("backoffice:quizzes_office:quiz", pk=pk)
    return _write(request, quiz)


@office(Role.COMMITTEE)
@require_safe
def quiz(request: HttpRequest, pk: int) -> HttpResponse:
    """One quiz: its rounds and its bank."""
    return _page(request, own_quiz(request, pk))


@office(Role.COMMITTEE)
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the quiz."""
    try:
        rounds.publish_quiz(quiz=own_quiz(request, pk), by=request.user, at=timezone.now())
        messages.success(request, _("Đã công bố cuộc thi. Giờ công bố từng kỳ."))
    except rounds.NotNow:
        messages.error(request, NOT_NOW)
    return redirect("backoffice:quizzes_office:quiz", pk=pk)


@office(Role.COMMITTEE)
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop the quiz with every round that was not drawn."""
    found, reason = own_quiz(request, pk), request.POST.get("reason", "")
    try:
        stopped = cancelling.cancel_quiz(quiz=found, reason=reason, by=request.user, at=timezone.now())
    except ReasonMissing:
        return _page(request, found, error=str(ReasonMissing.message), status=422)
    except rounds.NotNow:
        messages.error(request, NOT_NOW)
    else:
        said = _("Đã hủy cuộc thi cùng %(n)d kỳ chưa bốc thăm. Kết quả các kỳ đã bốc giữ nguyên.")
        messages.success(request, said % {"n": len(stopped)})
    return redirect("backoffice:quizzes_office:quiz", pk=pk)


def own_quiz(request: HttpRequest, pk: int) -> Quiz:
    """Return a quiz of this member's provinces, or raise Http404."""
    return get_object_or_404(queries.desk(request.reach), pk=pk)


def _write(request: HttpRequest, draft: Quiz | None) -> HttpResponse:
    initial = initial_of_quiz(draft) if draft else None
    form = QuizForm(request.POST if request.method == "POST" else None, reach=request.reach, initial=initial)
    if form.is_valid():
        try:
            saved = rounds.write_quiz(rules=form.as_rules(), quiz=draft, by=request.user, at=timezone.now())
            messages.success(request, _("Đã lưu bản nháp. Thêm câu hỏi, rồi công bố."))
            return redirect("backoffice:quizzes_office:quiz", pk=saved.pk)
        except rounds.NotNow:
            form.add_error(None, str(NOT_NOW))
    status = 422 if form.errors else 200
    return render_desk(request, "quizzes/desk/form.html", form=form, draft=draft, status=status)


def _page(request: HttpRequest, found: Quiz, *, error: str = "", status: int = 200) -> HttpResponse:
    now = timezone.now()
    rows = [(row, row.phase(now), queries.figures(row)) for row in found.rounds.select_related("quiz")]

    def path_of(token: str) -> str:
        return reverse("quizzes:embedded", kwargs={"slug": found.slug, "token": token})

    link = frame_link(request, page=f"quiz:{found.slug}", path_of=path_of)
    context = {"quiz": found, "contest": found, "rows": rows, "events": trail_of(found), "error": error}
    context["undrawn"] = sum(phase in UNDRAWN for _row, phase, _figures in rows)
    return render_desk(request, "quizzes/desk/quiz.html", **context, **link, status=status)
