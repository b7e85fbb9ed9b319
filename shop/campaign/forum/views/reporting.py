"""Report a text: with an account by one tap, then say why or take it back; without one on a page of its own."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from shop.accounts.permissions import signed_in
from shop.campaign.forum import reported
from shop.campaign.forum.domain import reporting
from shop.campaign.forum.domain.crowds import visitor_of
from shop.campaign.forum.domain.path import NotNow, OwnText
from shop.campaign.forum.domain.writing import TooMany
from shop.campaign.forum.forms import ReportForm
from shop.campaign.forum.models import Report

REFUSED = {
    NotNow: gettext_lazy("Bài này không còn hiện, hoặc báo của bạn đã được xem."),
    OwnText: gettext_lazy("Đây là bài của bạn, nên bạn không báo được."),
    TooMany: gettext_lazy("Từ tài khoản hay mạng này đã có nhiều bài bị báo trong ngày. Mai hãy báo tiếp."),
    reporting.LetStand: gettext_lazy(
        "Người điều hành đã đọc bài này và để nguyên. Có điều mới thì đăng nhập rồi báo lại."
    ),
}


@require_POST
@signed_in
def report(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Report a text that everybody reads."""
    text = _text(kind, pk)
    try:
        made = reporting.report(text=text, reporter=request.user, at=timezone.now())
    except tuple(REFUSED) as refusal:
        messages.error(request, REFUSED[type(refusal)])
        return redirect(_place(text))
    return redirect("forum:reported", pk=made.pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report_as_visitor(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Report a text without an account; neither a name nor a phone is asked for."""
    text = _text(kind, pk)
    form = ReportForm(request.POST if request.method == "POST" else None)
    is_done, now = False, timezone.now()
    if form.is_valid():
        network = visitor_of(request.META.get("REMOTE_ADDR", ""), timezone.localdate(now))
        try:
            reporting.report_as_visitor(text=text, network=network, reason=form.cleaned_data["reason"], at=now)
            is_done = True
        except tuple(REFUSED) as refusal:
            form.add_error(None, str(REFUSED[type(refusal)]))
    context = {"text": text, "place": _place(text), "form": form, "is_done": is_done}
    return render(request, "forum/report.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def thanks(request: HttpRequest, pk: int) -> HttpResponse:
    """Thank for a report, take its reason, or with viec=rut take it back."""
    found: Report = get_object_or_404(reported.own(request.user), pk=pk)
    text = found.version or found.reply or found.question
    form = ReportForm(request.POST if request.method == "POST" else None, initial={"reason": found.reason})
    if form.is_valid():
        try:
            if request.POST.get("viec") == "rut":
                reporting.withdraw(report=found)
                messages.success(request, _("Đã rút báo của bạn."))
            else:
                reporting.give_reason(report=found, reason=form.cleaned_data["reason"])
                messages.success(request, _("Cảm ơn bạn. Người điều hành đọc rồi quyết định."))
        except NotNow as refusal:
            messages.error(request, REFUSED[type(refusal)])
        return redirect(_place(text))
    context = {"report": found, "text": text, "place": _place(text), "form": form}
    return render(request, "forum/reported.html", context, status=422 if form.errors else 200)


def _text(kind: str, pk: int) -> reporting.Text:
    if kind not in reported.KINDS:
        raise Http404
    return get_object_or_404(reported.readable()[kind], pk=pk)


def _place(text: reporting.Text | None) -> str:
    if text is None:
        raise Http404
    place = text.dialogue if isinstance(text, reporting.Question) else text.topic
    return place.get_absolute_url() if isinstance(text, reporting.Question) or place.is_public else "/"
