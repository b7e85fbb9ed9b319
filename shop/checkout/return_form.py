"""What a buyer types to return goods, kept when something is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.core.files.uploadedfile import UploadedFile

from catalogue.images.checks import CleanImage, ImageRefused, clean_image
from shop.aftersales.returns.domain.asking import MOST_PICTURES, Wish
from shop.aftersales.returns.models import ReturnReason
from shop.order.models import Line


@dataclass(frozen=True)
class LineField:
    """One good with how many of it may be named, and what was typed."""

    line: Line
    left: int
    typed: str

    @property
    def name(self) -> str:
        return f"so_{self.line.pk}"


@dataclass
class ReturnForm:
    """The form of one part."""

    lines: list[LineField]
    reason: str = ""
    words: str = ""
    refusals: list[str] = field(default_factory=list)

    def wish(self, reasons: Sequence[ReturnReason], uploads: Sequence[UploadedFile]) -> Wish | None:
        """Return what is asked, or None when no reason is chosen or a picture was refused (`refusals` says which)."""
        pictures = self._pictures(uploads)
        chosen = next((reason for reason in reasons if str(reason.pk) == self.reason), None)
        if chosen is None or self.refusals:
            return None
        quantities = {row.line.pk: int(row.typed) for row in self.lines if _is_number(row.typed)}
        return Wish(reason=chosen, quantities=quantities, words=self.words, pictures=tuple(pictures))

    def _pictures(self, uploads: Sequence[UploadedFile]) -> list[CleanImage]:
        clean = []
        for upload in uploads[: MOST_PICTURES + 1]:
            try:
                clean.append(clean_image(upload))
            except ImageRefused as refusal:
                self.refusals.append(f"{upload.name}: {refusal}")
        return clean


def form_of(lines: Sequence[Line], before: Mapping[int, int], typed: Mapping[str, str] | None = None) -> ReturnForm:
    """Return the form, blank or as it was sent. A part of one good begins with all of it."""
    fields = []
    for line in lines:
        left = max(0, line.quantity - before.get(line.pk, 0))
        start = str(left) if len(lines) == 1 else "0"
        fields.append(LineField(line, left, typed.get(f"so_{line.pk}", "") if typed is not None else start))
    if typed is None:
        return ReturnForm(fields)
    return ReturnForm(fields, reason=typed.get("ly_do", ""), words=typed.get("ke", ""))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 6
