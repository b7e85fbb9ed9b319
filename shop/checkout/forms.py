"""What a buyer fills in on the one-page checkout, and on the page that finds an order again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from shop.accounts.phones import national, parse_mobile
from shop.checkout.places import Places
from shop.checkout.tax_codes import parse_tax_code
from shop.shipping.enums import DeliveryKind
from shop.vouchers.domain.entering import LONGEST

TYPED = (
    "phone",
    "name",
    "province",
    "commune",
    "delivery",
    "point",
    "stop",
    "address",
    "payment",
    "note",
    "wants_invoice",
    "tax_code",
    "voucher",
)


def step_on_change(step: str) -> dict[str, str]:
    """Return the attributes that show what follows from a choice; without JavaScript a button does the same."""
    return {
        "hx-post": reverse_lazy("checkout:checkout"),
        "hx-trigger": "change",
        "hx-vals": f'{{"buoc":"{step}"}}',
        "hx-swap": "none",
        "hx-sync": "closest form:replace",
    }


class NeededSometimes(forms.CharField):
    """A field that is shown as needed; whether it is depends on another choice, so the form decides."""

    def validate(self, value: str) -> None:
        """Leave an empty value to the form."""


class CheckoutForm(forms.Form):
    """Everything typed. Whether a stop has room or goods are left is decided when the order is placed."""

    phone = forms.CharField(
        label=_("Số điện thoại"),
        max_length=20,
        help_text=_("Mã nhận hàng 6 số sẽ nhắn vào số này. Không cần tạo tài khoản."),
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
        error_messages={"required": _("Hãy ghi số điện thoại, ví dụ 0912 345 678.")},
    )
    name = forms.CharField(
        label=_("Họ tên người nhận"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Hãy ghi họ tên để điểm nhận gọi đúng người.")},
    )
    province = forms.ChoiceField(
        label=_("Tỉnh, thành phố"),
        error_messages={"required": _("Hãy chọn tỉnh hoặc thành phố của bạn.")},
        widget=forms.Select(attrs={"autocomplete": "address-level1", **step_on_change("tinh")}),
    )
    commune = forms.ChoiceField(
        label=_("Xã, phường, đặc khu"),
        error_messages={
            "required": _("Hãy chọn xã, phường của bạn."),
            "invalid_choice": _("Hãy chọn lại xã, phường trong tỉnh này."),
        },
        widget=forms.Select(attrs={"autocomplete": "address-level2", **step_on_change("xa")}),
    )
    delivery = forms.ChoiceField(
        label=_("Cách nhận hàng"),
        choices=DeliveryKind.choices,
        initial=DeliveryKind.PICK_UP,
        error_messages={"required": _("Hãy chọn nhận tại điểm hoặc giao tận nhà.")},
    )
    point = forms.CharField(label=_("Điểm nhận"), required=False, max_length=20)
    stop = forms.CharField(label=_("Chuyến hàng"), required=False, max_length=20)
    address = NeededSometimes(
        label=_("Số nhà, đường, thôn"),
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "address-line1"}),
    )
    voucher = forms.CharField(
        label=_("Mã giảm giá"),
        max_length=LONGEST,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    payment = forms.CharField(
        label=_("Trả tiền"),
        max_length=20,
        error_messages={"required": _("Hãy chọn cách trả tiền.")},
    )
    note = forms.CharField(
        label=_("Dặn người bán"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "short", "maxlength": 300}),
        error_messages={"max_length": _("Lời nhắn dài quá 300 chữ. Hãy viết ngắn lại.")},
    )
    wants_invoice = forms.BooleanField(label=_("Xuất hóa đơn có mã số thuế"), required=False)
    tax_code = NeededSometimes(
        label=_("Mã số thuế"),
        max_length=20,
        help_text=_("10 số, 13 số của chi nhánh, hoặc 12 số của cá nhân."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    use_required_attribute = False

    def __init__(self, *args: Any, places: Places, payment_codes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places
        self.payment_codes = payment_codes
        self.fields["province"].choices = [("", _("Chọn tỉnh, thành phố")), *places.province_choices]
        self.fields["commune"].choices = [("", _("Chọn xã, phường")), *places.commune_choices]

    def clean_phone(self) -> str:
        return parse_mobile(self.cleaned_data["phone"])

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if not any(letter.isalpha() for letter in name):
            raise ValidationError(_("Hãy ghi họ tên bằng chữ để điểm nhận gọi đúng người."))
        return name

    def clean_payment(self) -> str:
        if self.cleaned_data["payment"] not in self.payment_codes:
            raise ValidationError(_("Cách trả tiền này không dùng được cho đơn này. Hãy chọn cách khác."))
        return self.cleaned_data["payment"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("delivery") == DeliveryKind.HOME:
            self._clean_home(data)
        elif data.get("delivery") == DeliveryKind.PICK_UP:
            self._clean_pick_up(data)
        if data.get("wants_invoice") and "tax_code" not in self.errors:
            self._clean_invoice(data)
        return data

    def _clean_home(self, data: dict[str, Any]) -> None:
        if not data.get("address", "").strip():
            self.add_error("address", _("Hãy ghi số nhà, đường hoặc thôn để người giao tìm tới."))
        if self.places.not_delivering:
            names = ", ".join(seller.name for seller in self.places.not_delivering)
            self.add_error(
                "delivery",
                _("%(names)s chưa giao tận nhà ở tỉnh này. Hãy nhận tại điểm, hoặc để món của họ mua sau.")
                % {"names": names},
            )

    def _clean_pick_up(self, data: dict[str, Any]) -> None:
        if not self.places.points:
            self.add_error(
                "stop", _("Tỉnh này chưa có chuyến nào đang nhận đơn. Hãy chọn tỉnh khác hoặc giao tận nhà.")
            )
            return
        choice = self.places.stop(data.get("stop", ""))
        if choice is None:
            self.add_error("stop", _("Hãy chọn một chuyến để biết ngày nhận hàng."))
        elif data.get("point") and str(choice.stop.point_id) != data["point"]:
            self.add_error("stop", _("Bạn vừa đổi điểm nhận. Hãy chọn chuyến tới điểm này."))
        elif not choice.is_open:
            self.add_error("stop", f"{choice.closed_reason} {_('Hãy chọn chuyến khác hoặc điểm khác.')}")

    def _clean_invoice(self, data: dict[str, Any]) -> None:
        if not data.get("tax_code"):
            self.add_error("tax_code", _("Hãy ghi mã số thuế của bên nhận hóa đơn."))
            return
        try:
            data["tax_code"] = parse_tax_code(data["tax_code"])
        except ValidationError as error:
            self.add_error("tax_code", error)


class LookupForm(forms.Form):
    """Number and phone of an order; whether they belong together is never told."""

    number = forms.CharField(
        label=_("Số đơn"),
        max_length=32,
        help_text=_("Ghi trong tin nhắn đặt hàng, ví dụ CP-26-114872."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("Hãy ghi số đơn, ví dụ CP-26-114872.")},
    )
    phone = forms.CharField(
        label=_("Số điện thoại đã dùng khi đặt"),
        max_length=20,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
        error_messages={"required": _("Hãy ghi số điện thoại, ví dụ 0912 345 678.")},
    )

    use_required_attribute = False

    def clean_number(self) -> str:
        return "".join(self.cleaned_data["number"].split()).upper()

    def clean_phone(self) -> str:
        return parse_mobile(self.cleaned_data["phone"])


def readable_phone(phone: str) -> str:
    """Return a number as people type it, for a form's first showing."""
    return national(phone) if phone.startswith("+84") else phone
