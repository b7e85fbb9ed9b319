"""The matrix rests on what `ask` sees: a write is seen whatever was answered, and only the request's own."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from shop.accounts.models import User
from tests.factories.people import UserFactory
from tests.security.asking import Answered, ask
from tests.security.row import Row
from tests.security.world import Tenant

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
USERS = User._meta.db_table


def look(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{User.objects.count()}")


def write(request: HttpRequest) -> HttpResponse:
    UserFactory()
    return HttpResponse("written")


def refuse_too_late(request: HttpRequest) -> HttpResponse:
    User.objects.update(full_name="Người lạ")
    return HttpResponse("refused", status=403)


urlpatterns = [path(f"{view.__name__}/", view, name=view.__name__) for view in (look, write, refuse_too_late)]


def asked(name: str) -> Answered:
    return ask(Client(), Row(name, ("visitor",)), Tenant.__new__(Tenant))


def test_a_write_is_seen_and_does_not_stay() -> None:
    assert asked("write").written == {USERS}
    assert not User.objects.exists()


def test_a_write_of_somebody_who_was_refused_is_seen() -> None:
    UserFactory()
    answer = asked("refuse_too_late")
    assert (answer.status, answer.written) == (403, {USERS})


def test_what_was_written_before_is_not_the_requests() -> None:
    UserFactory()
    assert (asked("look").body[-1], asked("look").written) == ("1", frozenset())
