"""The listing editor's form. Nothing in it is needed to save a draft: it only says what cannot be read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.queries import category_groups
from sellers.listings.content import DATES, LABELS, read_date, read_number

MONTHS = [(str(month), gettext_lazy("Tháng %d") % month) for month in range(1, 13)]
OPTIONAL = frozenset({"gtin", "usage", "warning", "origin_evidence"})
STARS = [("", gettext_lazy("Không có")), ("3", "3 sao"), ("4", "4 sao"), ("5", "5 sao")]


class WholeNumber(forms.CharField):
    """A whole number as people write it: 245000 or 245.000."""

    def __init__(self, **options: Any) -> None:
        attrs = {"inputmode": "numeric", "maxlength": 20, "autocomplete": "off"}
        super().__init__(required=False, widget=forms.TextInput(attrs=attrs), **options)

    def clean(self, value: Any) -> int | None:
        if not str(value or "").strip():
            return None
        number = read_number(value)
        if number is None:
            raise ValidationError(_("Chỉ ghi số, ví dụ 1200 hoặc 1.200."), code="number")
        return number


class Day(forms.CharField):
    """A date; browsers with a calendar send ISO, others what was typed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, widget=forms.DateInput(attrs={"type": "date"}), **options)

    def clean(self, value: Any) -> Any:
        if not str(value or "").strip():
            return None
        day = read_date(value)
        if day is None:
            raise ValidationError(_("Ghi ngày như 12/9/2026."), code="date")
        return day


def _text(name: str, most: int, hint: str = "", **options: Any) -> forms.CharField:
    return forms.CharField(label=LABELS[name], max_length=most, required=False, help_text=hint, **options)


def _area(name: str, hint: str = "", rows: int = 2, most: int = 1000) -> forms.CharField:
    return _text(name, most, hint, widget=forms.Textarea(attrs={"rows": rows}))


class ListingForm(forms.Form):
    """What a seller types. `typed()` is handed to the domain whether or not it can be read."""

    use_required_attribute = False

    name = _text("name", 80, gettext_lazy("Tên món, nơi làm, cách làm. Tới 80 chữ."))
    category = forms.ChoiceField(label=LABELS["category"], required=False)
    unit = _text("unit", 30, gettext_lazy("Chữ đứng sau giá: hũ, kg, chai."))
    net_content = _text("net_content", 40, gettext_lazy("Như in trên nhãn: 250 g, 500 ml."))
    weight_g = WholeNumber(label=LABELS["weight_g"], help_text=gettext_lazy("Để tính chỗ trên xe."))
    description = _area("description", gettext_lazy("Làm ở đâu, làm thế nào, ăn với gì."), rows=5, most=4000)
    gtin = _text("gtin", 14, gettext_lazy("Dãy số dưới mã vạch, nếu có."))
    ingredients = _area("ingredients")
    usage = _area("usage")
    storage = _area("storage")
    warning = _area("warning", gettext_lazy("Dị ứng, độ cồn, trẻ em."))
    shelf_life_days = WholeNumber(label=LABELS["shelf_life_days"])
    origin = _text("origin", 120)
    origin_evidence = _text("origin_evidence", 200, gettext_lazy("Số giấy xác nhận hoặc lệnh sản xuất."))
    season_months = forms.MultipleChoiceField(
        label=LABELS["season_months"], choices=MONTHS, required=False, widget=forms.CheckboxSelectMultiple
    )
    ocop_stars = forms.ChoiceField(label=LABELS["ocop_stars"], choices=STARS, required=False)
    ocop_decision_no = _text("ocop_decision_no", 80, gettext_lazy("Ví dụ 1846/QĐ-UBND."))
    ocop_decision_date = Day(label=LABELS["ocop_decision_date"], help_text=gettext_lazy("Giấy có hạn 36 tháng."))
    ocop_issuer = _text("ocop_issuer", 160, gettext_lazy("Ví dụ UBND tỉnh Khánh Hòa."))
    lot_code = forms.SlugField(
        label=LABELS["lot_code"],
        max_length=40,
        required=False,
        help_text=gettext_lazy("Như in trên bao bì. Người mua quét mã này để xem nguồn gốc."),
        error_messages={"invalid": gettext_lazy("Mã lô chỉ gồm chữ không dấu, số và gạch nối, ví dụ TD-2609-03.")},
    )
    lot_produced_on = Day(label=LABELS["lot_produced_on"])
    lot_expires_on = Day(label=LABELS["lot_expires_on"])
    lot_quantity = WholeNumber(label=LABELS["lot_quantity"])
    price_vnd = WholeNumber(label=LABELS["price_vnd"], help_text=gettext_lazy("Đã gồm thuế."))
    stock = WholeNumber(label=LABELS["stock"])

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        grouped = [
            (group.name, [(category.slug, category.name) for category in group.categories])
            for group in category_groups()
        ]
        self.fields["category"].choices = [("", _("Chọn danh mục")), *grouped]
        for name, field in self.fields.items():
            field.required = name not in OPTIONAL

    def add_error(self, field: str | None, error: Any) -> None:
        """An empty field is no error in a draft; what it lacks is said when it is submitted."""
        if getattr(error, "code", "") != "required":
            super().add_error(field, error)

    def typed(self) -> dict[str, Any]:
        """Return what was typed, by field, as it was typed."""
        data = self.data
        texts = {name: data.get(name, "") for name in self.fields if name != "season_months"}
        months = data.getlist("season_months") if hasattr(data, "getlist") else data.get("season_months", [])
        return {**texts, "season_months": months}


def shown(content: dict[str, Any]) -> dict[str, Any]:
    """Return a listing's content as form data, so that what cannot be read is shown with its error."""
    data = {name: str(value) for name, value in content.items() if name != "season_months"}
    for name in ("price_vnd", "weight_g", "stock", "lot_quantity"):
        number = read_number(content.get(name, ""))
        if number is not None:
            data[name] = f"{number:,}".replace(",", ".")
    for name in DATES:
        day = read_date(content.get(name, ""))
        if day is not None:
            data[name] = day.isoformat()
    return {**data, "season_months": [str(month) for month in content.get("season_months", [])]}
