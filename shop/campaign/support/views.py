"""Complaints: the public form, the sender's page, and the office's answers (linked by the back office)."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from shop.accounts.enums import Role
from shop.accounts.models import User
from shop.accounts.permissions import office
from shop.accounts.phones import national
from shop.campaign.support import queries
from shop.campaign.support.domain import complaints
from shop.campaign.support.forms import AnswerForm, ComplaintForm
from shop.campaign.support.models import Complaint

PER_PAGE = 30
PER_HOUR = 10


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_complaint(request: HttpRequest) -> HttpResponse:
    form = ComplaintForm(request.POST or None, initial=_begun(request))
    if request.method == "POST" and form.is_valid():
        if _too_many(request):
            form.add_error(None, _("Máy này đã gửi nhiều lần. Thử lại sau 1 giờ hoặc gọi tổng đài."))
        else:
            data = {name: value for name, value in form.cleaned_data.items() if name != "website"}
            complaint = complaints.record(**data, at=timezone.now(), site_url=settings.SITE_URL)
            return redirect(complaints.link_of(complaint))
    return render(request, "support/new.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_safe
def complaint(request: HttpRequest, number: str) -> HttpResponse:
    """The sender's page: what was sent and, once there is one, the answer."""
    found = queries.of_sender(number, request.GET.get("khoa", ""))
    if found is None:
        raise Http404
    response = render(request, "support/complaint.html", {"complaint": found})
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@office(Role.REVIEWER)
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Every complaint, those that wait first."""
    page = Paginator(queries.inbox(), PER_PAGE).get_page(request.GET.get("trang"))
    waiting = Complaint.objects.filter(answered_at=None).count()
    context = {"page": page, "waiting": waiting, **_frame()}
    return render(request, "support/inbox.html", context)


@office(Role.REVIEWER)
@require_http_methods(["GET", "POST"])
def answer_complaint(request: HttpRequest, number: str) -> HttpResponse:
    found = get_object_or_404(queries.inbox(), number=number)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            complaints.answer(
                complaint_id=found.pk,
                text=form.cleaned_data["text"],
                by=cast(User, request.user),
                at=timezone.now(),
                site_url=settings.SITE_URL,
            )
        except complaints.AlreadyAnswered:
            messages.error(request, _("Người khác đã trả lời khiếu nại này."))
        else:
            messages.success(request, _("Đã gửi trả lời cho %(name)s.") % {"name": found.name})
        return redirect(request.path)
    context = {"complaint": found, "form": form, **_frame()}
    return render(request, "support/answer.html", context, status=422 if form.errors else 200)


def _frame() -> dict[str, str]:
    return {"nav": "backoffice/nav.html", "office_title": _("Quản trị"), "office_home": "/quan-tri/"}


def _begun(request: HttpRequest) -> dict[str, str]:
    """Return what a link to the form (?don=, ?viec=, ?noi-dung=) and the account already say."""
    user = request.user
    known = {"name": user.full_name, "phone": national(user.phone)} if user.is_authenticated else {}
    asked = {"order_number": "don", "subject": "viec", "body": "noi-dung"}
    return {**known, **{field: request.GET.get(name, "")[:1000] for field, name in asked.items()}}


def _too_many(request: HttpRequest) -> bool:
    """Allow ten complaints an hour from one address."""
    key = f"complaints:{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, 3600)
    try:
        return cache.incr(key) > PER_HOUR
    except ValueError:
        return False
