"""Sentences for requests: list, add, change, remove."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from sellers.onboarding.domain.judging import SHORTEST_REASON
from sellers.onboarding.domain.replies import remove_reply, save_reply
from sellers.onboarding.models import ReplyTemplate
from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.backoffice.frame import render_office


class ReplyForm(forms.ModelForm):
    """One sentence, long enough to be a reason."""

    class Meta:
        model = ReplyTemplate
        fields = ["body", "position"]
        widgets = {"body": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"position": gettext_lazy("Số nhỏ đứng trước.")}
        error_messages = {
            "body": {
                "required": gettext_lazy("Hãy ghi câu trả lời."),
                "unique": gettext_lazy("Đã có câu này."),
            }
        }

    def clean_body(self) -> str:
        body = " ".join(self.cleaned_data["body"].split())
        if len(body) < SHORTEST_REASON:
            raise forms.ValidationError(_("Câu trả lời cần ít nhất 10 ký tự: người bán đọc nguyên văn."))
        return body


@require_http_methods(["GET", "HEAD", "POST"])
@office(Role.REVIEWER)
def replies(request: HttpRequest) -> HttpResponse:
    """List the sentences and add one; ?sua= changes one."""
    wanted = request.GET.get("sua", "")
    row = get_object_or_404(ReplyTemplate, pk=wanted) if wanted.isdecimal() else None
    form = ReplyForm(request.POST if request.method == "POST" else None, instance=row)
    if request.method == "POST" and form.is_valid():
        save_reply(reply=form.save(commit=False), by=request.user, at=timezone.now())
        messages.success(request, _("Đã lưu mẫu trả lời."))
        return redirect("backoffice:replies")
    context = {"rows": ReplyTemplate.objects.all(), "form": form, "editing": row}
    return render_office(request, "backoffice/replies.html", context, status=422 if form.errors else 200)


@require_POST
@office(Role.REVIEWER)
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    remove_reply(reply=get_object_or_404(ReplyTemplate, pk=pk), by=request.user, at=timezone.now())
    messages.success(request, _("Đã bỏ mẫu trả lời."))
    return redirect("backoffice:replies")
