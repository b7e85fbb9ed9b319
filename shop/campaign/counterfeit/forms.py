"""Forms of counterfeit reports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from shop.accounts.phones import parse_mobile
from shop.campaign.counterfeit.models import Sign, Verdict

WHERE = [("cho-phien", _("Mua trên Chợ Phiên")), ("noi-khac", _("Thấy ở nơi khác"))]


class ReportForm(forms.Form):
    """What somebody saw; a phone is not needed."""

    use_required_attribute = False

    where = forms.ChoiceField(label=_("Món hàng nào?"), choices=WHERE, initial="cho-phien", widget=forms.RadioSelect)
    order_number = forms.CharField(
        label=_("Mã đơn hàng"), required=False, max_length=32, help_text=_("Có trong tin nhắn đặt hàng.")
    )
    place = forms.CharField(label=_("Tên hàng và nơi thấy"), required=False, max_length=200)
    signs = forms.MultipleChoiceField(
        label=_("Dấu hiệu bạn thấy"), choices=Sign.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    body = forms.CharField(
        label=_("Kể lại ngắn gọn"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Tới 1.000 ký tự: mua khi nào, khác chỗ nào."),
        error_messages={"required": _("Kể ngắn gọn điều bạn thấy.")},
    )
    lot_code = forms.CharField(label=_("Số lô trên tem"), required=False, max_length=40)
    phone = forms.CharField(
        label=_("Số điện thoại"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
        help_text=_("Để nhắn bạn kết luận. Để trống nếu muốn giấu tên; nhà bán không bao giờ thấy số này."),
    )
    website = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_phone(self) -> str:
        return parse_mobile(self.cleaned_data["phone"]) if self.cleaned_data["phone"].strip() else ""

    def clean_website(self) -> str:
        """A field people never see: whatever fills it is a machine."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Chưa gửi được. Tải lại trang rồi gửi lần nữa."))
        return ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("where") == "noi-khac" and not data.get("place"):
            self.add_error("place", _("Ghi tên hàng và nơi bạn thấy: chợ, cửa hàng, trang bán."))
        return data


class QuestionForm(forms.Form):
    """What the seller is asked, and by when."""

    question = forms.CharField(
        label=_("Câu hỏi"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Ghi điều cần nhà bán trả lời.")},
    )
    due = forms.DateField(
        label=_("Trả lời trước ngày"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Chọn ngày."), "invalid": _("Ghi ngày như 12/9/2026.")},
    )


class DecisionForm(forms.Form):
    """The verdict and why."""

    verdict = forms.ChoiceField(
        label=_("Hàng này là"),
        choices=[(value, capfirst(label)) for value, label in Verdict.choices],
        widget=forms.RadioSelect,
    )
    finding = forms.CharField(
        label=_("Lý do"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Nhà bán và người báo đọc được nguyên văn."),
        error_messages={"required": _("Ghi lý do của kết luận.")},
    )


class AnswerForm(forms.Form):
    """The seller's answer."""

    text = forms.CharField(
        label=_("Trả lời của gian hàng"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Viết câu trả lời.")},
    )
