"""What organisers fill in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shop.accounts.fields import PhoneField
from shop.campaign.contests.domain.running import Rules
from shop.campaign.contests.models import Contest, HoldKind, Standings
from shop.campaign.contests.models.contest import MOST_CHOICES
from shop.campaign.contests.models.holding import MOST_PER_HOUR
from shop.campaign.contests.models.tickets import MOST_ON_A_SHEET
from shop.campaign.organising import MomentField, PlaceForm

MOST_CATEGORIES = 20
MOST_CRITERIA = 10


class ContestForm(PlaceForm):
    """The rules of a contest, while it is a draft."""

    title = forms.CharField(
        label=gettext_lazy("Tên cuộc bình chọn"),
        max_length=160,
        error_messages={"required": gettext_lazy("Hãy ghi tên.")},
    )
    organiser = forms.CharField(
        label=gettext_lazy("Đơn vị tổ chức"),
        max_length=160,
        error_messages={"required": gettext_lazy("Hãy ghi đơn vị tổ chức.")},
    )
    rules = forms.CharField(
        label=gettext_lazy("Thể lệ"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": gettext_lazy("Hãy ghi thể lệ để người bỏ phiếu đọc.")},
    )
    categories = forms.CharField(
        label=gettext_lazy("Nhóm dự thi"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Mỗi dòng một nhóm, ví dụ: Thực phẩm."),
        error_messages={"required": gettext_lazy("Cần ít nhất một nhóm.")},
    )
    choices_per_category = forms.IntegerField(
        label=gettext_lazy("Số lựa chọn mỗi nhóm"), min_value=1, max_value=MOST_CHOICES, initial=1
    )
    entries_until = MomentField(label=gettext_lazy("Nhận đăng ký đến"))
    opens_at = MomentField(label=gettext_lazy("Mở bình chọn"))
    closes_at = MomentField(label=gettext_lazy("Đóng bình chọn"))
    standings = forms.ChoiceField(
        label=gettext_lazy("Bảng xếp hạng"),
        choices=Standings.choices,
        initial=Standings.LIVE,
    )
    jury_weight = forms.IntegerField(
        label=gettext_lazy("Phần của hội đồng (%)"),
        min_value=0,
        max_value=100,
        initial=0,
        required=False,
        help_text=gettext_lazy("0 nếu chỉ người dân bình chọn. Cố định từ lúc công bố."),
    )
    criteria = forms.CharField(
        label=gettext_lazy("Tiêu chí chấm"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Mỗi dòng một tiêu chí và trọng số, cộng lại bằng 100, ví dụ: Chất lượng 40."),
    )
    may_change = forms.BooleanField(label=gettext_lazy("Được đổi phiếu đến khi đóng"), required=False)
    takes_paper = forms.BooleanField(
        label=gettext_lazy("Nhận cả phiếu giấy có đánh số"),
        required=False,
        help_text=gettext_lazy("Sổ chỉ đóng khi ban tổ chức nhập xong phiếu giấy, mỗi phiếu hai người nhập."),
    )

    def clean_categories(self) -> list[str]:
        names = [" ".join(line.split()) for line in self.cleaned_data["categories"].splitlines() if line.strip()]
        if not 0 < len(names) <= MOST_CATEGORIES or len(set(names)) != len(names):
            raise forms.ValidationError(_("Ghi từ 1 đến %(n)d nhóm, không trùng tên.") % {"n": MOST_CATEGORIES})
        if max(len(name) for name in names) > 80:
            raise forms.ValidationError(_("Tên nhóm dài tối đa 80 chữ."))
        return names

    def clean_jury_weight(self) -> int:
        return self.cleaned_data["jury_weight"] or 0

    def clean_criteria(self) -> list[tuple[str, int]]:
        rows = []
        for line in filter(str.strip, self.cleaned_data["criteria"].splitlines()):
            name, _space, weight = " ".join(line.split()).rpartition(" ")
            if not name or len(name) > 80 or not weight.rstrip("%").isascii() or not weight.rstrip("%").isdigit():
                raise forms.ValidationError(_("Viết tên rồi trọng số, ví dụ: Chất lượng 40. Xem lại: %s") % line[:40])
            rows.append((name, int(weight.rstrip("%")[:4])))
        if rows and (sum(weight for _name, weight in rows) != 100 or len(rows) > MOST_CRITERIA):
            raise forms.ValidationError(_("Trọng số phải cộng lại bằng 100, tối đa %d tiêu chí.") % MOST_CRITERIA)
        return rows

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("jury_weight") and data.get("criteria") == []:
            self.add_error("criteria", _("Hội đồng chấm thì cần ít nhất một tiêu chí."))
        moments = [data.get(name) for name in ("entries_until", "opens_at", "closes_at")]
        if all(moments) and not (moments[0] <= moments[1] < moments[2]):
            self.add_error("opens_at", _("Thứ tự phải là: hết hạn đăng ký, rồi mở, rồi đóng bình chọn."))
        return data

    def as_rules(self) -> Rules:
        """Return what was written, once the form is valid."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "commune_code"}
        return Rules(**{**data, "standings": Standings(data["standings"])})


