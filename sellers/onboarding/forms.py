"""The forms of the steps, one per page. Each saves what it holds and leaves the rest alone."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum import ean

from sellers.enums import GoodsKind, LegalType
from sellers.onboarding.banks import BANKS
from sellers.onboarding.checklist import Item
from sellers.onboarding.models import RepresentativeIdentity, SellerApplication
from sellers.onboarding.requirements import TaxCodeKind, identity_is_asked, legal_rules_of
from sellers.onboarding.tax_codes import clean_personal_number, clean_tax_code
from shop.accounts.fields import PhoneField
from shop.accounts.phones import national
from shop.regions.models import Commune
from shop.regions.vietnamese import fold

LEGAL_TYPES = [
    (LegalType.COOPERATIVE, gettext_lazy("Hợp tác xã")),
    (LegalType.HOUSEHOLD, gettext_lazy("Hộ kinh doanh")),
    (LegalType.ENTERPRISE, gettext_lazy("Công ty")),
    (LegalType.COOPERATIVE_GROUP, gettext_lazy("Tổ hợp tác")),
    (LegalType.INDIVIDUAL, gettext_lazy("Cá nhân")),
]


def _words(text: str) -> str:
    return " ".join(text.split())


class ShopForm(forms.ModelForm):
    """Name, legal type and goods."""

    legal_type = forms.ChoiceField(
        label=gettext_lazy("Bạn bán với tư cách"),
        choices=LEGAL_TYPES,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Hãy chọn một loại hình.")},
    )

    goods_kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Bạn bán nhóm hàng nào"),
        choices=[(kind.value, capfirst(kind.label)) for kind in GoodsKind],
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Chọn đúng nhóm thì chỉ bị hỏi đúng giấy tờ của nhóm ấy."),
        error_messages={"required": gettext_lazy("Hãy chọn ít nhất một nhóm hàng.")},
    )

    class Meta:
        model = SellerApplication
        fields = ["name", "legal_type", "goods_kinds", "goods", "gtin"]
        labels = {
            "name": gettext_lazy("Tên đăng ký, cũng là tên gian hàng"),
            "goods": gettext_lazy("Bạn sẽ bán những gì"),
            "gtin": gettext_lazy("Mã vạch trên bao bì của hàng chính"),
        }
        help_texts = {
            "name": gettext_lazy("Như trên giấy đăng ký, ví dụ: HTX Tỏi Cát Văn Hải."),
            "goods": gettext_lazy("Vài dòng, ví dụ: tỏi khô, tỏi đen, mỗi tháng khoảng 500 kg."),
        }
        widgets = {
            "goods": forms.Textarea(attrs={"rows": 3}),
            "gtin": forms.TextInput(attrs={"inputmode": "numeric", "class": "nums"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _require(self, name=_("Hãy ghi tên như trên giấy đăng ký."), goods=_("Hãy ghi vài dòng về hàng sẽ bán."))

    def clean_name(self) -> str:
        return _words(self.cleaned_data["name"])

    def clean_gtin(self) -> str:
        digits = re.sub(r"[\s.\-]", "", self.cleaned_data["gtin"])
        if digits and not ean.is_valid(digits):
            raise forms.ValidationError(_("Mã vạch này có chữ số sai. Hãy chép lại từ bao bì hoặc để trống."))
        return digits


class IdentityForm(forms.ModelForm):
    """Tax code, registration and the representative."""

    phone = PhoneField(label=gettext_lazy("Điện thoại liên hệ"), help_text=gettext_lazy("Hiện trên trang gian hàng."))
    id_number = forms.CharField(
        label=gettext_lazy("Số căn cước của người đại diện"),
        max_length=20,
        help_text=gettext_lazy("12 chữ số. Được mã hóa, chỉ người duyệt xem được, mỗi lần xem đều ghi lại."),
        error_messages={"required": gettext_lazy("Hãy ghi số căn cước của người đại diện.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "nums", "autocomplete": "off"}),
    )
    born_on = forms.DateField(
        label=gettext_lazy("Ngày sinh của người đại diện"),
        error_messages={
            "required": gettext_lazy("Hãy ghi ngày sinh của người đại diện."),
            "invalid": gettext_lazy("Ngày sinh chưa đúng, ví dụ 20/11/1985."),
        },
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    class Meta:
        model = SellerApplication
        fields = ["tax_code", "registration_no", "representative", "phone", "email"]
        labels = {
            "tax_code": gettext_lazy("Mã số thuế"),
            "registration_no": gettext_lazy("Số giấy đăng ký"),
            "representative": gettext_lazy("Người đại diện"),
            "email": gettext_lazy("Thư điện tử"),
        }
        widgets = {
            "tax_code": forms.TextInput(attrs={"inputmode": "numeric", "class": "nums", "maxlength": 20}),
            "representative": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tax_code"].max_length = None
        self.fields["tax_code"].validators = []
        _require(
            self,
            tax_code=_("Hãy ghi mã số thuế."),
            representative=_("Hãy ghi họ tên người đại diện như trên căn cước."),
        )
        if self.initial.get("phone"):
            self.initial["phone"] = national(self.initial["phone"])
        self.rules = legal_rules_of(self.instance.legal_type)
        self._prepare_identity()
        if self.rules is None:
            return
        self.fields["tax_code"].help_text = _tax_code_hint(self.instance.legal_type)
        if self.rules.registration_no:
            _require(self, registration_no=_("Hãy ghi số trên giấy đăng ký."))
        else:
            del self.fields["registration_no"]

    def clean_tax_code(self) -> str:
        if self.rules is None:
            raise forms.ValidationError(_("Hãy chọn loại hình ở bước 1 trước."))
        return clean_tax_code(self.cleaned_data["tax_code"], self.rules.tax_code)

    def clean_representative(self) -> str:
        return _words(self.cleaned_data["representative"])

    def clean_id_number(self) -> str:
        text = self.cleaned_data["id_number"]
        return clean_personal_number(text) if text else ""

    def clean_born_on(self) -> datetime.date | None:
        born_on: datetime.date | None = self.cleaned_data["born_on"]
        if born_on and not 1900 < born_on.year <= timezone.localdate().year - 15:
            raise forms.ValidationError(_("Ngày sinh chưa đúng, ví dụ 20/11/1985."))
        return born_on

    def clean(self) -> dict[str, Any]:
        """Keep number and birth apart from the fields of the application: they are sealed, never stored as typed."""
        data: dict[str, Any] = super().clean() or {}
        number, born_on = data.pop("id_number", ""), data.pop("born_on", None)
        if self.rules and self.rules.tax_code is TaxCodeKind.PERSON:
            number = data.get("tax_code", "")
        elif bool(number) != bool(born_on) and not {"id_number", "born_on"} & set(self.errors):
            self.add_error("born_on" if number else "id_number", _("Ghi cả số căn cước và ngày sinh."))
        self.identity = (number, born_on) if number and born_on else None
        return data

    def _prepare_identity(self) -> None:
        """Ask for the number once: with a personal tax code it is that code; what is known need not be typed again."""
        known = RepresentativeIdentity.objects.filter(application=self.instance.pk, erased_at=None).first()
        needed = identity_is_asked(timezone.localdate()) and known is None
        for name in ("id_number", "born_on"):
            self.fields[name].required = needed
        if known:
            self.fields["id_number"].help_text = _("Đã có: %(number)s. Chỉ ghi lại khi cần sửa.") % {
                "number": known.masked
            }
        if self.rules and self.rules.tax_code is TaxCodeKind.PERSON:
            self.fields["id_number"].required = False
            self.fields["id_number"].widget = forms.HiddenInput()


class AddressForm(forms.ModelForm):
    """Where the goods are made: house and village, commune. The choices come from a province or a search."""

    commune = forms.ModelChoiceField(
        label=gettext_lazy("Xã, phường, đặc khu"),
        queryset=Commune.objects.none(),
        empty_label=gettext_lazy("Chọn xã"),
        error_messages={
            "required": gettext_lazy("Hãy chọn xã, phường hoặc đặc khu."),
            "invalid_choice": gettext_lazy("Xã này không thuộc tỉnh đã chọn. Hãy chọn lại."),
        },
    )

    class Meta:
        model = SellerApplication
        fields = ["commune", "address_line"]
        labels = {"address_line": gettext_lazy("Số nhà, đường, thôn")}
        widgets = {"address_line": forms.TextInput(attrs={"autocomplete": "street-address"})}

    def __init__(self, *args: Any, communes: list[Commune], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = [commune.pk for commune in communes]
        self.fields["commune"].queryset = Commune.objects.filter(pk__in=codes, valid_to=None)
        self.fields["commune"].label_from_instance = lambda commune: commune.name
        _require(self, address_line=_("Hãy ghi số nhà, đường hoặc thôn."))


class BankForm(forms.ModelForm):
    """Where payouts go."""

    bank_bin = forms.ChoiceField(
        label=gettext_lazy("Ngân hàng"),
        choices=[("", gettext_lazy("Chọn ngân hàng")), *sorted(BANKS.items(), key=lambda bank: bank[1])],
        error_messages={"required": gettext_lazy("Hãy chọn ngân hàng.")},
    )

    class Meta:
        model = SellerApplication
        fields = ["bank_bin", "bank_account", "bank_holder"]
        labels = {"bank_account": gettext_lazy("Số tài khoản"), "bank_holder": gettext_lazy("Tên chủ tài khoản")}
        help_texts = {"bank_holder": gettext_lazy("Chữ in hoa không dấu như trên ứng dụng ngân hàng.")}
        widgets = {
            "bank_account": forms.TextInput(attrs={"inputmode": "numeric", "class": "nums", "maxlength": 30}),
            "bank_holder": forms.TextInput(attrs={"autocapitalize": "characters"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bank_account"].max_length = None
        self.fields["bank_account"].validators = []
        _require(self, bank_account=_("Hãy ghi số tài khoản."), bank_holder=_("Hãy ghi tên chủ tài khoản."))

    def clean_bank_account(self) -> str:
        digits = re.sub(r"[\s.\-]", "", self.cleaned_data["bank_account"])
        if not re.fullmatch(r"[0-9]{6,19}", digits):
            raise forms.ValidationError(_("Số tài khoản có từ 6 đến 19 chữ số. Hãy xem lại."))
        return digits

    def clean_bank_holder(self) -> str:
        return _words(fold(self.cleaned_data["bank_holder"])).upper()


class SubmitForm(forms.ModelForm):
    """Consent before sending; never ticked beforehand."""

    consent = forms.BooleanField(
        label=gettext_lazy(
            "Tôi cam đoan các điều đã khai là đúng và đồng ý để Chợ Phiên xử lý dữ liệu, giấy tờ này cho việc "
            "xét duyệt và đối soát, theo quy chế và chính sách bảo vệ dữ liệu cá nhân."
        ),
        error_messages={"required": gettext_lazy("Hãy đánh dấu đồng ý để gửi hồ sơ.")},
    )

    class Meta:
        model = SellerApplication
        fields = ["applicant_note"]
        labels = {"applicant_note": gettext_lazy("Lời nhắn cho người duyệt")}
        widgets = {"applicant_note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, attestations: Iterable[Item] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.attestation_fields: dict[str, int] = {}
        for item in attestations:
            name = f"cam_ket_{item.requirement.pk}"
            self.attestation_fields[name] = item.requirement.pk
            self.fields[name] = forms.BooleanField(
                label=item.requirement.title,
                help_text=item.requirement.hint,
                required=item.requirement.is_required,
                error_messages={"required": _("Hãy đọc và đánh dấu cam kết này để gửi hồ sơ.")},
            )

    @property
    def attested(self) -> list[int]:
        """The requirements whose attestation was ticked."""
        return [pk for name, pk in self.attestation_fields.items() if self.cleaned_data.get(name)]

    @property
    def attestation_boxes(self) -> list[forms.BoundField]:
        return [self[name] for name in self.attestation_fields]


def _require(form: forms.ModelForm, **messages: str) -> None:
    """Make model fields that may be empty in a draft required on their page."""
    for name, message in messages.items():
        form.fields[name].required = True
        form.fields[name].error_messages["required"] = message


def _tax_code_hint(legal_type: str) -> str:
    if legal_type in {LegalType.ENTERPRISE, LegalType.COOPERATIVE}:
        return _("10 chữ số, hoặc 13 với chi nhánh.")
    return _("Số căn cước 12 chữ số của người đại diện.")
