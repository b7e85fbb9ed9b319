"""One reviewer looks at an application at a time, and nobody at the own one."""

import pytest
from django.utils import timezone

from sellers.onboarding.domain.assigning import NotAReviewer, give, release, take
from sellers.onboarding.domain.deciding import approve, reject
from sellers.onboarding.domain.holding import AlreadyDecided, HeldByAnother, OwnCase
from sellers.onboarding.domain.submitting import submit
from sellers.onboarding.domain.transitions import MOVES, IllegalMove, move
from sellers.onboarding.models import ApplicationState, SellerApplication
from shop.accounts.enums import Role
from shop.accounts.models import User
from shop.audit.trail import trail_of
from shop.backoffice.invariants import standings
from tests.factories.applications import ApplicationFactory, attestations, judged
from tests.factories.goods import SellerFactory
from tests.factories.people import GrantFactory, UserFactory
from tests.factories.places import ProvinceFactory

pytestmark = pytest.mark.django_db

NOW = timezone.now()
REASON = "Không phải hàng làm ở Việt Nam"


@pytest.fixture
def application() -> SellerApplication:
    """An application sent the way applicants send it, so that its trail is whole."""
    draft = ApplicationFactory(papers=True)
    submit(application_id=draft.pk, by=draft.applicant, note="", attested=attestations(draft), at=NOW)
    return judged(SellerApplication.objects.get(pk=draft.pk))


def reviewer(**scope: object) -> User:
    return GrantFactory(role=Role.REVIEWER, **scope).user


def test_taking_holds_off_colleagues_until_released_or_taken_over(application: SellerApplication) -> None:
    one, two = reviewer(), reviewer()
    taken = take(application_id=application.pk, by=one, at=NOW)
    assert (taken.state, taken.assignee) == (ApplicationState.IN_REVIEW, one)
    with pytest.raises(HeldByAnother):
        reject(application_id=application.pk, reason=REASON, by=two, at=NOW)
    with pytest.raises(HeldByAnother):
        release(application_id=application.pk, by=two, at=NOW)
    release(application_id=application.pk, by=one, at=NOW)
    application.refresh_from_db()
    assert (application.state, application.assignee) == (ApplicationState.SUBMITTED, None)
    take(application_id=application.pk, by=one, at=NOW)
    take(application_id=application.pk, by=two, at=NOW)
    reject(application_id=application.pk, reason=REASON, by=two, at=NOW)
    assert list(standings.broken()) == []


def test_deciding_takes_a_free_application_by_itself(application: SellerApplication) -> None:
    approve(application_id=application.pk, by=reviewer(), at=NOW)
    acts = [event.action for event in trail_of(application)]
    assert acts == ["application.submitted", "application.taken", "application.approved"]
    assert list(standings.broken()) == []
    with pytest.raises(AlreadyDecided):
        take(application_id=application.pk, by=reviewer(), at=NOW)


def test_an_application_is_given_only_to_reviewers_of_its_province(application: SellerApplication) -> None:
    boss, here = reviewer(), reviewer(province=application.commune.province)
    elsewhere = reviewer(province=ProvinceFactory(code="01", name="Hà Nội", slug="ha-noi"))
    for person in (elsewhere, UserFactory()):
        with pytest.raises(NotAReviewer):
            give(application_id=application.pk, to=person, by=boss, at=NOW)
    assert give(application_id=application.pk, to=here, by=boss, at=NOW).assignee == here


def test_nobody_judges_the_own_application_nor_that_of_an_employer(application: SellerApplication) -> None:
    GrantFactory(user=application.applicant, role=Role.REVIEWER)
    employed = reviewer()
    GrantFactory(user=employed, role=Role.SELLER_PACKER, seller=SellerFactory(tax_code=application.tax_code))
    for person in (application.applicant, employed):
        with pytest.raises(OwnCase):
            approve(application_id=application.pk, by=person, at=NOW)
        with pytest.raises(OwnCase):
            take(application_id=application.pk, by=person, at=NOW)
    with pytest.raises(OwnCase):
        give(application_id=application.pk, to=employed, by=reviewer(), at=NOW)


def test_only_the_moves_of_the_table_are_made() -> None:
    by = UserFactory()
    for before in ApplicationState:
        for to in set(ApplicationState) - MOVES[before]:
            with pytest.raises(IllegalMove):
                move(application=SellerApplication(state=before), to=to, action="x", by=by, at=NOW)
