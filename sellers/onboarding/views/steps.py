"""The pages on which an application is written. They work on the visitor's own open application, never on an id."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sellers.onboarding.checklist import paper_slots
from sellers.onboarding.domain.drafting import NotEditable, save_draft
from sellers.onboarding.domain.identity import write_identity
from sellers.onboarding.forms import BankForm, IdentityForm, ShopForm
from sellers.onboarding.models import SellerApplication
from sellers.onboarding.queries import open_application
from sellers.onboarding.requirements import LEGAL_RULES, legal_rules_of
from sellers.onboarding.steps import BY_SLUG, STEPS, Step, following, is_done, missing
from shop.accounts.permissions import signed_in

FORMS: dict[str, type[forms.ModelForm]] = {"gian-hang": ShopForm, "phap-ly": IdentityForm, "nhan-tien": BankForm}


@require_safe
@signed_in
def resume(request: HttpRequest) -> HttpResponse:
    """Go to the first step that is not done, or to the application's state."""
    application = open_application(request.user)
    if application and not application.is_editable:
        return redirect("onboarding:status")
    if application is None:
        return redirect("onboarding:step", slug=STEPS[0].slug)
    lacks = missing(application)
    return redirect("onboarding:step", slug=lacks[0].step.slug if lacks else STEPS[-1].slug)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def step(request: HttpRequest, slug: str) -> HttpResponse:
    """Show and save a step that is one plain form."""
    if slug not in FORMS:
        raise Http404
    application = application_being_written(request)
    if not application.is_editable:
        return redirect("onboarding:status")
    form = FORMS[slug](
        request.POST if request.method == "POST" else None,
        instance=application,
        initial=_first_values(request, application),
    )
    if request.method == "POST" and form.is_valid():
        return save_and_go_on(request, BY_SLUG[slug], form.cleaned_data, identity=getattr(form, "identity", None))
    return show_step(request, BY_SLUG[slug], application, form)


def application_being_written(request: HttpRequest) -> SellerApplication:
    """Return the visitor's open application, or an unsaved one before the first save."""
    return open_application(request.user) or SellerApplication(applicant=request.user)


def save_and_go_on(
    request: HttpRequest, current: Step, fields: dict[str, Any], *, identity: tuple[str, datetime.date] | None = None
) -> HttpResponse:
    """Save a step; go on, or back to the state when the reviewer's requests are being answered."""
    try:
        application = save_draft(applicant=request.user, fields=fields)
        if identity:
            number, born_on = identity
            act = {"application_id": application.pk, "by": request.user, "at": timezone.now()}
            write_identity(number=number, born_on=born_on, **act)
    except NotEditable:
        return not_editable(request)
    if request.POST.get("sau") == "ho-so":
        messages.success(request, _("Đã lưu. Gửi lại hồ sơ khi đã sửa đủ."))
        return redirect("onboarding:status")
    if request.POST.get("sau") == "thoat":
        messages.success(request, _("Đã lưu nháp. Bạn làm tiếp sau được, trên máy khác cũng được."))
        return redirect("onboarding:landing")
    return redirect("onboarding:step", slug=following(current).slug)


def not_editable(request: HttpRequest) -> HttpResponse:
    """Another tab sent the application, or it was decided: nothing was saved."""
    messages.warning(request, _("Hồ sơ đã gửi nên lần sửa này chưa được lưu."))
    return redirect("onboarding:status")


def show_step(
    request: HttpRequest, current: Step, application: SellerApplication, form: forms.Form | None, **extra: Any
) -> HttpResponse:
    """Render one step in its frame."""
    slots = extra.get("all_slots") or paper_slots(application)
    lacks = missing(application, slots) if application.pk else []
    context = {
        "application": application,
        "current": current,
        "number": STEPS.index(current) + 1,
        "steps": [(step, step != current and bool(application.pk) and is_done(step, lacks)) for step in STEPS],
        "form": form,
        "back": STEPS[STEPS.index(current) - 1] if current != STEPS[0] else None,
        "answering": request.GET.get("sau", request.POST.get("sau", "")) == "ho-so",
        "requirements": legal_rules_of(application.legal_type),
        "needed": [slot.requirement for slot in slots if slot.requirement.is_required],
        "summaries": {legal_type.value: rules.summary for legal_type, rules in LEGAL_RULES.items()},
        **extra,
    }
    return render(request, f"onboarding/{current.slug}.html", context)


def _first_values(request: HttpRequest, application: SellerApplication) -> dict[str, str]:
    if application.phone:
        return {}
    return {"phone": request.user.phone, "representative": application.representative or request.user.full_name}
