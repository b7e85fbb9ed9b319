"""The committee's desk: contests of its provinces from the draft to the decision."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.audit.trail import trail_of
from shop.campaign.contests import queries
from shop.campaign.contests.desk.forms import ContestForm, RecognitionForm, SheetForm, initial_of
from shop.campaign.contests.domain import cancelling, entering, jury, recognising, running
from shop.campaign.contests.domain.phone_codes import sent_today
from shop.campaign.contests.models import Contest, ContestState, Entry, EntryState, LogHead, Phase
from shop.campaign.embedding import clean_origin, token_for
from shop.campaign.reasons import ReasonMissing
from shop.campaign.two_people import SamePerson

REFUSED = {
    running.NotNow: gettext_lazy("Cuộc bình chọn không còn ở bước này nên không làm được."),
    ReasonMissing: ReasonMissing.message,
    SamePerson: gettext_lazy("Bạn đã đề nghị. Người khác trong Ban phải quyết định."),
    entering.EntriesClosed: gettext_lazy("Bình chọn đã mở hoặc món đã rút nên không xét được nữa."),
    recognising.NobodyRecognised: gettext_lazy("Ghi danh hiệu cho ít nhất một sản phẩm."),
}


@office(Role.COMMITTEE)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every contest of this member's provinces."""
    now = timezone.now()
    rows = [(contest, contest.phase(now)) for contest in queries.desk(request.reach)[:200]]
    return render_desk(request, "contests/desk/index.html", rows=rows)


