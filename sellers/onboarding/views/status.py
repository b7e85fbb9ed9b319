"""Reviewing before sending, sending, and what happened since."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sellers.onboarding.banks import bank_name
from sellers.onboarding.checklist import checklist_of, paper_slots
from sellers.onboarding.domain.drafting import NotEditable
from sellers.onboarding.domain.submitting import Incomplete, submit
from sellers.onboarding.forms import SubmitForm
from sellers.onboarding.models import ApplicationState, ReviewRequest, SellerApplication
from sellers.onboarding.queries import latest_application
from sellers.onboarding.steps import BY_SLUG, STEPS, missing, step_of, subject_label
from sellers.onboarding.views.steps import application_being_written, not_editable, show_step
from shop.accounts.permissions import signed_in
from shop.audit.trail import trail_of

STEP = BY_SLUG["gui-duyet"]


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def review(request: HttpRequest) -> HttpResponse:
    """Show everything once more, take the consent, send."""
    application = application_being_written(request)
    if not application.is_editable:
        return redirect("onboarding:status")
    if application.pk is None:
        return redirect("onboarding:step", slug=STEPS[0].slug)
    checklist = checklist_of(application)
    form = SubmitForm(
        request.POST if request.method == "POST" else None,
        instance=application,
        attestations=checklist.attestations,
    )
    if request.method == "POST" and form.is_valid():
        note = form.cleaned_data["applicant_note"]
        try:
            submit(application_id=application.pk, by=request.user, note=note, attested=form.attested, at=timezone.now())
        except NotEditable:
            return not_editable(request)
        except Incomplete:
            form.add_error(None, _("Hồ sơ còn thiếu vài mục, xem danh sách bên dưới."))
        else:
            messages.success(request, _("Đã gửi hồ sơ. Chúng tôi trả lời trong 1 ngày làm việc."))
            return redirect("onboarding:status")
    return show_step(
        request,
        STEP,
        application,
        form,
        missing=missing(application, checklist.papers),
        slots=checklist.papers,
        all_slots=checklist.papers,
        bank=bank_name(application.bank_bin),
    )


@require_safe
@signed_in
def status(request: HttpRequest) -> HttpResponse:
    """Show where the application stands and what the reviewer asks."""
    application = latest_application(request.user)
    if application is None:
        return redirect("onboarding:landing")
    if application.state == ApplicationState.DRAFT:
        return redirect("onboarding:resume")
    asked = list(application.requests.filter(resolved_at=None).select_related("asked_by"))
    context = {
        "application": application,
        "asked": [(ask, subject_label(ask.subject), step_of(ask.subject)) for ask in asked],
        "papers": paper_slots(application),
        "passed": _passed(application, asked),
        "trail": trail_of(application),
        "bank": bank_name(application.bank_bin),
    }
    return render(request, "onboarding/status.html", context)


def _passed(application: SellerApplication, asked: list[ReviewRequest]) -> list[str]:
    """Return what nobody asks to change, field by field."""
    open_subjects = {ask.subject for ask in asked}
    return [
        subject_label(field)
        for step in STEPS
        for field in step.fields
        if field not in open_subjects and getattr(application, field)
    ]
