"""Tags that every template may use: icons, form fields, the tear-off calendar, days and phone numbers."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django import forms, template
from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shop.accounts import names, phones
from shop.storefront import dates, navigation

register = template.Library()

DASHES = BLANK_CHOICE_DASH[0][1]


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """Draw a symbol of the sprite: {% icon "truck" %}, {% icon "pin" "sm" %}, {% icon "chevron" "left" %}."""
    return _icon(name, size)


@lru_cache(maxsize=256)
def _icon(name: str, size: str) -> SafeString:
    classes = f"icon {size}".strip()
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#i-{}"/></svg>', classes, static("img/icons.svg"), name
    )


@register.simple_tag
def lasting(name: str) -> SafeString:
    """Include a partial that is the same on every page and for everybody: rendered once per process.

    It sees the operator and `demo_market` only; in development it is rendered each time, so that edits show.
    """
    render = _lasting.__wrapped__ if settings.DEBUG else _lasting
    return render(name, tuple(settings.OPERATOR.items()), settings.DEMO_MARKET, get_language())


@lru_cache(maxsize=64)
def _lasting(name: str, operator: tuple[tuple[str, str], ...], demo_market: bool, language: str | None) -> SafeString:
    return render_to_string(name, {"operator": dict(operator), "demo_market": demo_market})


@register.inclusion_tag("partials/bloc.html")
def bloc(day: dates.Moment, size: str = "") -> dict[str, Any]:
    """Draw the tear-off calendar with the lunar day; size "sm" leaves the month out."""
    local = dates.local_date(day)
    return {"weekday": _capital(dates.weekday(local)), "day": local, "lunar": dates.lunar(local), "size": size}


@register.inclusion_tag("partials/field.html")
def field(bound: BoundField, label: str = "", autocomplete: str = "", placeholder: str = "") -> dict[str, Any]:
    """Render any form field with label, hint and error; the input is tied to them for screen readers."""
    kind = _kind(bound)
    _choices_in_words(bound.field)
    given = {"autocomplete": autocomplete, "placeholder": placeholder}
    attrs: dict[str, str | bool] = {name: value for name, value in given.items() if value}
    if kind in {"input", "file"}:
        attrs["class"] = f"input {bound.field.widget.attrs.get('class', '')}".strip()
    return {
        "bound": bound,
        "kind": kind,
        "label": label or bound.label,
        "widget": bound.as_widget(attrs=attrs) if kind not in {"radio", "checks"} else "",
        "optional": not bound.field.required and kind != "check",
        "described_by": bound.aria_describedby or "",
    }


def _kind(bound: BoundField) -> str:
    widget = bound.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return "checks"
    if isinstance(widget, forms.RadioSelect):
        return "radio"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    return "file" if isinstance(widget, forms.FileInput) else "input"


def _choices_in_words(field: forms.Field) -> None:
    """Start choices with a capital, and write "Chọn…" where Django writes dashes for nothing chosen yet."""
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label == DASHES:
            field.empty_label = _("Chọn…")
    elif isinstance(field, forms.ChoiceField):
        field.choices = [(value, _in_words(label)) for value, label in field.choices]


def _in_words(label: Any) -> Any:
    if isinstance(label, list | tuple):
        return [(value, _in_words(below)) for value, below in label]
    return _("Chọn…") if label == DASHES else _capital(str(label))


@register.filter
def thu_ngay(value: dates.Moment | None) -> str:
    """Write "thứ Bảy 28/11"."""
    return f"{dates.weekday(value)} {dates.day_and_month(value)}" if value else ""


@register.filter
def t_ngay(value: dates.Moment | None) -> str:
    """Write "T7 28/11"."""
    return f"{dates.short_weekday(value)} {dates.day_and_month(value)}" if value else ""


@register.filter
def thu(value: dates.Moment | None) -> str:
    """Write "thứ Bảy"."""
    return dates.weekday(value) if value else ""


@register.filter
def ngay_thang(value: dates.Moment | None) -> str:
    """Write "28/11"."""
    return dates.day_and_month(value) if value else ""


@register.filter
def ngay(value: dates.Moment | None) -> str:
    """Write "28/11/2026"."""
    return dates.full_date(value) if value else ""


@register.filter
def gio(value: datetime.datetime | None) -> str:
    """Write "7:30"."""
    return dates.clock(value) if value else ""


@register.filter
def ngay_gio(value: datetime.datetime | None) -> str:
    """Write "17:00 thứ Năm 26/11"."""
    return f"{dates.clock(value)} {thu_ngay(value)}" if value else ""


@register.filter
def am_lich(value: dates.Moment | None) -> str:
    """Write the lunar day and month, "20/10"."""
    return dates.lunar(dates.local_date(value)) if value else ""


@register.filter
def con_lai(value: datetime.datetime | None) -> str:
    """Write "Còn 2 ngày 7 giờ" while at most three days are left, otherwise nothing."""
    return dates.remaining(value, timezone.now()) if value else ""


@register.filter
def picture(name: str | None) -> str:
    """Return the address of a stored picture; addresses that stand on their own stay as they are."""
    if not name or name.startswith(("/", "http:", "https:")):
        return name or ""
    return default_storage.url(name)


@register.filter
def ten_tinh(code: str | None) -> str:
    """Write a province by its official code, without a query."""
    province = navigation.province_by_code(code)
    return province.name if province else ""


@register.filter
def viet_hoa(text: object) -> str:
    """Write the first letter as a capital: "Thứ Bảy"."""
    return _capital(str(text))


@register.filter
def thuong_dau(text: object) -> str:
    """Write the first letter small: "xã Phước Hà" inside a sentence."""
    words = str(text)
    return words[:1].lower() + words[1:]


@register.filter
def dien_thoai(value: str | None) -> str:
    """Write a number as "0912 345 678"; anything that is not E.164 stays as it is."""
    return phones.national(value) if value and value.startswith("+84") else value or ""


@register.filter
def che_so(value: str | None) -> str:
    """Write a number as "••• 678"."""
    return phones.masked(value) if value else ""


@register.filter
def che_ten(value: str | None) -> str:
    """Write a person's name as "N. T. Hạnh"."""
    return names.masked(value) if value else ""


@register.filter
def buoc_5(value: float | None, whole: float = 100) -> int:
    """Return a share of `whole` in steps of five percent, as the `data-v` of stars and meters takes it."""
    share = 0 if not value else 100 * float(value) / float(whole)
    return min(100, max(0, 5 * round(share / 5)))


@register.filter
def han_dung(days: int) -> str:
    """Write a shelf life as people say it: "12 tháng", "45 ngày"."""
    if days % 365 == 0:
        return _("%(n)d tháng") % {"n": days // 365 * 12}
    if days % 30 == 0:
        return _("%(n)d tháng") % {"n": days // 30}
    return _("%(n)d ngày") % {"n": days}


@register.filter
def lay(values: Mapping[Any, Any], key: object) -> Any:
    """Return the value under a key held in a variable; None when it is not there."""
    return values.get(key)


@register.filter
def unlocalised(value: object) -> str:
    """Write a number for machines: a dot, never a comma."""
    return str(value)


@register.filter
def chu_dau(name: str) -> str:
    """Return two letters for a seller's round mark: "HTX Tỏi Gió" is TG, "HTX" itself does not count."""
    words = [word for word in name.split() if word[0].isalpha() and not (word.isupper() and len(word) > 1)]
    return "".join(word[0].upper() for word in (words or name.split())[:2])


@register.filter
def mau_dau(key: int) -> str:
    """Return one of the grounds of round marks, always the same for one seller."""
    return ("a", "b", "c", "d")[int(key) % 4]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
