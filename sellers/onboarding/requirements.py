"""What each legal type must state and show. Data, so that an operator's lawyer can read and correct it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sellers.documents.models import DocumentKind
from sellers.enums import LegalType


class TaxCodeKind(Enum):
    """Which number stands for the tax code."""

    ORGANISATION = "organisation"  # 10 digits, or 10 and 3 of a branch
    PERSON = "person"  # the 12-digit personal number


@dataclass(frozen=True)
class Paper:
    """One paper that is asked for."""

    kind: DocumentKind
    title: str | Promise
    hint: str | Promise = ""
    required: bool = True
    only_food: bool = False  # required when the producer sells food


@dataclass(frozen=True)
class Requirements:
    """What one legal type must state and show."""

    summary: str | Promise
    tax_code: TaxCodeKind
    registration_no: bool
    papers: tuple[Paper, ...]

    def papers_for(self, *, sells_food: bool) -> tuple[Paper, ...]:
        """Return the papers with what food asks for already decided."""
        return tuple(replace(paper, required=sells_food) if paper.only_food else paper for paper in self.papers)


_IDENTITY = Paper(
    DocumentKind.IDENTITY, _("Căn cước của người đại diện"), _("Chụp hai mặt, rõ bốn góc. Có thể gửi nhiều ảnh.")
)
_FOOD = Paper(
    DocumentKind.FOOD_SAFETY,
    _("Giấy an toàn thực phẩm (ATTP) hoặc bản cam kết, bản tự công bố"),
    _("Cần khi bán thực phẩm, đồ uống."),
    only_food=True,
)
_EXTRA = (
    Paper(DocumentKind.OCOP_DECISION, _("Quyết định công nhận OCOP"), _("Nếu có sản phẩm đạt sao."), required=False),
    Paper(DocumentKind.TEST_REPORT, _("Phiếu kiểm nghiệm"), required=False),
    Paper(DocumentKind.TRADEMARK, _("Nhãn hiệu, chỉ dẫn địa lý"), required=False),
    Paper(
        DocumentKind.OTHER,
        _("Giấy tờ khác"),
        _("Ví dụ giấy ủy quyền, nếu người đứng tên khác người đại diện."),
        required=False,
    ),
)


def _registered(title: str | Promise) -> tuple[Paper, ...]:
    return (Paper(DocumentKind.BUSINESS_REGISTRATION, title, _("Chụp đủ các trang.")), _IDENTITY, _FOOD, *_EXTRA)


REQUIREMENTS: dict[LegalType, Requirements] = {
    LegalType.COOPERATIVE: Requirements(
        _("Có giấy đăng ký hợp tác xã"),
        TaxCodeKind.ORGANISATION,
        True,
        _registered(_("Giấy chứng nhận đăng ký hợp tác xã")),
    ),
    LegalType.HOUSEHOLD: Requirements(
        _("Có giấy đăng ký hộ kinh doanh"),
        TaxCodeKind.PERSON,
        True,
        _registered(_("Giấy chứng nhận đăng ký hộ kinh doanh")),
    ),
    LegalType.ENTERPRISE: Requirements(
        _("Có giấy đăng ký doanh nghiệp"),
        TaxCodeKind.ORGANISATION,
        True,
        _registered(_("Giấy chứng nhận đăng ký doanh nghiệp")),
    ),
    LegalType.COOPERATIVE_GROUP: Requirements(
        _("Có hợp đồng hợp tác, xã đã xác nhận"),
        TaxCodeKind.PERSON,
        False,
        _registered(_("Hợp đồng hợp tác có xác nhận của xã")),
    ),
    LegalType.INDIVIDUAL: Requirements(
        _("Có căn cước và xác nhận của xã"),
        TaxCodeKind.PERSON,
        False,
        _registered(_("Xác nhận của xã về nơi sản xuất")),
    ),
}


def requirements_of(legal_type: str) -> Requirements | None:
    """Return what a legal type asks for; None while none is chosen."""
    return REQUIREMENTS[LegalType(legal_type)] if legal_type else None
