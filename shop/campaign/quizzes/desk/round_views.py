"""Rounds at the desk: write, publish, cancel, draw, and the results as a spreadsheet."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sellers.listings.bulk.spreadsheets import TYPES
from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.audit.trail import record, trail_of
from shop.campaign.contests.desk.views import render_desk
from shop.campaign.quizzes import queries
from shop.campaign.quizzes.desk.forms import DrawForm, RoundForm, initial_of_round
from shop.campaign.quizzes.desk.results import as_file
from shop.campaign.quizzes.desk.views import NOT_NOW, own_quiz
from shop.campaign.quizzes.domain import cancelling, drawing, rounds
from shop.campaign.quizzes.models import Quiz, QuizState, Round
from shop.campaign.reasons import ReasonMissing

TOO_FEW = gettext_lazy("Ngân hàng còn %(has)d câu chưa dùng, kỳ này cần %(size)d. Thêm câu hỏi rồi công bố.")
REFUSED = {
    rounds.NotNow: gettext_lazy("Công bố được khi cuộc thi đã công bố và chưa tới giờ mở kỳ; hủy được trước bốc thăm."),
    ReasonMissing: ReasonMissing.message,
    drawing.NotNow: gettext_lazy("Bốc thăm một lần, sau khi kỳ đã đóng."),
}


@office(Role.COMMITTEE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the next round."""
    quiz = own_quiz(request, pk)
    if quiz.state == QuizState.CANCELLED:
        messages.error(request, NOT_NOW)
        return redirect("backoffice:quizzes_office:quiz", pk=pk)
    return _write(request, quiz, None)


@office(Role.COMMITTEE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int, round_pk: int) -> HttpResponse:
    """Change a draft round."""
    found = own_round(request, pk, round_pk)
    if found.state != QuizState.DRAFT:
        messages.error(request, NOT_NOW)
        return redirect("backoffice:quizzes_office:round", pk=pk, round_pk=round_pk)
    return _write(request, found.quiz, found)


@office(Role.COMMITTEE)
@require_safe
def round_page(request: HttpRequest, pk: int, round_pk: int) -> HttpResponse:
    """One round: figures, questions, the drawing."""
    return _page(request, own_round(request, pk, round_pk), DrawForm())


@office(Role.COMMITTEE)
@require_POST
def act(request: HttpRequest, pk: int, round_pk: int) -> HttpResponse:
    """Publish, cancel, or draw."""
    found, by, now = own_round(request, pk, round_pk), request.user, timezone.now()
    form = DrawForm(request.POST)
    try:
        match request.POST.get("viec"):
            case "huy":
                cancelling.cancel_round(round_=found, reason=request.POST.get("reason", "")[:2000], by=by, at=now)
                messages.success(request, _("Đã hủy kỳ này. Lý do hiện trên trang và được nhắn cho người đã vào thi."))
            case "boc-tham":
                if not form.is_valid():
                    return _page(request, found, form, status=422)
                drawing.draw(round_=found, tie_answer=form.cleaned_data["tie_answer"], by=by, at=now)
                messages.success(request, _("Đã bốc thăm, công bố và nhắn tin cho người trúng."))
            case _:
                rounds.publish_round(round_=found, by=by, at=now)
                messages.success(request, _("Đã công bố kỳ này cùng mã băm của hạt giống bốc thăm."))
    except rounds.TooFewQuestions as few:
        messages.error(request, TOO_FEW % {"has": few.has, "size": found.size})
    except tuple(REFUSED) as refusal:
        messages.error(request, REFUSED[type(refusal)])
    return redirect("backoffice:quizzes_office:round", pk=pk, round_pk=round_pk)


@office(Role.COMMITTEE)
@require_safe
def results(request: HttpRequest, pk: int, round_pk: int) -> HttpResponseBase:
    """Winners with phones, for whoever hands the prizes over, and all attempts by code. Who took it is noted."""
    found = own_round(request, pk, round_pk)
    record(actor=request.user, action="quiz_round.exported", subject=found, at=timezone.now())
    name = f"ket-qua-{found.quiz.slug}-ky-{found.number}.xlsx"
    return FileResponse(as_file(found), as_attachment=True, filename=name, content_type=TYPES["xlsx"])


def own_round(request: HttpRequest, pk: int, round_pk: int) -> Round:
    """Return a round of this member's provinces, or raise Http404."""
    return get_object_or_404(own_quiz(request, pk).rounds.select_related("quiz"), pk=round_pk)


def _write(request: HttpRequest, quiz: Quiz, draft: Round | None) -> HttpResponse:
    initial = initial_of_round(draft) if draft else None
    form = RoundForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            saved = rounds.write_round(
                quiz=quiz, rules=form.as_rules(), round_=draft, by=request.user, at=timezone.now()
            )
            messages.success(request, _("Đã lưu bản nháp của kỳ."))
            return redirect("backoffice:quizzes_office:round", pk=quiz.pk, round_pk=saved.pk)
        except rounds.NotNow:
            form.add_error(None, str(NOT_NOW))
    context = {"quiz": quiz, "draft": draft, "form": form}
    return render_desk(request, "quizzes/desk/round_form.html", **context, status=422 if form.errors else 200)


def _page(request: HttpRequest, found: Round, form: DrawForm, *, status: int = 200) -> HttpResponse:
    phase = found.phase(timezone.now())
    return render_desk(
        request,
        "quizzes/desk/round.html",
        status=status,
        quiz=found.quiz,
        round=found,
        phase=phase.value,
        phase_name=phase.label,
        figures=queries.figures(found),
        solution=queries.solution(found, None),
        winners=queries.winners(found),
        form=form,
        events=trail_of(found),
    )
