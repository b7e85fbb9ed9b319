"""Papers that open shops send, as rows of the queue."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sellers.documents.models import Document, DocumentKind, DocumentState
from sellers.documents.queries import current, reviewable_documents
from shop.accounts.reach import Reach
from shop.backoffice.queue import LIMIT, QueueFilter, QueueRow

STATES = {
    "cho-xem": DocumentState.PENDING,
    "can-bo-sung": DocumentState.REJECTED,
    "da-duyet": DocumentState.ACCEPTED,
}


def sent_papers(reach: Reach) -> QuerySet[Document]:
    """Return the papers that sellers of this reviewer's provinces sent after their shop was opened."""
    papers = reviewable_documents(reach).filter(application=None, seller__isnull=False)
    return papers.exclude(kind=DocumentKind.AUTHORITY_REQUEST).select_related("seller__province", "uploaded_by")


class PaperSource:
    """New and renewed papers of sellers."""

    kind = "giay-to"
    title = gettext_lazy("Giấy tờ gửi thêm")

    def rows(self, reach: Reach, wanted: QueueFilter) -> list[QueueRow]:
        if wanted.state not in STATES:
            return []
        found = _matching(current(sent_papers(reach)).filter(state=STATES[wanted.state]), wanted)
        order = "uploaded_at" if wanted.state == "cho-xem" else "-uploaded_at"
        return [_row(paper) for paper in found.order_by(order, "pk")[:LIMIT]]

    def waiting(self, reach: Reach) -> int:
        return current(sent_papers(reach)).filter(state=DocumentState.PENDING).count()


def number_of(paper: Document) -> str:
    return f"GT-{paper.pk:04d}"


def _matching(papers: QuerySet[Document], wanted: QueueFilter) -> QuerySet[Document]:
    if wanted.province:
        papers = papers.filter(seller__province=wanted.province)
    if wanted.legal_type:
        papers = papers.filter(seller__legal_type=wanted.legal_type)
    if wanted.words:
        words = Q(seller__name__icontains=wanted.words) | Q(seller__tax_code__startswith=wanted.words)
        papers = papers.filter(words)
    return papers


def _row(paper: Document) -> QueueRow:
    assert paper.seller is not None, "sent_papers are papers of sellers"
    province = paper.seller.province
    return QueueRow(
        number=number_of(paper),
        title=paper.seller.name,
        place=province.name if province else "",
        kind=PaperSource.kind,
        label=_("Giấy tờ, %(kind)s") % {"kind": paper.get_kind_display()},
        waiting_since=paper.uploaded_at,
        url=reverse("backoffice:sent_paper", args=[paper.pk]),
    )
