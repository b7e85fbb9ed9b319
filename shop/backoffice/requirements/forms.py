"""One requirement as an administrator writes it."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sellers.enums import GoodsKind, LegalType
from sellers.onboarding.models import Confidence, Requirement, RequirementKind


def _several(label: Any, choices: list[tuple[str, Any]], help_text: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=[(value, capfirst(name)) for value, name in choices],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=help_text,
    )


class RequirementForm(forms.ModelForm):
    """Every field of a requirement. Empty lists of types or kinds of goods mean all of them."""

    legal_types = _several(gettext_lazy("Loại hình"), LegalType.choices, gettext_lazy("Không chọn: mọi loại hình."))
    goods_kinds = _several(gettext_lazy("Nhóm hàng"), GoodsKind.choices, gettext_lazy("Không chọn: mọi nhóm hàng."))

    class Meta:
        model = Requirement
        fields = [
            "title",
            "hint",
            "kind",
            "document_kind",
            "legal_types",
            "goods_kinds",
            "is_required",
            "by_identity_check",
            "has_expiry",
            "valid_from",
            "valid_to",
            "legal_basis",
            "confidence",
            "position",
        ]
        widgets = {
            "valid_from": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "valid_to": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        help_texts = {
            "document_kind": gettext_lazy("Chỉ khi người bán phải gửi giấy tờ."),
            "valid_from": gettext_lazy("Để trống: đã ghi lại nhưng chưa áp dụng."),
            "legal_basis": gettext_lazy("Ví dụ: Nghị định 248/2026/NĐ-CP, Điều 18.1."),
            "position": gettext_lazy("Số nhỏ đứng trước."),
        }
        error_messages = {"title": {"required": gettext_lazy("Hãy ghi tên yêu cầu như người bán sẽ đọc.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("kind", "document_kind", "confidence"):
            field = cast("forms.TypedChoiceField", self.fields[name])
            field.choices = [(value, capfirst(label) if value else _("Chọn…")) for value, label in field.choices]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        is_document = data.get("kind") == RequirementKind.DOCUMENT
        if is_document and not data.get("document_kind"):
            self.add_error("document_kind", _("Hãy chọn loại giấy tờ người bán phải gửi."))
        if data.get("kind") != RequirementKind.CHECK:
            data["by_identity_check"] = False
        if not is_document:
            data["document_kind"], data["has_expiry"] = "", False
        first, last = data.get("valid_from"), data.get("valid_to")
        if last and (first is None or last < first):
            self.add_error("valid_to", _("Ngày cuối phải sau ngày bắt đầu áp dụng."))
        if first and data.get("confidence") == Confidence.UNVERIFIED:
            self.add_error("confidence", _("Căn cứ chưa kiểm chứng thì chưa áp dụng: bỏ ngày bắt đầu."))
        return data
