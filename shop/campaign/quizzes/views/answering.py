"""Take part: begin once, answer, hand in once. Works without JavaScript; the server's clock counts."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shop.accounts.permissions import signed_in
from shop.campaign.quizzes import queries
from shop.campaign.quizzes.domain import answering
from shop.campaign.quizzes.forms import SheetForm
from shop.campaign.quizzes.models import Attempt, Phase
from shop.campaign.quizzes.views.pages import own_round

REFUSED = {
    answering.NotOpen: gettext_lazy("Kỳ thi này không nhận bài lúc này."),
    answering.PhoneUnproved: gettext_lazy("Đăng nhập bằng mã gửi tới điện thoại rồi mới dự thi được."),
    answering.AlreadyHandedIn: gettext_lazy("Bài này đã nộp rồi, mỗi người một lần."),
    answering.GuessMissing: gettext_lazy("Ghi số dự đoán cho câu hỏi phụ."),
}


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Say what will happen, and start the clock."""
    found = own_round(slug, number)
    attempt = queries.attempt_of(found, request.user)
    if attempt:
        return redirect(found if attempt.finished_at else "quizzes:sheet", *_where(attempt, slug, number))
    if request.method == "POST":
        try:
            answering.begin(round_=found, user=request.user, at=timezone.now())
            return redirect("quizzes:sheet", slug=slug, number=number)
        except tuple(REFUSED) as refusal:
            messages.error(request, REFUSED[type(refusal)])
    if found.phase(timezone.now()) != Phase.RUNNING:
        return redirect(found)
    return render(request, "quizzes/begin.html", {"round": found, "quiz": found.quiz})


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The questions, and handing in."""
    found = own_round(slug, number)
    attempt = queries.attempt_of(found, request.user)
    if attempt is None:
        return redirect("quizzes:begin", slug=slug, number=number)
    if attempt.finished_at:
        return redirect(found)
    form = SheetForm(request.POST if request.method == "POST" else None, attempt=attempt)
    if request.method == "POST" and _hand_in(request, attempt, form):
        return redirect(found)
    left = max(0, int((attempt.due_at - timezone.now()).total_seconds()))
    context = {"round": found, "quiz": found.quiz, "attempt": attempt, "form": form, "left": left}
    return render(request, "quizzes/sheet.html", context, status=422 if form.errors else 200)


def _hand_in(request: HttpRequest, attempt: Attempt, form: SheetForm) -> bool:
    form.is_valid()
    now = timezone.now()
    try:
        done = answering.hand_in(attempt=attempt, choices=form.choices(), guess=form.cleaned_data.get("guess"), at=now)
    except answering.GuessMissing:
        if "guess" not in form.errors:
            form.add_error("guess", str(REFUSED[answering.GuessMissing]))
        return False
    except (answering.AlreadyHandedIn, answering.NotOpen) as refusal:
        messages.error(request, REFUSED[type(refusal)])
        return True
    if done.is_late:
        messages.error(request, _("Hết giờ trước khi bài tới máy chủ nên bài không được tính."))
    else:
        messages.success(request, _("Đã nhận bài của bạn. Kết quả hiện ở trang này khi kỳ thi đóng."))
    return True


def _where(attempt: Attempt, slug: str, number: int) -> tuple[object, ...]:
    return () if attempt.finished_at else (slug, number)
