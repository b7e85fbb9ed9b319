"""Applications of producers and their papers."""

import io

import factory
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from sellers.documents.models import Document, DocumentKind, DocumentState
from sellers.enums import LegalType
from sellers.onboarding.checklist import checklist_of
from sellers.onboarding.models import ApplicationState, SellerApplication, Submission, SubmissionState
from tests.factories.people import UserFactory
from tests.factories.places import CommuneFactory


def picture(color: str = "white", size: tuple[int, int] = (60, 80), kind: str = "JPEG") -> bytes:
    """Return the bytes of a small picture."""
    out = io.BytesIO()
    Image.new("RGB", size, color).save(out, kind)
    return out.getvalue()


def pdf(body: bytes = b"") -> bytes:
    """Return a minimal PDF with these extra bytes in it."""
    return b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n" + body + b"\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


class ApplicationFactory(factory.django.DjangoModelFactory):
    """A draft of a cooperative with every field filled; trait `submitted` waits for a decision."""

    class Meta:
        model = SellerApplication
        skip_postgeneration_save = True

    class Params:
        submitted = factory.Trait(
            state=ApplicationState.SUBMITTED,
            submitted_at=factory.LazyFunction(timezone.now),
            consented_at=factory.LazyFunction(timezone.now),
        )

    applicant = factory.SubFactory(UserFactory)
    legal_type = LegalType.COOPERATIVE
    name = factory.Sequence(lambda n: f"HTX Xin Bán {n}")
    goods = "Tỏi khô, tỏi đen"
    goods_kinds = ["food"]
    tax_code = "0100233488"
    registration_no = "4507000123"
    representative = "Bùi Thị Cát"
    phone = "+84912345670"
    address_line = "Thôn Thử"
    commune = factory.SubFactory(CommuneFactory)
    bank_bin = "970405"
    bank_account = "1234567890"
    bank_holder = "HTX XIN BAN"

    @factory.post_generation
    def papers(self, create: bool, extracted: bool | None, **kwargs: object) -> None:
        """Send the required papers with papers=True."""
        if create and extracted:
            for kind in (DocumentKind.BUSINESS_REGISTRATION, DocumentKind.IDENTITY, DocumentKind.FOOD_SAFETY):
                DocumentFactory(application=self, kind=kind, uploaded_by=self.applicant)


def judged(application: SellerApplication) -> SellerApplication:
    """Have every requirement of an application met, as if applicant and reviewer had done their part."""
    application.documents.update(state=DocumentState.ACCEPTED)
    checklist = checklist_of(application)
    for item in [*checklist.attestations, *checklist.checks]:
        Submission.objects.update_or_create(
            application=application, requirement=item.requirement, defaults={"state": SubmissionState.ACCEPTED}
        )
    return application


def attestations(application: SellerApplication) -> list[int]:
    """Return what an applicant of this kind must attest."""
    return [item.requirement.pk for item in checklist_of(application).attestations]


class DocumentFactory(factory.django.DjangoModelFactory):
    """A picture of a paper, already checked."""

    class Meta:
        model = Document

    kind = DocumentKind.BUSINESS_REGISTRATION
    state = DocumentState.PENDING
    file = factory.LazyFunction(lambda: ContentFile(picture(kind="WEBP"), name="giay.webp"))
    original_name = "giay.jpg"
    content_type = "image/webp"
    size = 100
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
