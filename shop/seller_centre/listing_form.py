"""The listing editor's form. Nothing in it is needed to save a draft: it only says what cannot be read."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.queries import category_groups
from sellers.listings.content import (
    DATES,
    DETAILS,
    LABELS,
    LARGEST,
    LONGEST,
    MONTHS,
    PACKINGS,
    STEPS,
    read_date,
)
from sellers.listings.kinds import LABEL_FIELDS, LONGEST_DETAIL, Detail, Kind, kind_of_category
from sellers.listings.numbers import read_number
from sellers.listings.packings import LABELS as PACKING_LABELS
from sellers.listings.packings import LONGEST as PACKING_LONGEST
from sellers.listings.packings import MOST_PACKINGS
from sellers.listings.packings import NEEDED as PACKING_NEEDED
from sellers.listings.packings import NUMBERS as PACKING_NUMBERS
from sellers.listings.packings import TRADE as PACKING_TRADE
from shop.money.formatting import grouped

MONTH_CHOICES = [(str(month), gettext_lazy("Tháng %d") % month) for month in range(1, 13)]
OPTIONAL = frozenset({"gtin", "usage", "warning", "origin_evidence"})
GROUPED = frozenset({"price_vnd", "weight_g", "stock", "lot_quantity"}) | {vnd for _quantity, vnd in STEPS}
STARS = [("", gettext_lazy("Không có")), ("3", "3 sao"), ("4", "4 sao"), ("5", "5 sao")]


class WholeNumber(forms.CharField):
    """A whole number as people write it: 245000 or 245.000; `most` is what a good can hold."""

    def __init__(self, *, most: int, **options: Any) -> None:
        self.most = most
        attrs = {"inputmode": "numeric", "maxlength": 20, "autocomplete": "off"}
        super().__init__(required=False, widget=forms.TextInput(attrs=attrs), **options)

    def clean(self, value: Any) -> int | None:
        if not str(value or "").strip():
            return None
        number = read_number(value)
        if number is None:
            raise ValidationError(_("Chỉ ghi số, ví dụ 1200 hoặc 1.200."), code="number")
        if number > self.most:
            raise ValidationError(_("Số này lớn quá %(most)s. Hãy xem lại."), params={"most": grouped(self.most)})
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


def _text(name: str, hint: str = "", **options: Any) -> forms.CharField:
    return forms.CharField(label=LABELS[name], max_length=LONGEST[name], required=False, help_text=hint, **options)


def _area(name: str, hint: str = "", rows: int = 2) -> forms.CharField:
    return _text(name, hint, widget=forms.Textarea(attrs={"rows": rows}))


def _number(name: str, hint: str = "") -> WholeNumber:
    return WholeNumber(most=LARGEST[name], label=LABELS[name], help_text=hint)


class ListingForm(forms.Form):
    """What a seller types. `typed()` is handed to the domain whether or not it can be read."""

    use_required_attribute = False

    name = _text("name", gettext_lazy("Tên món, nơi làm, cách làm. Tới 80 chữ."))
    category = forms.ChoiceField(label=LABELS["category"], required=False)
    unit = _text("unit", gettext_lazy("Chữ đứng sau giá: hũ, kg, chai."))
    net_content = _text("net_content", gettext_lazy("Như in trên nhãn: 250 g, 500 ml."))
    weight_g = _number("weight_g", gettext_lazy("Để tính chỗ trên xe."))
    description = _area("description", gettext_lazy("Làm ở đâu, làm thế nào, ăn với gì."), rows=5)
    gtin = _text("gtin", gettext_lazy("Dãy số dưới mã vạch, nếu có."))
    ingredients = _area("ingredients")
    usage = _area("usage")
    storage = _area("storage")
    warning = _area("warning", gettext_lazy("Dị ứng, độ cồn, trẻ em."))
    shelf_life_days = _number("shelf_life_days")
    origin = _text("origin")
    origin_evidence = _text("origin_evidence", gettext_lazy("Số giấy xác nhận hoặc lệnh sản xuất."))
    season_months = forms.MultipleChoiceField(
        label=LABELS["season_months"], choices=MONTH_CHOICES, required=False, widget=forms.CheckboxSelectMultiple
    )
    ocop_stars = forms.ChoiceField(label=LABELS["ocop_stars"], choices=STARS, required=False)
    ocop_decision_no = _text("ocop_decision_no", gettext_lazy("Ví dụ 1846/QĐ-UBND."))
    ocop_decision_date = Day(label=LABELS["ocop_decision_date"], help_text=gettext_lazy("Giấy có hạn 36 tháng."))
    ocop_issuer = _text("ocop_issuer", gettext_lazy("Ví dụ UBND tỉnh Khánh Hòa."))
    lot_code = forms.SlugField(
        label=LABELS["lot_code"],
        max_length=LONGEST["lot_code"],
        required=False,
        help_text=gettext_lazy("Như in trên bao bì. Người mua quét mã này để xem nguồn gốc."),
        error_messages={"invalid": gettext_lazy("Mã lô chỉ gồm chữ không dấu, số và gạch nối, ví dụ TD-2609-03.")},
    )
    lot_produced_on = Day(label=LABELS["lot_produced_on"])
    lot_expires_on = Day(label=LABELS["lot_expires_on"])
    lot_quantity = _number("lot_quantity")
    available_from = Day(label=LABELS["available_from"])
    preorder_opens_on = Day(label=LABELS["preorder_opens_on"])
    preorder_closes_on = Day(label=LABELS["preorder_closes_on"])
    price_vnd = _number("price_vnd", gettext_lazy("Đã gồm thuế."))
    stock = _number("stock")
    step1_quantity, step1_vnd = _number("step1_quantity"), _number("step1_vnd")
    step2_quantity, step2_vnd = _number("step2_quantity"), _number("step2_vnd")
    step3_quantity, step3_vnd = _number("step3_quantity"), _number("step3_vnd")

    def __init__(self, *args: Any, kind: Kind | None = None, **options: Any) -> None:
        """kind: asks only what this kind of goods needs; None, before one is known, asks all label fields."""
        super().__init__(*args, **options)
        self.kind = kind
        self.fields["category"].choices = [("", _("Chọn danh mục")), *_categories(kind)]
        if kind:
            self._ask_only(kind)
        self.packing_numbers = _packing_numbers(self.data)
        for number in self.packing_numbers:
            self.fields |= {f"{PACKINGS}.{number}.{name}": _packing(name) for name in PACKING_LABELS}
        for name, field in self.fields.items():
            if "." not in name:
                field.required = name not in OPTIONAL or bool(kind and name in kind.needed)

    def _ask_only(self, kind: Kind) -> None:
        for name in LABEL_FIELDS:
            if name not in kind.label:
                del self.fields[name]
        if kind.weight_g:
            del self.fields["weight_g"]
        for detail in kind.details:
            self.fields[f"{DETAILS}.{detail.code}"] = _detail(detail)

    @property
    def detail_fields(self) -> list[Any]:
        """Return the bound fields of the kind's further facts."""
        return [self[name] for name in self.fields if name.startswith(f"{DETAILS}.")]

    @property
    def packing_rows(self) -> list[dict[str, Any]]:
        """Return the bound fields of each further packing; the last row is there to add one."""
        return [
            {"number": number, **{name: self[f"{PACKINGS}.{number}.{name}"] for name in PACKING_LABELS}}
            for number in self.packing_numbers
        ]

    @property
    def steps(self) -> list[tuple[Any, Any]]:
        """Return quantity and price of each wholesale step as bound fields."""
        return [(self[quantity], self[vnd]) for quantity, vnd in STEPS]

    @property
    def shows_steps(self) -> bool:
        """Whether wholesale steps are filled in, or one of them has to be mended."""
        return any(field.value() or field.errors for pair in self.steps for field in pair)

    @property
    def label_fields(self) -> frozenset[str]:
        """Return the names of the label fields that are asked for."""
        return frozenset(self.fields) & frozenset(LABEL_FIELDS)

    def add_error(self, field: str | None, error: Any) -> None:
        """An empty field is no error in a draft; what it lacks is said when it is submitted."""
        if getattr(error, "code", "") != "required":
            super().add_error(field, error)

    def typed(self) -> dict[str, Any]:
        """Return what was typed, by field, as it was typed; fields that were not on the page are left out."""
        data = self.data
        texts = {name: data[name] for name in self.fields if name in data and name != MONTHS and "." not in name}
        if "name" in data:  # no ticked month and no row leave no trace in a form
            texts[MONTHS] = data.getlist(MONTHS) if hasattr(data, "getlist") else data.get(MONTHS, [])
        details = {name.partition(".")[2]: data[name] for name in self.fields if _is_of(DETAILS, name, data)}
        rows: dict[str, dict[str, str]] = {}
        for name in self.fields:
            if _is_of(PACKINGS, name, data):
                _packings, number, field = name.split(".")
                rows.setdefault(number, {})[field] = "" if f"bo.{number}" in data else data[name]
        return {**texts, **({DETAILS: details} if details else {}), **({PACKINGS: rows} if rows else {})}


