"""One application: papers beside the checks, judging papers, deciding."""

from __future__ import annotations

import datetime

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sellers.documents.models import Document
from sellers.models import Partner
from sellers.onboarding.checklist import checklist_of, paper_slots
from sellers.onboarding.checks import Check, checks_of
from sellers.onboarding.domain.assigning import NotAReviewer, colleagues, give, release, take
from sellers.onboarding.domain.deciding import NotReady, Request, approve, ask_changes, reject
from sellers.onboarding.domain.holding import AlreadyDecided, OwnCase
from sellers.onboarding.domain.identity import Identity, reveal
from sellers.onboarding.domain.judging import AcceptedWithReason, ExpiryNeeded, ReasonNeeded, judge_paper, waive
from sellers.onboarding.models import (
    IdentityLook,
    ReplyTemplate,
    RepresentativeIdentity,
    Requirement,
    SellerApplication,
)
from sellers.onboarding.queries import reviewable_applications
from sellers.onboarding.steps import subject_label
from shop.accounts.enums import Role
from shop.accounts.models import User
from shop.accounts.permissions import office
from shop.audit.trail import trail_of
from shop.backoffice.frame import render_office
from shop.backoffice.trail_words import told


@require_safe
@office(Role.REVIEWER)
def application(request: HttpRequest, pk: int) -> HttpResponse:
    """Show everything a decision needs."""
    return _page(request, _mine(request, pk))


@require_POST
@office(Role.REVIEWER)
def judge(request: HttpRequest, pk: int, document_pk: int) -> HttpResponse:
    """Mark one paper as good, or as to be sent again."""
    subject = _mine(request, pk)
    document = get_object_or_404(Document, pk=document_pk, application=subject, replaced_by=None)
    accepted, reason = request.POST.get("ket_qua") == "dat", request.POST.get("ly_do", "").strip()
    verdict = {"accepted": accepted, "reason": reason, "valid_until": _day(request.POST.get("han", ""))}
    try:
        judge_paper(document=document, **verdict, by=request.user, at=timezone.now())
    except (ReasonNeeded, AcceptedWithReason, ExpiryNeeded) as refusal:
        return _page(request, subject, paper_error=str(refusal), paper_pk=document.pk, status=422)
    except (AlreadyDecided, OwnCase) as refusal:
        return _page(request, _mine(request, pk), error=str(refusal), status=_status(refusal))
    messages.success(request, _("Đã ghi kết quả xem giấy tờ."))
    following = _next_unseen(subject) or document.pk
    return redirect(f"{request.path.split('/giay/')[0]}/?giay={following}#giay")


@require_POST
@office(Role.REVIEWER)
def waive_requirement(request: HttpRequest, pk: int, requirement_pk: int) -> HttpResponse:
    """Let the application pass without one requirement."""
    subject, reason = _mine(request, pk), request.POST.get("ly_do", "").strip()
    act = {"application_id": subject.pk, "requirement_id": requirement_pk, "reason": reason}
    try:
        waive(**act, by=request.user, at=timezone.now())
    except Requirement.DoesNotExist:
        raise Http404 from None
    except ReasonNeeded as refusal:
        return _page(request, subject, waiver_error=str(refusal), waiver_pk=requirement_pk, status=422)
    except (AlreadyDecided, OwnCase) as refusal:
        return _page(request, _mine(request, pk), error=str(refusal), status=_status(refusal))
    messages.success(request, _("Đã ghi miễn, kèm lý do."))
    return redirect(f"{reverse('backoffice:application', args=[pk])}#dm")


@require_POST
@office(Role.REVIEWER)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve, ask for changes or reject. A second decision is refused with a sentence."""
    subject = _mine(request, pk)
    try:
        done = _decide(request, subject)
    except (ReasonNeeded, NotReady) as refusal:
        return _page(request, subject, error=str(refusal), status=422)
    except (AlreadyDecided, OwnCase) as refusal:
        return _page(request, _mine(request, pk), error=str(refusal), status=_status(refusal))
    messages.success(request, done)
    return redirect("backoffice:queue")


@require_POST
@office(Role.REVIEWER)
def reveal_identity(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the representative's whole number once; the look is logged."""
    subject = _mine(request, pk)
    return _page(request, subject, revealed=reveal(application=subject, by=request.user, at=timezone.now()))


