"""A seller sends a new paper after the shop was opened; a reviewer judges it, goods come back."""

from __future__ import annotations

import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sellers.documents.domain.storing import store_document
from sellers.documents.models import Document, DocumentKind, DocumentState
from sellers.documents.queries import current
from sellers.expiry.domain.holding import bring_back
from sellers.expiry.domain.warning import tell_keepers
from sellers.models import Partner
from shop.accounts.models import User
from shop.accounts.queries import seller_ids
from shop.audit.trail import record

SHORTEST_REASON = 10
SENT_BY_SELLERS = [kind for kind in DocumentKind if kind not in {DocumentKind.AUTHORITY_REQUEST, DocumentKind.IDENTITY}]


class JudgingRefused(Exception):
    """The paper cannot be judged so; the message is a sentence for the reviewer."""


def send_paper(
    *,
    seller: Partner,
    kind: DocumentKind,
    upload: UploadedFile,
    valid_until: datetime.date | None,
    by: User,
    at: datetime.datetime,
) -> Document:
    """Keep a paper of an open shop for a reviewer. Raises DocumentRefused."""
    with transaction.atomic():
        paper = store_document(upload=upload, kind=kind, by=by, seller=seller)
        if valid_until and paper.state == DocumentState.PENDING:
            paper.valid_until = valid_until
            paper.save(update_fields=["valid_until"])
        details = {"document": paper.pk, "what": str(kind.label)}
        record(actor=by, action="paper.sent", subject=seller, at=at, details=details)
    return paper


def judge_renewal(
    *,
    document_id: int,
    accepted: bool,
    by: User,
    at: datetime.datetime,
    reason: str = "",
    valid_until: datetime.date | None = None,
) -> Document:
    """Accept a paper, which then takes the place of the older ones of its kind, or ask for another one.

    Raises JudgingRefused.
    """
    today = timezone.localdate(at)
    with transaction.atomic():
        paper = Document.objects.select_for_update(of=("self",)).select_related("seller").get(pk=document_id)
        _may_judge(paper, by)
        if not accepted and len(reason.strip()) < SHORTEST_REASON:
            raise JudgingRefused(_("Hãy ghi lý do ít nhất 10 ký tự: người bán đọc nguyên văn."))
        if accepted and valid_until and valid_until < today:
            raise JudgingRefused(_("Giấy này đã hết hạn. Hãy chọn Cần bổ sung để người bán gửi giấy mới."))
        paper.state = DocumentState.ACCEPTED if accepted else DocumentState.REJECTED
        paper.reason = "" if accepted else reason
        paper.valid_until = valid_until if accepted else paper.valid_until
        paper.save(update_fields=["state", "reason", "valid_until"])
        assert paper.seller is not None, "renewals belong to sellers"
        if accepted:
            older = current(Document.objects.filter(seller=paper.seller, kind=paper.kind)).exclude(pk=paper.pk)
            older.exclude(state=DocumentState.PENDING).update(replaced_by=paper)
        action, what = "paper.accepted" if accepted else "paper.rejected", str(paper.get_kind_display())
        details = {"document": paper.pk, "what": what}
        record(actor=by, action=action, subject=paper.seller, at=at, reason=reason, details=details)
        context = {"seller": paper.seller, "what": what, "reason": reason}
        template = "paper_accepted" if accepted else "paper_rejected"
        tell_keepers(paper.seller, key=f"{template}:{paper.pk}:{at.isoformat()}", template=template, context=context)
        if accepted:
            bring_back(today=today, at=at)
    return paper


def _may_judge(paper: Document, by: User) -> None:
    if paper.state != DocumentState.PENDING or paper.replaced_by_id is not None:
        raise JudgingRefused(_("Giấy này đã được người khác xem. Tải lại trang để xem kết quả."))
    if paper.seller_id in seller_ids(by):
        raise JudgingRefused(_("Bạn làm cho gian hàng này nên không xét giấy của nó được."))
