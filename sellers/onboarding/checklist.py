"""The requirements of one application, each with what was given for it and how it was judged."""

from __future__ import annotations

from dataclasses import dataclass

from sellers.documents.models import Document, DocumentState
from sellers.documents.queries import current
from sellers.onboarding.models import (
    Requirement,
    RequirementKind,
    SellerApplication,
    Submission,
    SubmissionState,
)
from sellers.onboarding.requirements import requirements_for

GOOD = frozenset({SubmissionState.ACCEPTED, SubmissionState.WAIVED})


@dataclass(frozen=True)
class PaperSlot:
    """One asked-for paper with what was sent for it."""

    requirement: Requirement
    documents: list[Document]
    submission: Submission | None = None

    @property
    def is_waived(self) -> bool:
        return self.submission is not None and self.submission.state == SubmissionState.WAIVED

    @property
    def refused(self) -> list[Document]:
        return [document for document in self.documents if document.state == DocumentState.REJECTED]

    @property
    def is_satisfied(self) -> bool:
        """Whether the applicant has done enough to send."""
        usable = any(paper.state in {DocumentState.PENDING, DocumentState.ACCEPTED} for paper in self.documents)
        return not self.requirement.is_required or self.is_waived or usable

    @property
    def state(self) -> str:
        """The state of the whole slot, from its papers; "" when nothing was sent."""
        if self.is_waived:
            return SubmissionState.WAIVED
        states = {document.state for document in self.documents}
        for worst in (DocumentState.REJECTED, DocumentState.PENDING, DocumentState.EXPIRED, DocumentState.ACCEPTED):
            if worst in states:
                return SubmissionState(worst.value)
        return ""


@dataclass(frozen=True)
class Item:
    """One attestation or check with how it stands."""

    requirement: Requirement
    submission: Submission | None

    @property
    def state(self) -> str:
        return self.submission.state if self.submission else SubmissionState.PENDING


@dataclass(frozen=True)
class Checklist:
    """Everything asked of one application."""

    papers: list[PaperSlot]
    attestations: list[Item]
    checks: list[Item]

    @property
    def unjudged(self) -> list[Requirement]:
        """Return what is required and not yet accepted or waived: what holds an approval up."""
        items = [*self.attestations, *self.checks]
        papers = [slot.requirement for slot in self.papers if slot.requirement.is_required and slot.state not in GOOD]
        return papers + [item.requirement for item in items if item.requirement.is_required and item.state not in GOOD]


def checklist_of(application: SellerApplication) -> Checklist:
    """Return the requirements of an application with their state. Three queries."""
    rows = requirements_for(application)
    submissions = {row.requirement_id: row for row in Submission.objects.filter(application_id=application.pk)}
    sent = list(current(Document.objects.filter(application_id=application.pk))) if application.pk else []

    def items(kind: RequirementKind) -> list[Item]:
        return [Item(row, submissions.get(row.pk)) for row in rows if row.kind == kind]

    papers = [
        PaperSlot(row, [paper for paper in sent if paper.kind == row.document_kind], submissions.get(row.pk))
        for row in rows
        if row.kind == RequirementKind.DOCUMENT
    ]
    return Checklist(papers, items(RequirementKind.ATTESTATION), items(RequirementKind.CHECK))


def paper_slots(application: SellerApplication) -> list[PaperSlot]:
    """Return the papers asked for, each with what was sent."""
    return checklist_of(application).papers
