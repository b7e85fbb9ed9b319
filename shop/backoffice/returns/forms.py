"""Terms of a reason to return goods."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from shop.aftersales.returns.domain.terms import Terms
from shop.aftersales.returns.enums import Confidence
from shop.aftersales.returns.models import ReturnReason


class TermsForm(forms.Form):
    """What changes, and from which day."""

    use_required_attribute = False

    title = forms.CharField(label=_("Lý do khách đọc thấy"), max_length=80)
    hint = forms.CharField(label=_("Giải thích cho khách"), max_length=200, required=False)
    ask_days = forms.IntegerField(label=_("Được yêu cầu trong bao nhiêu ngày sau khi nhận"), min_value=1, max_value=365)
    refund_days = forms.IntegerField(label=_("Phải hoàn xong tiền trong bao nhiêu ngày"), min_value=1, max_value=365)
    needs_picture = forms.BooleanField(label=_("Khách phải gửi ảnh"), required=False)
    returns_delivery = forms.BooleanField(label=_("Hoàn cả phí giao khi trả hết"), required=False)
    is_on = forms.BooleanField(label=_("Áp dụng cho khách"), required=False)
    legal_basis = forms.CharField(
        label=_("Căn cứ"), max_length=200, help_text=_("Số văn bản, điều; hoặc ghi là cam kết của chợ.")
    )
    confidence = forms.ChoiceField(label=_("Độ tin cậy của căn cứ"), choices=Confidence.choices)
    valid_from = forms.DateField(
        label=_("Từ ngày"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Từ ngày mai trở đi. Hàng giao trước ngày này giữ điều kiện cũ."),
    )

    def terms(self) -> Terms:
        data = {name: value for name, value in self.cleaned_data.items() if name != "valid_from"}
        return Terms(**{**data, "confidence": Confidence(data["confidence"])})


def initial_of(reason: ReturnReason) -> dict[str, object]:
    """Return what stands now, to be changed."""
    names = [name for name in TermsForm.base_fields if name != "valid_from"]
    return {name: getattr(reason, name) for name in names}
