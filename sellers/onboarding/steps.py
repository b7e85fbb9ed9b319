"""The steps of an application: their order, their fields, and what is still missing."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sellers.documents.models import Document, DocumentKind, DocumentState
from sellers.documents.queries import current
from sellers.onboarding.models import SellerApplication
from sellers.onboarding.requirements import Paper, requirements_of


@dataclass(frozen=True)
class Step:
    """One page of the application."""

    slug: str
    title: str | Promise
    fields: tuple[str, ...] = ()


STEPS = (
    Step("gian-hang", gettext_lazy("Gian hàng"), ("name", "legal_type", "goods")),
    Step("phap-ly", gettext_lazy("Pháp lý"), ("tax_code", "registration_no", "representative", "phone")),
    Step("dia-chi", gettext_lazy("Địa chỉ"), ("commune", "address_line")),
    Step("nhan-tien", gettext_lazy("Nhận tiền"), ("bank_bin", "bank_account", "bank_holder")),
    Step("giay-to", gettext_lazy("Giấy tờ")),
    Step("gui-duyet", gettext_lazy("Gửi duyệt")),
)
BY_SLUG = {step.slug: step for step in STEPS}

FIELD_LABELS: dict[str, str | Promise] = {
    "name": gettext_lazy("Tên gian hàng"),
    "legal_type": gettext_lazy("Loại hình"),
    "goods": gettext_lazy("Hàng sẽ bán"),
    "tax_code": gettext_lazy("Mã số thuế"),
    "registration_no": gettext_lazy("Số giấy đăng ký"),
    "representative": gettext_lazy("Người đại diện"),
    "phone": gettext_lazy("Điện thoại liên hệ"),
    "commune": gettext_lazy("Xã, phường"),
    "address_line": gettext_lazy("Số nhà, đường, thôn"),
    "bank_bin": gettext_lazy("Ngân hàng"),
    "bank_account": gettext_lazy("Số tài khoản"),
    "bank_holder": gettext_lazy("Chủ tài khoản"),
}


@dataclass(frozen=True)
class Missing:
    """Something an application lacks, and the step where it is given."""

    step: Step
    label: str


@dataclass(frozen=True)
class PaperSlot:
    """One asked-for paper with what was sent for it."""

    paper: Paper
    documents: list[Document]

    @property
    def refused(self) -> list[Document]:
        return [document for document in self.documents if document.state == DocumentState.REJECTED]

    @property
    def is_satisfied(self) -> bool:
        return not self.paper.required or any(paper.state != DocumentState.REJECTED for paper in self.documents)


def following(step: Step) -> Step:
    """Return the step after this one; the last one returns itself."""
    return STEPS[min(STEPS.index(step) + 1, len(STEPS) - 1)]


def subject_label(subject: str) -> str:
    """Return how a field or a kind of paper is called on screens."""
    if subject in FIELD_LABELS:
        return str(FIELD_LABELS[subject])
    return str(DocumentKind(subject).label).capitalize() if subject in DocumentKind.values else subject


def step_of(subject: str) -> Step:
    """Return the step where a field or paper is given."""
    return next((step for step in STEPS if subject in step.fields), BY_SLUG["giay-to"])


def paper_slots(application: SellerApplication) -> list[PaperSlot]:
    """Return the papers this legal type asks for, each with what was sent."""
    requirements = requirements_of(application.legal_type)
    if requirements is None:
        return []
    sent = list(current(Document.objects.filter(application=application)))
    return [
        PaperSlot(paper, [document for document in sent if document.kind == paper.kind])
        for paper in requirements.papers_for(sells_food=application.sells_food)
    ]


def missing(application: SellerApplication) -> list[Missing]:
    """Return what is lacking, in the order of the steps."""
    requirements = requirements_of(application.legal_type)
    found = [
        Missing(step, subject_label(field))
        for step in STEPS
        for field in step.fields
        if not getattr(application, field)
        and not (field == "registration_no" and requirements and not requirements.registration_no)
    ]
    papers = BY_SLUG["giay-to"]
    for slot in paper_slots(application):
        if not slot.is_satisfied:
            again = _("%(paper)s (gửi lại)") if slot.refused else "%(paper)s"
            found.append(Missing(papers, again % {"paper": slot.paper.title}))
    return found


def is_done(application: SellerApplication, step: Step) -> bool:
    """Return whether nothing is missing on a step; sending is done only by sending."""
    return step != STEPS[-1] and not any(lack.step == step for lack in missing(application))