@require_POST
@office(Role.REVIEWER)
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the application, give it to a colleague, or put it back into the queue."""
    subject, now = _mine(request, pk), timezone.now()
    act = {"application_id": subject.pk, "by": request.user, "at": now}
    try:
        match request.POST.get("viec"):
            case "giao":
                to = get_object_or_404(
                    User, pk=request.POST.get("cho") if request.POST.get("cho", "").isdecimal() else 0
                )
                give(**act, to=to)
                messages.success(request, _("Đã giao cho %(who)s.") % {"who": to})
            case "tra":
                release(**act)
                messages.success(request, _("Đã trả hồ sơ về hàng chờ."))
            case _:
                take(**act)
    except (AlreadyDecided, OwnCase, NotAReviewer) as refusal:
        return _page(request, _mine(request, pk), error=str(refusal), status=_status(refusal))
    return redirect("backoffice:application", pk=pk)


def _status(refusal: Exception) -> int:
    return 403 if isinstance(refusal, OwnCase | NotAReviewer) else 409


def _decide(request: HttpRequest, subject: SellerApplication) -> str:
    post, now = request.POST, timezone.now()
    verdict, reason = post.get("ket_luan", ""), post.get("ly_do", "").strip()
    if verdict == "duyet":
        seen = parse_datetime(post.get("da_xem", "")) or datetime.datetime.min.replace(tzinfo=datetime.UTC)
        act = {"note": reason, "seen": seen, "checked": _ticked(request)}
        seller = approve(application_id=subject.pk, by=request.user, at=now, **act)
        return _("Đã mở gian hàng %(name)s.") % {"name": seller.name}
    if verdict == "bo-sung":
        asked = [
            Request(check.subject, post.get(f"ly_do_{check.subject}", "").strip())
            for check in checks_of(subject)
            if post.get(f"muc_{check.subject}") == "sua"
        ]
        ask_changes(application_id=subject.pk, requests=asked, by=request.user, at=now)
        return _("Đã gửi yêu cầu bổ sung cho %(name)s.") % {"name": subject.name}
    if verdict == "tu-choi":
        reject(application_id=subject.pk, reason=reason, by=request.user, at=now)
        return _("Đã từ chối hồ sơ %(number)s.") % {"number": subject.number}
    raise ReasonNeeded(_("Hãy chọn một kết luận."))


def _mine(request: HttpRequest, pk: int) -> SellerApplication:
    return get_object_or_404(reviewable_applications(request.reach), pk=pk)


def _day(text: str) -> datetime.date | None:
    """Return the day of a date input; None for none or nonsense."""
    try:
        return parse_date(text)
    except ValueError:
        return None


def _ticked(request: HttpRequest) -> list[int]:
    return [int(value) for value in request.POST.getlist("kiem") if value.isdecimal() and len(value) < 10]


def _looks(subject: SellerApplication) -> QuerySet[IdentityLook]:
    looks = IdentityLook.objects.filter(identity__application=subject).select_related("viewer")
    return looks.order_by("-at")[:5]


def _next_unseen(subject: SellerApplication) -> int | None:
    papers = [document for slot in paper_slots(subject) for document in slot.documents]
    return next((paper.pk for paper in papers if paper.state == "pending"), None)


def _page(
    request: HttpRequest,
    subject: SellerApplication,
    *,
    error: str = "",
    paper_error: str = "",
    paper_pk: int | None = None,
    waiver_error: str = "",
    waiver_pk: int | None = None,
    revealed: Identity | None = None,
    status: int = 200,
) -> HttpResponse:
    checklist = checklist_of(subject)
    slots = checklist.papers
    papers = [(slot, document) for slot in slots for document in slot.documents]
    wanted = paper_pk or request.GET.get("giay", "")
    chosen = next((paper for paper in papers if str(paper[1].pk) == str(wanted)), papers[0] if papers else None)
    context = {
        "application": subject,
        "papers": papers,
        "chosen": chosen,
        "older": list(chosen[1].replaces.all()) if chosen else [],
        "checklist": checklist,
        "identity": RepresentativeIdentity.objects.filter(application=subject).first(),
        "revealed": revealed,
        "looks": IdentityLook.objects.filter(identity__application=subject)
        .select_related("viewer")
        .order_by("-at")[:5],
        "identity_check": subject.identity_checks.first(),
        "ticked": _ticked(request),
        "waiver_error": waiver_error,
        "waiver_pk": waiver_pk,
        "lacking": [slot.requirement for slot in slots if not slot.is_satisfied and not slot.documents],
        "checks": [_row_of(check, request) for check in checks_of(subject)],
        "replies": ReplyTemplate.objects.all(),
        "asked": [(ask, subject_label(ask.subject)) for ask in subject.requests.select_related("asked_by")],
        "trail": told(trail_of(subject)),
        "is_open": subject.is_waiting,
        "is_mine": subject.assignee_id == request.user.pk,
        "colleagues": [user for user in colleagues(subject) if user != request.user] if subject.is_waiting else [],
        "error": error,
        "paper_error": paper_error,
        "verdict": request.POST.get("ket_luan", ""),
        "reason": request.POST.get("ly_do", ""),
    }
    return render_office(request, "backoffice/application.html", context, status=status)


def _row_of(check: Check, request: HttpRequest) -> dict[str, object]:
    """Return one check with what was typed about it and links to the twins this reviewer may see."""
    fix = request.POST.get(f"muc_{check.subject}") == "sua"
    links = [(twin, url) for twin in check.twins if (url := _link(twin, request))]
    return {"check": check, "fix": fix, "reason": request.POST.get(f"ly_do_{check.subject}", ""), "links": links}


def _link(twin: SellerApplication | Partner, request: HttpRequest) -> str:
    if isinstance(twin, SellerApplication):
        seen = reviewable_applications(request.reach).filter(pk=twin.pk).exists()
        return reverse("backoffice:application", args=[twin.pk]) if seen else ""
    seen = request.reach.within(Partner.objects.filter(pk=twin.pk), Role.REVIEWER).exists()
    return reverse("backoffice:seller", args=[twin.slug]) if seen else ""
