"""Forms of the search pages."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from django import forms
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.search.analysis import compose, tokens
from catalogue.search.models import SynonymGroup
from catalogue.search.searchlog import normalised

MOST_WORDS = 6  # of one entry


class SynonymForm(forms.Form):
    """One group of words. group: the one edited, None for a new one."""

    words = forms.CharField(
        label=gettext_lazy("Các từ cùng nghĩa"),
        max_length=400,
        help_text=gettext_lazy("Ngăn bằng dấu phẩy, viết đủ dấu, ví dụ: heo, lợn."),
        error_messages={"required": gettext_lazy("Hãy ghi ít nhất hai từ, ngăn bằng dấu phẩy.")},
    )
    is_ambiguous = forms.BooleanField(
        label=gettext_lazy("Có từ còn nghĩa khác"),
        required=False,
        help_text=gettext_lazy("Kết quả theo từ kia sẽ xếp sau xa hơn. Ví dụ: chè còn là món ngọt."),
    )
    note = forms.CharField(label=gettext_lazy("Ghi chú (không bắt buộc)"), max_length=300, required=False)

    def __init__(self, *args: Any, group: SynonymGroup | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.group = group

    def clean_words(self) -> str:
        """Return the entries as stored: "heo, lợn"."""
        entries = [" ".join(compose(part).lower().split()) for part in self.cleaned_data["words"].split(",")]
        entries = [entry for entry in entries if entry]
        keys = [tuple(token.exact for token in tokens(entry)) for entry in entries]
        if not all(keys) or any(len(key) > MOST_WORDS for key in keys):
            raise forms.ValidationError(_("Mỗi từ cần có chữ và dài không quá 6 tiếng."))
        if len(set(keys)) < 2:
            raise forms.ValidationError(_("Hãy ghi ít nhất hai từ khác nhau, ngăn bằng dấu phẩy."))
        if len(set(keys)) < len(keys):
            raise forms.ValidationError(_("Có từ ghi hai lần. Hãy bỏ một."))
        words = ", ".join(entries)
        others = SynonymGroup.objects.filter(words=words)
        if (others.exclude(pk=self.group.pk) if self.group else others).exists():
            raise forms.ValidationError(_("Đã có nhóm từ này."))
        return words


class RedirectForm(forms.Form):
    """A search and the page of the site it leads to."""

    query = forms.CharField(
        label=gettext_lazy("Từ người mua gõ"),
        max_length=80,
        error_messages={"required": gettext_lazy("Hãy ghi từ người mua gõ.")},
    )
    address = forms.CharField(
        label=gettext_lazy("Dẫn tới địa chỉ"),
        max_length=300,
        help_text=gettext_lazy("Một trang của chợ, bắt đầu bằng dấu /, ví dụ /chuyen-hang/ hoặc /danh-muc/thuc-pham/."),
        error_messages={"required": gettext_lazy("Hãy ghi địa chỉ trên chợ.")},
    )

    def clean_query(self) -> str:
        query = normalised(self.cleaned_data["query"])
        if not query:
            raise forms.ValidationError(_("Từ này không có chữ hay số nào."))
        return query[:80]

    def clean_address(self) -> str:
        address = self.cleaned_data["address"]
        parts = urlsplit(address)
        if not address.startswith("/") or parts.netloc or parts.scheme or "\\" in address or " " in address:
            raise forms.ValidationError(_("Chỉ dẫn tới trang của chợ: địa chỉ bắt đầu bằng một dấu /."))
        if parts.path.startswith("/quan-tri/"):
            raise forms.ValidationError(_("Trang quản trị không dành cho người mua. Hãy chọn trang khác."))
        try:
            found = resolve(parts.path)
        except Resolver404:
            raise forms.ValidationError(_("Chợ không có trang này. Hãy mở trang rồi chép địa chỉ.")) from None
        if found.view_name == "storefront:search" and set(parse_qs(parts.query)) <= {"q"}:
            raise forms.ValidationError(_("Muốn tìm từ khác thì hãy thêm từ đồng nghĩa."))
        return address