def initial_of(contest: Contest) -> dict[str, Any]:
    """Return a draft as its form shows it."""
    names = [name for name in ContestForm.base_fields if name not in {"commune_code", "categories", "criteria"}]
    shown = {name: getattr(contest, name) for name in names}
    shown["commune_code"] = contest.commune_id or ""
    shown["categories"] = "\n".join(row.name for row in contest.categories.all())
    shown["criteria"] = "\n".join(f"{row.name} {row.weight}" for row in contest.criteria.all())
    return shown


class LimitsForm(forms.Form):
    """How many votes of one hour are taken in without a look."""

    device = forms.IntegerField(label=gettext_lazy("Một thiết bị"), min_value=1, max_value=MOST_PER_HOUR)
    network = forms.IntegerField(label=gettext_lazy("Một mạng"), min_value=1, max_value=MOST_PER_HOUR)
    prefix = forms.IntegerField(label=gettext_lazy("Một dải 1.000 số điện thoại"), min_value=1, max_value=MOST_PER_HOUR)

    def per_hour(self) -> dict[HoldKind, int]:
        """Return the limits, once the form is valid."""
        return {kind: self.cleaned_data[kind.value] for kind in HoldKind}


class JurorForm(forms.Form):
    """Somebody to invite to the jury."""

    name = forms.CharField(
        label=gettext_lazy("Họ tên, chức danh"),
        max_length=120,
        help_text=gettext_lazy("Được công bố cùng điểm chấm."),
        error_messages={"required": gettext_lazy("Hãy ghi họ tên.")},
    )
    phone = PhoneField(label=gettext_lazy("Số điện thoại"))


class SheetForm(forms.Form):
    """Printed codes to hand out."""

    label = forms.CharField(
        label=gettext_lazy("Phát ở đâu"),
        max_length=120,
        help_text=gettext_lazy("Ví dụ: Phiên chợ Phước Hà 28/11."),
        error_messages={"required": gettext_lazy("Hãy ghi nơi phát thẻ.")},
    )
    size = forms.IntegerField(
        label=gettext_lazy("Số thẻ"),
        min_value=1,
        max_value=MOST_ON_A_SHEET,
        initial=60,
        error_messages={"required": gettext_lazy("Hãy ghi số thẻ.")},
    )


class RecognitionForm(forms.Form):
    """A signed decision. awards: entry id -> title, from the fields named award-<id>."""

    number = forms.CharField(
        label=gettext_lazy("Số quyết định"),
        max_length=60,
        error_messages={"required": gettext_lazy("Hãy ghi số quyết định.")},
    )
    decided_on = forms.DateField(
        label=gettext_lazy("Ngày ký"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages={"required": gettext_lazy("Hãy chọn ngày ký.")},
    )
    signed_by = forms.CharField(
        label=gettext_lazy("Người ký"),
        max_length=120,
        help_text=gettext_lazy("Chức danh và họ tên."),
        error_messages={"required": gettext_lazy("Hãy ghi người ký.")},
    )

    def awards(self, entry_ids: list[int]) -> dict[int, str]:
        """Return the titles written beside entries."""
        typed = {pk: " ".join(self.data.get(f"award-{pk}", "").split())[:120] for pk in entry_ids}
        return {pk: title for pk, title in typed.items() if title}


class PaperForm(forms.Form):
    """What one person reads on one paper. entries cleans to numbers; none: spoiled."""

    number = forms.IntegerField(
        label=gettext_lazy("Số in trên phiếu"),
        min_value=1,
        max_value=2_000_000_000,
        error_messages={"required": gettext_lazy("Hãy ghi số in trên phiếu.")},
    )
    entries = forms.CharField(
        label=gettext_lazy("Các số dự thi được chọn"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Cách nhau bằng dấu cách, ví dụ: 3 12."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    is_spoiled = forms.BooleanField(label=gettext_lazy("Phiếu hỏng"), required=False)

    def clean_entries(self) -> list[int]:
        words = self.cleaned_data["entries"].replace(",", " ").split()
        if not all(word.isascii() and word.isdigit() and len(word) < 5 for word in words):
            raise forms.ValidationError(_("Chỉ ghi số dự thi, cách nhau bằng dấu cách, ví dụ: 3 12."))
        return [int(word) for word in words]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "entries" in data and bool(data["entries"]) == bool(data.get("is_spoiled")):
            self.add_error("entries", _("Ghi các số được chọn, hoặc đánh dấu phiếu hỏng."))
        return data
