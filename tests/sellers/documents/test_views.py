"""Who may look at a paper, and how it is sent."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from sellers.documents.models import Document, DocumentView
from shop.accounts.enums import Role
from shop.accounts.models import User
from tests.factories.applications import ApplicationFactory, DocumentFactory, pdf
from tests.factories.goods import SellerFactory
from tests.factories.people import GrantFactory, UserFactory
from tests.factories.places import CommuneFactory, ProvinceFactory
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper() -> Document:
    return DocumentFactory(application=ApplicationFactory(submitted=True))


def look(user: User, paper: Document, query: str = "", *, second_factor: bool = True) -> object:
    return sign_in(user, second_factor=second_factor).get(reverse("documents:show", args=[paper.pk]) + query)


def reviewer(province: object = None) -> User:
    return GrantFactory(role=Role.REVIEWER, province=province).user


def test_the_applicant_sees_the_paper_and_the_look_is_logged(paper: Document) -> None:
    response = look(paper.application.applicant, paper)
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert DocumentView.objects.get().viewer == paper.application.applicant


def test_strangers_and_other_applicants_find_nothing(paper: Document) -> None:
    other = ApplicationFactory(submitted=True).applicant
    assert look(UserFactory(), paper).status_code == 404
    assert look(other, paper).status_code == 404
    assert Client().get(reverse("documents:show", args=[paper.pk])).status_code == 302
    assert not DocumentView.objects.exists()


def test_reviewers_see_papers_of_their_province_only(paper: Document) -> None:
    here = paper.application.commune.province
    elsewhere = ProvinceFactory(code="01", name="Hà Nội", slug="ha-noi")
    assert look(reviewer(here), paper).status_code == 200
    assert look(reviewer(), paper).status_code == 200
    assert look(reviewer(elsewhere), paper).status_code == 404
    assert look(GrantFactory(role=Role.FINANCE).user, paper).status_code == 404


def test_a_reviewer_needs_the_second_factor_for_papers_too(paper: Document) -> None:
    assert look(reviewer(), paper, second_factor=False).status_code == 404


def test_reviewers_do_not_see_papers_of_a_draft() -> None:
    draft = DocumentFactory(application=ApplicationFactory())
    assert look(reviewer(), draft).status_code == 404
    assert look(draft.application.applicant, draft).status_code == 200


def test_a_shops_papers_are_its_owners_and_its_provinces_reviewers() -> None:
    elsewhere = ProvinceFactory(code="01", name="Hà Nội", slug="ha-noi")
    seller = SellerFactory(commune=CommuneFactory(province=elsewhere))
    paper = DocumentFactory(seller=seller)
    owner = GrantFactory(role=Role.SELLER_OWNER, seller=seller).user
    packer = GrantFactory(role=Role.SELLER_PACKER, seller=seller).user
    rival = GrantFactory(role=Role.SELLER_OWNER, seller=SellerFactory()).user
    assert look(owner, paper).status_code == 200
    assert look(packer, paper).status_code == 404
    assert look(rival, paper).status_code == 404
    assert look(reviewer(ProvinceFactory()), paper).status_code == 404
    assert look(reviewer(elsewhere), paper).status_code == 200


def test_a_pdf_is_downloaded_and_opened_only_in_the_reviewers_browser() -> None:
    from django.core.files.base import ContentFile

    paper = DocumentFactory(
        application=ApplicationFactory(submitted=True),
        content_type="application/pdf",
        file=ContentFile(pdf(), name="giay.pdf"),
    )
    mine = look(paper.application.applicant, paper, "?xem=1")
    assert mine["Content-Disposition"].startswith("attachment")
    assert "sandbox" in mine["Content-Security-Policy"]
    assert look(reviewer(), paper)["Content-Disposition"].startswith("attachment")
    opened = look(reviewer(), paper, "?xem=1")
    assert opened["Content-Disposition"].startswith("inline")
    assert "frame-ancestors 'self'" in opened["Content-Security-Policy"]
    assert (opened["X-Frame-Options"], mine["X-Frame-Options"]) == ("SAMEORIGIN", "DENY")
    assert "frame-ancestors 'none'" in mine["Content-Security-Policy"]


def test_papers_lie_outside_every_public_folder(paper: Document) -> None:
    path = paper.file.path
    assert not path.startswith((str(settings.MEDIA_ROOT), str(settings.STATIC_ROOT)))
    assert paper.application.name not in path
    assert "giay" not in path.rsplit("/", 1)[-1]
    with pytest.raises(ValueError, match="not accessible via a URL"):
        paper.file.url  # noqa: B018
