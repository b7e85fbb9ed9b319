"""Which good a seller enters, in which category."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalogue.models import Product
from sellers.models import Partner
from shop.campaign.contests.models import Category, Contest


class EntryForm(forms.Form):
    """One entry; the goods are the seller's own that are on sale."""

    product = forms.ModelChoiceField(
        label=_("Sản phẩm"),
        queryset=Product.objects.none(),
        empty_label=_("Chọn món đang bán"),
        error_messages={"required": _("Hãy chọn món."), "invalid_choice": _("Chọn một món đang bán của gian hàng.")},
    )
    category = forms.ModelChoiceField(
        label=_("Nhóm dự thi"),
        queryset=Category.objects.none(),
        empty_label=_("Chọn nhóm"),
        error_messages={"required": _("Hãy chọn nhóm.")},
    )
    pitch = forms.CharField(
        label=_("Lời giới thiệu"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Một hai câu hiện dưới tên món."),
    )

    def __init__(self, data: Any = None, *, contest: Contest, seller: Partner) -> None:
        super().__init__(data, auto_id=f"id_{contest.pk}_%s")
        self.contest = contest
        goods = Product.objects.browsable().filter(stockrecords__partner=seller).distinct()
        self.fields["product"].queryset = goods.order_by("title")
        self.fields["category"].queryset = contest.categories.all()
