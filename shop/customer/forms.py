"""What buyers change about themselves and say about goods."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from shop.customer.models import Purpose
from shop.regions.models import Province
from shop.regions.queries import communes_of

# Without JavaScript a button on the page does the same.
SHOW_COMMUNES = {
    "hx-post": reverse_lazy("customer:profile"),
    "hx-vals": '{"buoc":"tinh"}',
    "hx-trigger": "change",
    "hx-target": "#xa-cua-tinh",
    "hx-select": "#xa-cua-tinh",
    "hx-swap": "outerHTML",
}


class ProfileForm(forms.Form):
    """Name, e-mail and commune. The phone is changed on its own page, with a code."""

    full_name = forms.CharField(
        label=_("Họ và tên"), max_length=120, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("Thư điện tử"),
        required=False,
        error_messages={"invalid": _("Địa chỉ thư có dạng ten@vidu.vn. Hãy xem lại.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    province = forms.ChoiceField(label=_("Tỉnh, thành phố"), required=False, widget=forms.Select(attrs=SHOW_COMMUNES))
    commune = forms.ChoiceField(
        label=_("Xã, phường, đặc khu"),
        required=False,
        error_messages={"invalid_choice": _("Hãy chọn lại xã, phường trong tỉnh này.")},
    )

    use_required_attribute = False

    def __init__(self, *args: Any, province: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        provinces = Province.objects.filter(valid_to=None).values_list("code", "name")
        communes = communes_of(province).values_list("code", "name") if province else []
        self.fields["province"].choices = [("", _("Chọn tỉnh, thành phố")), *provinces]
        self.fields["commune"].choices = [("", _("Chọn xã, phường")), *communes]

    def clean_full_name(self) -> str:
        return " ".join(self.cleaned_data["full_name"].split())


class ConsentForm(forms.Form):
    """Purposes, none ticked beforehand."""

    purposes = forms.MultipleChoiceField(
        label=_("Tôi đồng ý"), choices=Purpose.choices, required=False, widget=forms.CheckboxSelectMultiple
    )


class DeletionForm(forms.Form):
    """The last question before an account goes."""

    sure = forms.BooleanField(
        label=_("Tôi hiểu tài khoản đã xóa không lấy lại được"),
        error_messages={"required": _("Hãy đánh dấu vào ô này nếu bạn chắc chắn muốn xóa.")},
    )

    use_required_attribute = False


class ReviewForm(forms.Form):
    """Stars and words about one good."""

    score = forms.TypedChoiceField(
        label=_("Số sao"),
        coerce=int,
        choices=[(5, _("5 sao – rất hài lòng")), (4, _("4 sao")), (3, _("3 sao")), (2, _("2 sao")), (1, _("1 sao"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn từ 1 tới 5 sao.")},
    )
    title = forms.CharField(
        label=_("Tóm tắt"),
        max_length=120,
        error_messages={"required": _("Hãy viết một câu ngắn, ví dụ “Tỏi thơm, tép chắc”.")},
    )
    body = forms.CharField(
        label=_("Nhận xét"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Hãy kể hàng dùng ra sao, để người mua sau biết.")},
    )

    use_required_attribute = False
