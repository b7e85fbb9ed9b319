"""The papers step."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sellers.documents.checks import DocumentRefused
from sellers.documents.models import Document, DocumentKind
from sellers.onboarding.checklist import PaperSlot, paper_slots
from sellers.onboarding.domain.drafting import NotEditable, add_paper, remove_paper
from sellers.onboarding.steps import BY_SLUG, following
from sellers.onboarding.views.steps import application_being_written, not_editable, show_step
from shop.accounts.permissions import signed_in

STEP = BY_SLUG["giay-to"]


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def papers(request: HttpRequest) -> HttpResponse:
    """Show what is asked for and keep what is sent; one bad file never loses the good ones."""
    application = application_being_written(request)
    if not application.is_editable:
        return redirect("onboarding:status")
    if not application.legal_type:
        messages.warning(request, _("Hãy chọn loại hình trước, mỗi loại hình cần giấy tờ khác nhau."))
        return redirect("onboarding:step", slug="gian-hang")
    if not application.goods_kinds:
        messages.warning(request, _("Hãy chọn nhóm hàng trước, mỗi nhóm hàng cần giấy tờ khác nhau."))
        return redirect("onboarding:step", slug="gian-hang")
    slots = paper_slots(application)
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            errors = _keep(request, slots)
        except NotEditable:
            return not_editable(request)
        slots = paper_slots(application)
    going_on = request.method == "POST" and request.POST.get("viec") != "tai"
    if going_on:
        errors = _lacking(slots) | errors
    if request.method == "POST" and not errors:
        if request.POST.get("sau") == "ho-so":
            return redirect("onboarding:status")
        return redirect("onboarding:step", slug=following(STEP).slug) if going_on else redirect(request.path)
    shown = [(slot, errors.get(slot.requirement.document_kind, "")) for slot in slots]
    more_open = any((slot.documents or error) and not slot.requirement.is_required for slot, error in shown)
    return show_step(request, STEP, application, None, slots=shown, all_slots=slots, errors=errors, more_open=more_open)


@require_POST
@signed_in
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a paper of the visitor's own open application that nobody has judged."""
    try:
        remove_paper(applicant=request.user, document_id=pk)
    except Document.DoesNotExist:
        raise Http404 from None
    except NotEditable:
        return not_editable(request)
    return redirect("onboarding:step", slug=STEP.slug)


def _keep(request: HttpRequest, slots: list[PaperSlot]) -> dict[str, str]:
    """Keep every asked-for file that can be kept; return why the others were not, by kind."""
    errors: dict[str, str] = {}
    for kind in (DocumentKind(slot.requirement.document_kind) for slot in slots):
        for upload in request.FILES.getlist(kind.value):
            try:
                add_paper(applicant=request.user, kind=kind, upload=upload)
            except DocumentRefused as refusal:
                errors[kind.value] = f"{upload.name}: {refusal}"
    return errors


def _lacking(slots: list[PaperSlot]) -> dict[str, str]:
    return {
        slot.requirement.document_kind: _("Còn thiếu giấy này. Hãy chụp hoặc chọn tệp rồi gửi.")
        for slot in slots
        if not slot.is_satisfied
    }
