"""The menu of the office: by subject, and no more than a role may open."""

import pytest
from django.test import RequestFactory

from shop.accounts.enums import OFFICE_ROLES, Role
from shop.backoffice.navigation import GROUPS, menu_of
from tests.factories.people import GrantFactory
from tests.factories.returns import a_reason
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


def menu(role: Role, path: str = "/quan-tri/"):
    request = RequestFactory().get(path)
    request.user = GrantFactory(role=role).user
    return menu_of(request)


def test_every_page_stands_in_one_group() -> None:
    paths = [item.path for _title, items in GROUPS for item in items]
    assert len(paths) == len(set(paths))
    assert [group.title for group in menu(Role.ADMINISTRATOR)] == [title for title, _items in GROUPS]


@pytest.mark.parametrize("role", sorted(OFFICE_ROLES))
def test_the_first_page_leads_to_every_page_of_a_role_and_to_no_other(role: Role) -> None:
    client = sign_in(GrantFactory(role=role).user)
    body = client.get("/quan-tri/").content.decode()
    main = body[body.index("<main") :]
    for _title, items in GROUPS[1:]:
        for item in items:
            assert (f'href="{item.path}"' in main) == (role in item.roles), item.path


def test_the_deepest_address_that_fits_is_the_page_one_is_on() -> None:
    links = [link for group in menu(Role.ADMINISTRATOR, "/quan-tri/kien/thieu/7/") for link in group.links]
    assert [link.item.path for link in links if link.is_current] == ["/quan-tri/kien/thieu/"]


def test_only_who_may_change_the_terms_of_returns_finds_links_to_do_so() -> None:
    a_reason()
    for role, may in ((Role.ADMINISTRATOR, True), (Role.FINANCE, False)):
        body = sign_in(GrantFactory(role=role).user).get("/quan-tri/tra-hang/dieu-kien/").content.decode()
        assert ('href="/quan-tri/tra-hang/dieu-kien/' in body) == may