@office(Role.COMMITTEE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write a new contest."""
    return _write(request, None)


@office(Role.COMMITTEE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft."""
    contest = own_contest(request, pk)
    if contest.state != ContestState.DRAFT:
        messages.error(request, REFUSED[running.NotNow])
        return redirect("backoffice:contests_office:contest", pk=pk)
    return _write(request, contest)


@office(Role.COMMITTEE)
@require_safe
def contest(request: HttpRequest, pk: int) -> HttpResponse:
    """One contest: entries to screen, printed codes, what the log says, the decision."""
    return _page(request, own_contest(request, pk))


@office(Role.COMMITTEE)
@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish, or cancel: who proposes it and who agrees are two once somebody has voted."""
    found, by, now = own_contest(request, pk), request.user, timezone.now()
    cancelled = _("Đã hủy. Lý do hiện trên trang bình chọn.")
    try:
        match request.POST.get("viec"):
            case "huy":
                is_done = cancelling.propose(contest=found, reason=request.POST.get("reason", ""), by=by, at=now)
                messages.success(request, cancelled if is_done else _("Đã đề nghị. Người khác trong Ban phải đồng ý."))
            case "dong-y-huy":
                cancelling.agree(contest=found, by=by, at=now)
                messages.success(request, cancelled)
            case "khong-huy":
                cancelling.drop(contest=found, by=by, at=now)
                messages.success(request, _("Cuộc bình chọn tiếp tục, không hủy."))
            case _:
                running.publish(contest=found, by=by, at=now)
                messages.success(request, _("Đã công bố. Nhà bán đăng ký được từ bây giờ."))
    except tuple(REFUSED) as refusal:
        messages.error(request, REFUSED[type(refusal)])
    return redirect("backoffice:contests_office:contest", pk=pk)


@office(Role.COMMITTEE)
@require_POST
def screen(request: HttpRequest, pk: int, entry_pk: int) -> HttpResponse:
    """Let an entry compete, or refuse it with a reason."""
    entry = get_object_or_404(Entry.objects.filter(contest=own_contest(request, pk)), pk=entry_pk)
    try:
        if request.POST.get("viec") == "tu-choi":
            reason = request.POST.get("reason", "")[:500]
            entering.reject(entry=entry, reason=reason, by=request.user, at=timezone.now())
        else:
            entering.admit(entry=entry, by=request.user, at=timezone.now())
    except tuple(REFUSED) as refusal:
        messages.error(request, REFUSED[type(refusal)])
    return redirect("backoffice:contests_office:contest", pk=pk)


@office(Role.COMMITTEE)
@require_POST
def recognise(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the signed decision down."""
    found, form = own_contest(request, pk), RecognitionForm(request.POST)
    if not form.is_valid():
        return _page(request, found, recognition_form=form, status=422)
    awards = form.awards([entry.pk for entry in queries.admitted(found)])
    try:
        recognising.recognise(contest=found, **form.cleaned_data, awards=awards, by=request.user, at=timezone.now())
        messages.success(request, _("Đã ghi quyết định. Danh hiệu hiện trên trang sản phẩm và gian hàng."))
    except tuple(REFUSED) as refusal:
        form.add_error(None, str(REFUSED[type(refusal)]))
        return _page(request, found, recognition_form=form, status=422)
    return redirect("backoffice:contests_office:contest", pk=pk)


def own_contest(request: HttpRequest, pk: int) -> Contest:
    return get_object_or_404(queries.desk(request.reach), pk=pk)


def _write(request: HttpRequest, draft: Contest | None) -> HttpResponse:
    initial = initial_of(draft) if draft else None
    form = ContestForm(request.POST if request.method == "POST" else None, reach=request.reach, initial=initial)
    if form.is_valid():
        try:
            saved = running.write(rules=form.as_rules(), contest=draft, by=request.user, at=timezone.now())
        except running.NotNow as refusal:
            form.add_error(None, str(REFUSED[type(refusal)]))
        else:
            messages.success(request, _("Đã lưu bản nháp. Xem lại rồi bấm Công bố."))
            return redirect("backoffice:contests_office:contest", pk=saved.pk)
    status = 422 if form.errors else 200
    return render_desk(request, "contests/desk/form.html", form=form, draft=draft, status=status)


def _page(
    request: HttpRequest, found: Contest, *, recognition_form: RecognitionForm | None = None, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    phase = found.phase(now)
    entries = found.entries.exclude(state=EntryState.WITHDRAWN).select_related("product", "seller", "category")
    recognition = getattr(found, "recognition", None)
    shows_standings = phase == Phase.CLOSED or not found.hides_standings
    return render_desk(
        request,
        "contests/desk/contest.html",
        status=status,
        contest=found,
        phase=phase.value,
        phase_name=phase.label,
        entries=entries,
        may_screen=found.state == ContestState.PUBLISHED and now < found.opens_at,
        tables=queries.standings(found) if shows_standings else [],
        voters=queries.voters(found),
        ways=queries.ways(found),
        holding=queries.holding(found),
        jury_missing=jury.missing(found) if phase != Phase.DRAFT else [],
        codes_today=sent_today(found, now),
        head=LogHead.objects.filter(contest=found).first(),
        sheets=queries.sheets(found),
        sheet_form=SheetForm(),
        recognition=recognition,
        recognition_form=recognition_form or RecognitionForm(),
        typed=request.POST,
        events=trail_of(found),
        **frame_link(request, page=f"contest:{found.slug}", path_of=partial(_framed, found)),
    )


def _framed(found: Contest, token: str) -> str:
    return reverse("contests:embedded", kwargs={"slug": found.slug, "token": token})


def frame_link(request: HttpRequest, *, page: str, path_of: Callable[[str], str]) -> dict[str, str]:
    """Return what was typed as another site's address, and the link signed for it or what to mend.

    page: as the token names it, such as "contest:slug"; path_of: the page's path with a token.
    """
    typed = request.GET.get("trang-nhung", "")[:300]
    if not typed:
        return {}
    try:
        origin = clean_origin(typed)
    except ValidationError as problem:
        return {"site": typed, "site_error": problem.messages[0]}
    path = path_of(token_for(page=page, origin=origin))
    return {"site": typed, "frame_link": f"{settings.SITE_URL}{path}"}


def render_desk(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    frame = {"nav": "backoffice/nav.html", "office_title": _("Quản trị"), "office_home": "/quan-tri/"}
    return render(request, template, {**frame, **context}, status=status)
