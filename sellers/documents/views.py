"""Private papers: shown to their owner and to reviewers of the province, each look logged."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from sellers.documents.models import Document, DocumentView
from sellers.documents.queries import own_documents, reviewable_documents
from shop.accounts.permissions import signed_in
from shop.accounts.second_factor import required_and_missing

PDF = "application/pdf"
_SELF, _NONE = "'self'", "'none'"


@require_safe
@signed_in
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Send one paper. A PDF is downloaded, or opened in the browser by a reviewer with ?xem=1."""
    document = own_documents(request.user, request.reach).filter(pk=pk).first()
    reviewed = None if document else _reviewable(request, pk)
    paper = document or reviewed
    if paper is None:
        raise Http404
    DocumentView.objects.create(document=paper, viewer=request.user, at=timezone.now())
    return _response(paper, opened=bool(reviewed) and request.GET.get("xem") == "1")


def _reviewable(request: HttpRequest, pk: int) -> Document | None:
    if required_and_missing(request):
        return None
    return reviewable_documents(request.reach).filter(pk=pk).first()


def _response(paper: Document, *, opened: bool) -> FileResponse:
    is_pdf = paper.content_type == PDF
    response = FileResponse(
        paper.file.open("rb"),
        content_type=paper.content_type,
        as_attachment=is_pdf and not opened,
        filename=f"giay-to-{paper.pk}.{'pdf' if is_pdf else 'webp'}",
    )
    # Chrome shows no PDF in a sandbox; scripts were refused at upload and cannot load anything here. Only an opened
    # PDF may stand in a frame, and only in one of our own pages.
    framed = is_pdf and opened
    policy = f"default-src 'none'; style-src 'unsafe-inline'; frame-ancestors {_SELF if framed else _NONE}"
    response["Content-Security-Policy"] = policy if framed else f"{policy}; sandbox"
    response["X-Frame-Options"] = "SAMEORIGIN" if framed else "DENY"
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
