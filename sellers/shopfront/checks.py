"""What a machine can say about an edit of a shop front, for the person who decides."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from sellers.listings.checks import Finding, superlatives_in
from sellers.listings.models import WatchedWord, WordGrade
from sellers.listings.watchlist import found_in
from sellers.shopfront.models import EditState, ShopEdit, ShopPicture

PHONE = re.compile(r"(?<!\d)(?:\+?84|0)(?:[ .-]?\d){9}(?!\d)")


def findings(edit: ShopEdit) -> list[Finding]:
    """Return the remarks on the story and the captions of the pictures that wait. Two queries."""
    waiting = ShopPicture.objects.filter(seller=edit.seller_id, state=EditState.WAITING)
    text = " ; ".join([edit.story, *waiting.values_list("caption", flat=True)])
    found = [
        Finding(
            kind="word",
            sentence=f"{_('Có chữ “%(word)s”.') % {'word': word.words}} {word.reason}".strip(),
            grade=WordGrade(word.grade),
        )
        for word in found_in(text, WatchedWord.objects.all())
    ]
    for word in superlatives_in(text):
        sentence = _("Có chữ “%s”: luật quảng cáo không cho dùng khi không có giấy chứng minh.") % word
        found.append(Finding(kind="superlative", sentence=sentence))
    if PHONE.search(text):
        found.append(
            Finding(kind="phone", sentence=_("Có số điện thoại: khách liên hệ qua sàn."), grade=WordGrade.NOTE)
        )
    return found
