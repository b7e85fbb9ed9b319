"""The steps of an application: their order, their fields, and what is still missing."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sellers.documents.models import DocumentKind
from sellers.onboarding.checklist import PaperSlot, paper_slots
from sellers.onboarding.models import RepresentativeIdentity, SellerApplication
from sellers.onboarding.requirements import asked_on, identity_is_asked, legal_rules_of


@dataclass(frozen=True)
class Step:
    """One page of the application."""

    slug: str
    title: str | Promise
    fields: tuple[str, ...] = ()


STEPS = (
    Step("gian-hang", gettext_lazy("Gian hàng"), ("name", "legal_type", "goods_kinds", "goods")),
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
    "goods_kinds": gettext_lazy("Nhóm hàng"),
    "goods": gettext_lazy("Hàng sẽ bán"),
    "gtin": gettext_lazy("Mã vạch"),
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
    if subject == "gtin":
        return BY_SLUG["gian-hang"]
    return next((step for step in STEPS if subject in step.fields), BY_SLUG["giay-to"])


def missing(application: SellerApplication, slots: list[PaperSlot] | None = None) -> list[Missing]:
    """Return what is lacking, in the order of the steps. slots: those already read."""
    rules = legal_rules_of(application.legal_type)
    found = [
        Missing(step, subject_label(field))
        for step in STEPS
        for field in step.fields
        if not getattr(application, field) and not (field == "registration_no" and rules and not rules.registration_no)
    ]
    if identity_is_asked(asked_on(application)) and not _has_identity(application):
        found.append(Missing(BY_SLUG["phap-ly"], _("Số căn cước và ngày sinh của người đại diện")))
    papers = BY_SLUG["giay-to"]
    for slot in paper_slots(application) if slots is None else slots:
        if not slot.is_satisfied:
            again = _("%(paper)s (gửi lại)") if slot.refused else "%(paper)s"
            found.append(Missing(papers, again % {"paper": slot.requirement.title}))
    return found


def _has_identity(application: SellerApplication) -> bool:
    return RepresentativeIdentity.objects.filter(application=application.pk, erased_at=None).exists()


def is_done(step: Step, lacks: list[Missing]) -> bool:
    """Return whether nothing is missing on a step; sending is done only by sending."""
    return step != STEPS[-1] and not any(lack.step == step for lack in lacks)
