"""What moderators and committees fill in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sellers.models import Partner
from shop.accounts.fields import PhoneField
from shop.campaign.forum.enums import BodyKind
from shop.campaign.forum.models.bodies import MOST_DAYS
from shop.regions.models import Commune, Province

KINDS = [(value, capfirst(label)) for value, label in BodyKind.choices]


class PlacedForm(forms.Form):
    """Something of one province, or of a commune of it.

    provinces: codes this person keeps, None for all and for the whole market; communes: those granted alone.
    """

    province = forms.ModelChoiceField(label=gettext_lazy("Tỉnh"), queryset=Province.objects.none(), required=False)

    def __init__(
        self, data: Any = None, *, provinces: list[str] | None, communes: Sequence[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.provinces, self.communes = provinces, communes
        field, mine = self.fields["province"], Province.objects.filter(valid_to=None)
        own = Q(code__in=provinces or []) | Q(communes__in=list(communes))
        field.queryset = mine if provinces is None else mine.filter(own).distinct()
        field.empty_label = _("Cả chợ") if provinces is None else _("Chọn tỉnh")
        field.required = provinces is not None
        field.error_messages["required"] = _("Hãy chọn tỉnh.")

    def keeps(self, province: Province) -> bool:
        return self.provinces is None or province.code in self.provinces

    def check_commune(self, province: Province | None, code: str) -> Commune | None:
        """Return the commune of a typed code; complain where there is none, or where only a commune is one's own."""
        found = Commune.objects.filter(code=code, province=province, valid_to=None).first() if code else None
        if code and found is None:
            self.add_error("commune_code", _("Tỉnh này không có xã mang mã đó. Để trống nếu của cả tỉnh."))
        elif province and not self.keeps(province) and code not in self.communes:
            mine = ", ".join(self.communes)
            self.add_error("commune_code", _("Bạn phụ trách riêng xã có mã %s. Hãy ghi mã đó.") % mine)
        return found


class BodyForm(PlacedForm):
    """A body that answers."""

    field_order = ["name", "kind", "province", "commune_code", "seller_slug", "is_active"]

    name = forms.CharField(
        label=gettext_lazy("Tên"),
        max_length=160,
        help_text=gettext_lazy("Ví dụ: Sở Công Thương tỉnh Khánh Hòa."),
        error_messages={"required": gettext_lazy("Hãy ghi tên.")},
    )
    kind = forms.ChoiceField(label=gettext_lazy("Loại"), choices=KINDS)
    commune_code = forms.CharField(
        label=gettext_lazy("Mã xã"),
        required=False,
        max_length=5,
        help_text=gettext_lazy("Chỉ ghi cho cơ quan của một xã."),
    )
    seller_slug = forms.CharField(
        label=gettext_lazy("Gian hàng"),
        required=False,
        max_length=128,
        help_text=gettext_lazy("Chỉ ghi khi nhà bán trả lời: địa chỉ gian hàng, ví dụ htx-toi-cat."),
    )
    is_active = forms.BooleanField(label=gettext_lazy("Nhận ý kiến mới"), required=False, initial=True)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        code, slug = data.pop("commune_code", ""), data.pop("seller_slug", "").strip().strip("/").rsplit("/", 1)[-1]
        data["commune"] = self.check_commune(data.get("province"), code)
        data["seller"] = Partner.objects.filter(slug=slug).first() if slug else None
        if data.get("kind") == BodyKind.SELLER and data["seller"] is None:
            self.add_error("seller_slug", _("Không thấy gian hàng này. Chép địa chỉ trong đường dẫn của gian hàng."))
        elif data.get("kind") != BodyKind.SELLER:
            data["seller"] = None
        return data


class MemberForm(forms.Form):
    """Somebody who answers for a body."""

    phone = PhoneField(help_text=gettext_lazy("Số chưa có tài khoản sẽ được mở khi người đó đăng nhập bằng mã."))


class TermForm(PlacedForm):
    """The days for one kind of body."""

    field_order = ["kind", "days", "province"]

    kind = forms.ChoiceField(label=gettext_lazy("Loại cơ quan"), choices=KINDS)
    days = forms.IntegerField(
        label=gettext_lazy("Số ngày phải trả lời"),
        min_value=1,
        max_value=MOST_DAYS,
        error_messages={"required": gettext_lazy("Hãy ghi số ngày."), "invalid": gettext_lazy("Ghi số ngày như 10.")},
    )


class WordForm(PlacedForm):
    """A word that holds texts."""

    field_order = ["words", "note", "province"]

    words = forms.CharField(
        label=gettext_lazy("Từ, cụm từ"), max_length=80, error_messages={"required": gettext_lazy("Hãy ghi từ.")}
    )
    note = forms.CharField(label=gettext_lazy("Vì sao cần xem kỹ"), max_length=200, required=False)
