"""The question bank at the desk."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sellers.listings.bulk.reading import FileRefused
from sellers.listings.bulk.spreadsheets import TYPES
from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.campaign.contests.desk.views import render_desk
from shop.campaign.quizzes import importing
from shop.campaign.quizzes.desk.forms import FileForm, QuestionForm
from shop.campaign.quizzes.desk.views import NOT_NOW, own_quiz
from shop.campaign.quizzes.domain import bank as questions
from shop.campaign.quizzes.models import Quiz

PER_PAGE = 50
WRONG = {
    "text": ("text", gettext_lazy("Hãy ghi câu hỏi.")),
    "options": ("option_b", gettext_lazy("Cần 2 đến 4 phương án khác nhau.")),
    "right": ("right", gettext_lazy("Phương án đúng đang để trống.")),
}


@office(Role.COMMITTEE)
@require_http_methods(["GET", "HEAD", "POST"])
def bank(request: HttpRequest, pk: int) -> HttpResponse:
    """All questions of a quiz; a form to add one."""
    found = own_quiz(request, pk)
    form = QuestionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            questions.add(quiz=found, written=form.as_written(), by=request.user, at=timezone.now())
            messages.success(request, _("Đã thêm câu hỏi."))
            return redirect("backoffice:quizzes_office:bank", pk=pk)
        except questions.InvalidQuestion as problem:
            form.add_error(*WRONG[problem.field])
        except questions.Duplicate:
            form.add_error("text", _("Câu này đã có trong ngân hàng."))
        except questions.NotNow:
            form.add_error(None, str(NOT_NOW))
    return _page(request, found, form, FileForm(), status=422 if form.errors else 200)


@office(Role.COMMITTEE)
@require_POST
def load(request: HttpRequest, pk: int) -> HttpResponse:
    """Add the questions of a file: all or none."""
    found, form = own_quiz(request, pk), FileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            rows = importing.read_questions(form.cleaned_data["file"])
            added, known = questions.add_many(quiz=found, rows=rows, by=request.user, at=timezone.now())
            messages.success(request, _("Đã nhập %(n)d câu, %(m)d câu có rồi.") % {"n": added, "m": known})
            return redirect("backoffice:quizzes_office:bank", pk=pk)
        except FileRefused as problem:
            form.add_error("file", str(problem))
        except questions.NotNow:
            form.add_error(None, str(NOT_NOW))
    return _page(request, found, QuestionForm(), form, status=422)


@office(Role.COMMITTEE)
@require_POST
def retire(request: HttpRequest, pk: int, question_pk: int) -> HttpResponse:
    """Ask this question no more."""
    question = get_object_or_404(own_quiz(request, pk).questions, pk=question_pk)
    questions.retire(question=question, by=request.user, at=timezone.now())
    messages.success(request, _("Từ nay không dùng câu này nữa."))
    return redirect("backoffice:quizzes_office:bank", pk=pk)


@office(Role.COMMITTEE)
@require_safe
def template(request: HttpRequest) -> HttpResponseBase:
    """The spreadsheet to fill in."""
    return FileResponse(
        importing.template(), as_attachment=True, filename="mau-cau-hoi.xlsx", content_type=TYPES["xlsx"]
    )


def _page(
    request: HttpRequest, found: Quiz, form: QuestionForm, file_form: FileForm, *, status: int = 200
) -> HttpResponse:
    rows = found.questions.prefetch_related("chosen__round").order_by("is_retired", "-pk")
    return render_desk(
        request,
        "quizzes/desk/bank.html",
        status=status,
        quiz=found,
        questions=Paginator(rows, PER_PAGE).get_page(request.GET.get("trang")),
        form=form,
        file_form=file_form,
    )
