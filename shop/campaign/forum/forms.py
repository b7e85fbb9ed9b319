"""What authors, readers and answerers write."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sellers.models import Partner
from shop.accounts.enums import LISTING_ROLES
from shop.accounts.queries import AnyUser, seller_ids
from shop.campaign.forum.domain.writing import Draft, takes
from shop.campaign.forum.enums import Voice
from shop.campaign.forum.models import Body
from shop.campaign.forum.models.dialogue import QUESTION_LENGTH
from shop.campaign.forum.models.reply import REPLY_LENGTH
from shop.campaign.forum.models.reports import REASON_LENGTH
from shop.campaign.forum.models.topic import TEXT_LENGTH, TITLE_LENGTH
from shop.regions.models import Commune, Province

SHORTEST = 20


class TextsForm(forms.Form):
    """Title and text, as an author writes or rewrites them."""

    title = forms.CharField(
        label=gettext_lazy("Tiêu đề"),
        max_length=TITLE_LENGTH,
        help_text=gettext_lazy("Một câu nói rõ việc gì, ở đâu."),
        error_messages={"required": gettext_lazy("Hãy ghi tiêu đề.")},
    )
    text = forms.CharField(
        label=gettext_lazy("Nội dung"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("Việc gì, ngày nào, bạn mong được trả lời điều gì. Số điện thoại, số giấy tờ tự che."),
        error_messages={"required": gettext_lazy("Hãy kể việc cần nói.")},
    )

    def clean_text(self) -> str:
        text = "\n".join(line.rstrip() for line in self.cleaned_data["text"].strip().splitlines())
        if len(text) < SHORTEST:
            raise forms.ValidationError(_("Viết rõ hơn một chút, ít nhất %(n)d chữ cái.") % {"n": SHORTEST})
        return text

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())


class TopicForm(TextsForm):
    """A new topic of one province."""

    field_order = ["voice", "seller", "organisation", "title", "text", "body", "commune"]
    use_required_attribute = False

    voice = forms.ChoiceField(
        label=gettext_lazy("Bạn nói với tư cách"),
        choices=[(value, capfirst(label)) for value, label in Voice.choices],
        initial=Voice.CONSUMER,
        widget=forms.RadioSelect,
    )
    seller = forms.ModelChoiceField(
        label=gettext_lazy("Gian hàng của bạn"), queryset=Partner.objects.none(), required=False, empty_label="—"
    )
    organisation = forms.CharField(
        label=gettext_lazy("Tên doanh nghiệp, cơ sở, nhà phân phối"),
        required=False,
        max_length=160,
        help_text=gettext_lazy("Chỉ ghi khi nói thay doanh nghiệp."),
    )
    body = forms.ModelChoiceField(
        label=gettext_lazy("Gửi tới"),
        queryset=Body.objects.none(),
        empty_label=gettext_lazy("Chọn nơi cần trả lời"),
        error_messages={"required": gettext_lazy("Hãy chọn nơi bạn muốn được trả lời.")},
    )
    commune = forms.ModelChoiceField(
        label=gettext_lazy("Xã, phường"),
        queryset=Commune.objects.none(),
        required=False,
        empty_label=gettext_lazy("Cả tỉnh"),
    )
    website = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, province: Province, user: AnyUser, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.province = province
        here = Q(province=None) | Q(province=province)
        self.fields["body"].queryset = Body.objects.filter(here, is_active=True)
        self.fields["commune"].queryset = Commune.objects.filter(province=province, valid_to=None)
        shops = Partner.objects.filter(pk__in=seller_ids(user, LISTING_ROLES))
        if shops:
            self.fields["seller"].queryset = shops
        else:
            del self.fields["seller"]

    def clean_website(self) -> str:
        """A field people never see: whatever fills it is a machine."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Chưa gửi được. Tải lại trang rồi gửi lần nữa."))
        return ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        shop = data.get("seller")
        if data.get("voice") == Voice.BUSINESS:
            data["organisation"] = data.get("organisation") or (shop.name if shop else "")
            if not data["organisation"]:
                self.add_error("organisation", _("Ghi tên doanh nghiệp, cơ sở mà bạn nói thay."))
        body, commune = data.get("body"), data.get("commune")
        if body and not takes(body=body, province_id=self.province.pk, commune_id=commune.pk if commune else None):
            self.add_error("body", _("Nơi này chỉ nhận ý kiến trong xã của mình. Chọn xã, hoặc chọn nơi khác."))
        return data

    def as_draft(self, pictures: list[Any]) -> Draft:
        """Return what was written, once the form is valid. pictures: checked ones."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "website"}
        return Draft(**{**data, "voice": Voice(data["voice"])}, province=self.province, pictures=pictures)


class ReplyForm(forms.Form):
    """A text below a topic."""

    text = forms.CharField(
        label=gettext_lazy("Ý kiến của bạn"),
        max_length=REPLY_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Hãy viết ý kiến rồi gửi.")},
    )


class QuestionForm(forms.Form):
    """A question for a live session."""

    text = forms.CharField(
        label=gettext_lazy("Câu hỏi của bạn"),
        max_length=QUESTION_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Một câu hỏi, ngắn và rõ. Mỗi người gửi được 3 câu."),
        error_messages={"required": gettext_lazy("Hãy viết câu hỏi rồi gửi.")},
    )


class AnswerForm(ReplyForm):
    """An official answer, or the reply of a named party."""

    def __init__(self, data: Any = None, *, is_party: bool = False, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["text"]
        field.widget.attrs["rows"] = 8
        field.label = _("Phản hồi") if is_party else _("Trả lời chính thức")
        field.help_text = _("Mọi người đọc được ngay nguyên văn. Gửi rồi không sửa được, chỉ thêm được.")


class ReportForm(forms.Form):
    """Why a reader reports a text; may stay empty."""

    reason = forms.CharField(
        label=gettext_lazy("Vì sao bài này không nên để"),
        max_length=REASON_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Ví dụ: bịa đặt về người khác, lộ thông tin riêng, quảng cáo. Chỉ người điều hành đọc."),
    )
