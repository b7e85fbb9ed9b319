"""What a voter fills in: choices, phone, code, secret. Each page carries on what the pages before it asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shop.accounts.fields import PhoneField
from shop.campaign.contests.domain.jury import excluded
from shop.campaign.contests.domain.voting import InvalidChoice, valid_choice
from shop.campaign.contests.kiem_phieu import cleaned
from shop.campaign.contests.models import Contest, Entry, Juror
from shop.campaign.contests.models.jury import MOST_POINTS
from shop.campaign.contests.queries import admitted
from shop.campaign.contests.receipts import is_secret

SECRET_REFUSED = gettext_lazy("Mã bí mật gồm 16 chữ và số, có trên biên nhận. Hãy xem lại từng ký tự.")


class ChoiceForm(forms.Form):
    """Entry numbers of one ballot (chon), and a printed code (the) when there is one."""

    chon = forms.TypedMultipleChoiceField(
        coerce=int,
        choices=[],
        error_messages={
            "required": gettext_lazy("Hãy chọn ít nhất một sản phẩm rồi bấm Bỏ phiếu."),
            "invalid_choice": gettext_lazy("Sản phẩm này không dự thi. Hãy chọn lại."),
        },
    )
    the = forms.CharField(required=False, max_length=40)

    def __init__(self, data: Any = None, *, contest: Contest, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.contest = contest
        typed = data.getlist("chon") if data is not None else []
        # any whole number passes here: valid_choice() says which compete
        self.fields["chon"].choices = [(n, n) for n in typed if n.isascii() and n.isdigit() and len(n) < 5]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "chon" in data:
            try:
                data["chon"] = valid_choice(contest=self.contest, entries=data["chon"])
            except InvalidChoice:
                most = self.contest.choices_per_category
                self.add_error("chon", _("Mỗi nhóm chọn tối đa %(most)d sản phẩm đang dự thi.") % {"most": most})
        return data


class PhoneForm(forms.Form):
    """Where the code goes."""

    phone = PhoneField(label=gettext_lazy("Số điện thoại"))


class CodeForm(PhoneForm):
    """The code with the phone it was sent to, and the secret of the ballot that this page gave out."""

    code = forms.CharField(
        label=gettext_lazy("Mã 6 số vừa nhắn tới máy bạn"),
        max_length=12,
        widget=forms.TextInput(
            attrs={"class": "otp", "inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": 6}
        ),
        error_messages={"required": gettext_lazy("Hãy ghi mã 6 số trong tin nhắn.")},
    )
    secret = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def clean_secret(self) -> str:
        return _secret(self.cleaned_data["secret"])

    def clean_code(self) -> str:
        return "".join(self.cleaned_data["code"].split())


class SecretForm(forms.Form):
    """The secret on a receipt."""

    secret = forms.CharField(
        label=gettext_lazy("Mã bí mật trên biên nhận"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": SECRET_REFUSED},
    )

    def clean_secret(self) -> str:
        return _secret(self.cleaned_data["secret"])


def _secret(text: str) -> str:
    if not is_secret(text):
        raise forms.ValidationError(SECRET_REFUSED)
    return cleaned(text)


@dataclass(frozen=True)
class MarkedEntry:
    """One entry on a juror's sheet."""

    entry: Entry
    fields: list[forms.BoundField]
    conflict: forms.BoundField | None  # None: excluded for good


class MarksForm(forms.Form):
    """Points of one juror: a field d-<entry>-<criterion> each, and x-<entry> for an interest of one's own."""

    def __init__(self, data: Any = None, *, juror: Juror) -> None:
        self.entries = list(admitted(juror.contest))
        self.criteria = list(juror.contest.criteria.all())
        self.excluded = excluded(juror)
        kept = {f"d-{row.entry.number}-{row.criterion.number}": row.points for row in juror.marks.select_related()}
        kept |= {f"x-{row.entry.number}": True for row in juror.conflicts.select_related("entry")}
        super().__init__(data, initial=kept)
        for entry in self.entries:
            self.fields[f"x-{entry.number}"] = forms.BooleanField(
                label=_("Tôi có liên quan, không chấm"), required=False
            )
            whole = _("%(good)s: ghi số nguyên từ 0 đến 10.") % {"good": entry.product.title}
            for criterion in self.criteria:
                self.fields[f"d-{entry.number}-{criterion.number}"] = forms.IntegerField(
                    label=f"{criterion.name} ({criterion.weight} %)",
                    min_value=0,
                    max_value=MOST_POINTS,
                    required=False,
                    widget=forms.NumberInput(
                        attrs={"class": "input", "inputmode": "numeric", "max": MOST_POINTS, "min": 0}
                    ),
                    error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), whole),
                )

    def rows(self) -> list[MarkedEntry]:
        """Return the sheet as it is shown."""
        return [
            MarkedEntry(
                entry,
                [self[f"d-{entry.number}-{row.number}"] for row in self.criteria],
                None if entry.number in self.excluded else self[f"x-{entry.number}"],
            )
            for entry in self.entries
        ]

    def points(self) -> dict[tuple[int, int], int]:
        """Return the points given, once the form is valid."""
        given = {}
        for entry in self.entries:
            for row in self.criteria:
                points = self.cleaned_data.get(f"d-{entry.number}-{row.number}")
                if points is not None:
                    given[entry.number or 0, row.number] = points
        return given

    def conflicts(self) -> list[int]:
        """Return the numbers of entries the juror declares an interest in."""
        return [entry.number or 0 for entry in self.entries if self.cleaned_data.get(f"x-{entry.number}")]
