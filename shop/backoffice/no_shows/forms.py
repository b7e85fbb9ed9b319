"""The rule that asks for prepayment."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class RuleForm(forms.Form):
    """From which day on so many no-shows in so many months ask for prepayment, and on what ground."""

    times = forms.IntegerField(label=_("Số đơn không tới nhận"), min_value=1, max_value=20)
    months = forms.IntegerField(label=_("Trong số tháng gần nhất"), min_value=1, max_value=24)
    valid_from = forms.DateField(
        label=_("Áp dụng từ ngày"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    basis = forms.CharField(
        label=_("Căn cứ, người quyết định"),
        max_length=200,
        help_text=_("Luật sư đã xem chưa, quyết định số mấy. Ghi vào nhật ký."),
    )