def _is_of(group: str, name: str, data: Any) -> bool:
    return name in data and name.startswith(f"{group}.")


def _packing_numbers(data: Any) -> list[int]:
    """Return the numbers of the packings in a form's data, and of one more while there is room."""
    found = {match[1] for name in data if (match := re.fullmatch(rf"{PACKINGS}\.(\d{{1,3}})\.name", name, re.ASCII))}
    numbers = sorted(int(number) for number in found if int(number) > 0)[:MOST_PACKINGS]
    filled = [number for number in numbers if any(data.get(f"{PACKINGS}.{number}.{name}") for name in PACKING_LABELS)]
    return filled + ([max(numbers, default=0) + (1 if filled == numbers else 0)] if len(filled) < MOST_PACKINGS else [])


def _packing(name: str) -> forms.Field:
    if name in PACKING_NUMBERS:
        field: forms.Field = WholeNumber(most=PACKING_NUMBERS[name], label=PACKING_LABELS[name])
    else:
        field = forms.CharField(label=PACKING_LABELS[name], max_length=PACKING_LONGEST[name], required=False)
    field.required = name in PACKING_NEEDED
    return field


def _categories(kind: Kind | None) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the leaves of the tree that goods of this kind may stand in, by the branch above them."""
    fitting = [
        (
            group.name,
            [(leaf.slug, leaf.name) for leaf in group.categories if kind in (None, kind_of_category(leaf.code))],
        )
        for group in category_groups()
    ]
    return [(name, leaves) for name, leaves in fitting if leaves]


def _detail(detail: Detail) -> forms.Field:
    hint = ", ".join(part for part in (detail.hint, detail.unit) if part)
    if detail.number:
        field: forms.Field = WholeNumber(most=detail.most, label=detail.label, help_text=hint)
    elif detail.choices:
        choices = [("", _("Chọn")), *((choice, choice) for choice in detail.choices)]
        field = forms.ChoiceField(label=detail.label, choices=choices, required=False, help_text=hint)
    else:
        field = forms.CharField(label=detail.label, max_length=LONGEST_DETAIL, required=False, help_text=hint)
    field.required = detail.needed
    return field


def shown(content: dict[str, Any], trade: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return a listing's content as form data, so that what cannot be read is shown with its error.

    trade: prices and stock of a live good as they are now (live.current_trade); they go before the content's own.
    """
    if trade:
        content = _with_trade(content, trade)
    data = {name: str(value) for name, value in content.items() if name not in (MONTHS, DETAILS, PACKINGS)}
    for number, row in content.get(PACKINGS, {}).items():
        data |= {f"{PACKINGS}.{number}.{name}": _grouped(name, text) for name, text in row.items()}
    data |= {f"{DETAILS}.{code}": text for code, text in content.get(DETAILS, {}).items()}
    for name in GROUPED & content.keys():
        data[name] = _grouped(name, content[name])
    for name in DATES:
        day = read_date(content.get(name, ""))
        if day is not None:
            data[name] = day.isoformat()
    return {**data, MONTHS: [str(month) for month in content.get(MONTHS, [])]}


def _grouped(name: str, value: Any) -> str:
    number = read_number(value) if name in GROUPED else None
    return str(value) if number is None else f"{number:,}".replace(",", ".")


def _with_trade(content: dict[str, Any], trade: dict[str, Any]) -> dict[str, Any]:
    live = trade[PACKINGS]
    rows = {
        number: {**row, **{name: live[number][name] for name in PACKING_TRADE if number in live}}
        for number, row in content.get(PACKINGS, {}).items()
    }
    own = {name: value for name, value in trade.items() if name != PACKINGS}
    kept = {name: value for name, value in content.items() if name not in own}
    return {**kept, **{name: value for name, value in own.items() if value is not None}, PACKINGS: rows}
