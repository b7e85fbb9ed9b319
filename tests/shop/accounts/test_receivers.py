import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_removed
from django.test import RequestFactory

from shop.accounts.enums import Role
from shop.accounts.second_factor import enroll
from tests.factories.people import GrantFactory
from tests.sign_in import sign_in


@pytest.mark.django_db
def test_turning_the_authenticator_off_closes_the_office_at_once() -> None:
    user = GrantFactory(role=Role.ADMINISTRATOR).user
    enroll(user, "JBSWY3DPEHPK3PXP")
    client = sign_in(user)
    assert client.get("/quan-tri/").status_code == 200
    request = RequestFactory().post("/")
    request.session, request.user = client.session, user
    removed = Authenticator.objects.get(user=user)
    authenticator_removed.send(sender=Authenticator, request=request, user=user, authenticator=removed)
    request.session.save()
    assert client.get("/quan-tri/").status_code == 302
