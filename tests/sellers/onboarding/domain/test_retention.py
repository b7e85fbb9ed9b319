"""Papers go when their purpose has ended."""

import datetime

import pytest
from django.utils import timezone

from sellers.documents.models import Document
from sellers.onboarding.domain.retention import delete_useless_papers
from sellers.onboarding.models import ApplicationState, SellerApplication
from tests.factories.applications import ApplicationFactory

pytestmark = pytest.mark.django_db


def application(state: ApplicationState, days_ago: int) -> SellerApplication:
    then = timezone.now() - datetime.timedelta(days=days_ago)
    made = ApplicationFactory(papers=True, state=state, decided_at=then)
    SellerApplication.objects.filter(pk=made.pk).update(updated_at=then)
    return made


def test_papers_of_refused_and_abandoned_applications_are_deleted_with_their_files(
    django_capture_on_commit_callbacks: object,
) -> None:
    refused = application(ApplicationState.REJECTED, 91)
    abandoned = application(ApplicationState.DRAFT, 181)
    files = [paper.file for paper in Document.objects.all()]
    kept = [
        application(ApplicationState.REJECTED, 89),
        application(ApplicationState.CHANGES_ASKED, 179),
        application(ApplicationState.SUBMITTED, 400),
        application(ApplicationState.APPROVED, 400),
    ]
    with django_capture_on_commit_callbacks(execute=True):
        assert delete_useless_papers(at=timezone.now()) == 6
    assert not refused.documents.exists()
    assert not abandoned.documents.exists()
    assert [one.documents.count() for one in kept] == [3, 3, 3, 3]
    assert not any(file.storage.exists(file.name) for file in files)
    assert delete_useless_papers(at=timezone.now()) == 0
