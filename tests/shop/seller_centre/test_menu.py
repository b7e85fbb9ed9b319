"""The menu: what each role finds there, and what waits."""

import pytest
from django.urls import reverse
from django.utils import timezone

from sellers.models import Partner
from sellers.shopfront.domain import tell_story
from sellers.shopfront.models import ShopEdit
from sellers.shopfront.moderation import reject
from sellers.team.domain.inviting import invite
from shop.accounts.enums import Role
from shop.accounts.models import User
from tests.factories.goods import SellerFactory
from tests.factories.listings import reviewer
from tests.factories.people import GrantFactory, UserFactory
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


def works(role: Role, seller: Partner) -> User:
    return GrantFactory(role=role, seller=seller).user


def test_each_role_finds_its_pages_and_no_others() -> None:
    seller = SellerFactory()
    found = {}
    for role in (Role.SELLER_OWNER, Role.SELLER_MANAGER, Role.SELLER_PACKER):
        client = sign_in(works(role, seller), second_factor=False)
        page = client.get(reverse("seller_centre:menu"))
        menu = page.context["menu"]
        links = [*menu.main, *(link for group in menu.groups for link in group.links)]
        found[role] = {link.entry.tab for link in links}
        for link in links:
            address = reverse(f"seller_centre:{link.entry.name}")
            assert f'href="{address}"' in page.content.decode()
            assert client.get(address).status_code == 200
    assert found[Role.SELLER_PACKER] == {"today", "orders", "runs", "returns"}
    assert found[Role.SELLER_OWNER] - found[Role.SELLER_MANAGER] == {"money", "invoices", "standing", "staff"}
    assert {"imports", "exports", "stock", "lots"} <= found[Role.SELLER_MANAGER]


def test_an_invitation_shows_where_the_invited_person_is() -> None:
    asking, own = SellerFactory(name="HTX Tỏi Cát"), SellerFactory()
    outsider = UserFactory(phone="+84987654321")
    packer = works(Role.SELLER_PACKER, own)
    owner, address = works(Role.SELLER_OWNER, asking), reverse("seller_centre:invitations")
    for person in (outsider, packer):
        client = sign_in(person, second_factor=False)
        assert address not in client.get("/tai-khoan/").content.decode()
        invite(seller=asking, role=Role.SELLER_PACKER, by=owner, at=timezone.now(), phone=person.phone)
        assert address in client.get("/tai-khoan/").content.decode()
    page = sign_in(packer, second_factor=False).get(reverse("seller_centre:orders"))
    assert page.context["menu"].waiting == 1
    assert address in page.content.decode()


def test_a_refused_shop_front_is_counted_until_it_is_sent_again() -> None:
    seller = SellerFactory()
    owner = works(Role.SELLER_OWNER, seller)
    client = sign_in(owner, second_factor=False)

    def waiting() -> int:
        return client.get(reverse("seller_centre:today")).context["menu"].waiting

    tell_story(seller=seller, story="Nghề làm muối", actor=owner, at=timezone.now())
    edit = ShopEdit.objects.get()
    assert waiting() == 0
    reject(edit_id=edit.pk, seen=edit.submitted_at, reason="Ghi năm bắt đầu.", reviewer=reviewer(), at=timezone.now())
    assert waiting() == 1
    tell_story(seller=seller, story="Nghề làm muối từ 1960", actor=owner, at=timezone.now())
    assert waiting() == 0
