"""Forms of complaints."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from shop.accounts.phones import parse_mobile
from shop.campaign.support.models import Subject


class ComplaintForm(forms.Form):
    """What somebody complains about and how to reach them."""

    subject = forms.ChoiceField(
        label=_("Về việc"),
        choices=[("", _("Chọn một việc")), *Subject.choices],
        error_messages={"required": _("Hãy chọn việc cần khiếu nại.")},
    )
    order_number = forms.CharField(
        label=_("Mã đơn hàng"), required=False, max_length=32, help_text=_("Có trong tin nhắn đặt hàng.")
    )
    body = forms.CharField(
        label=_("Nội dung"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Việc gì, ngày nào, bạn muốn được giải quyết thế nào."),
        error_messages={"required": _("Hãy kể ngắn gọn việc đã xảy ra.")},
    )
    name = forms.CharField(
        label=_("Họ và tên"), max_length=120, error_messages={"required": _("Hãy ghi họ tên để chúng tôi xưng hô.")}
    )
    phone = forms.CharField(
        label=_("Số điện thoại"),
        max_length=20,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
        help_text=_("Chúng tôi nhắn liên kết xem trả lời vào số này."),
        error_messages={"required": _("Hãy ghi số điện thoại, ví dụ 0912 345 678.")},
    )
    website = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_phone(self) -> str:
        return parse_mobile(self.cleaned_data["phone"])

    def clean_website(self) -> str:
        """A field people never see: whatever fills it is a machine."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Chưa gửi được. Tải lại trang rồi gửi lần nữa."))
        return ""


class AnswerForm(forms.Form):
    """The office's answer."""

    text = forms.CharField(
        label=_("Trả lời"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Người gửi đọc được nguyên văn. Trả lời xong không sửa lại được."),
        error_messages={"required": _("Hãy viết câu trả lời.")},
    )
