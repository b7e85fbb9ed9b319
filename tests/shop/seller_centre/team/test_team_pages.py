"""The pages of the people who work for a seller, and what each role reaches."""

import pytest
from django.test import Client
from django.urls import reverse

from sellers.models import Partner
from sellers.team.models import StaffInvitation
from shop.accounts.enums import Role
from shop.accounts.models import RoleGrant
from tests.factories.goods import SellerFactory
from tests.factories.people import GrantFactory, UserFactory
from tests.sellers.team.test_inviting import token_sent
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db

PAGE = reverse("seller_centre:staff")


@pytest.fixture
def seller() -> Partner:
    return SellerFactory(name="HTX Tỏi Cát")


@pytest.fixture
def owner(seller: Partner) -> Client:
    return sign_in(GrantFactory(role=Role.SELLER_OWNER, seller=seller).user, second_factor=False)


def test_an_owner_invites_by_phone_and_the_person_accepts(owner: Client, seller: Partner) -> None:
    invited = sign_in(UserFactory(phone="+84987654321"), second_factor=False)
    wrong = owner.post(PAGE, {"to": "098765432", "role": "seller_packer"})
    assert (wrong.status_code, "thiếu 1 chữ số" in wrong.content.decode()) == (422, True)
    assert owner.post(PAGE, {"to": "0987 654 321", "role": "seller_packer"}).status_code == 302
    assert "0987 654 321" in owner.get(PAGE).content.decode()
    assert "HTX Tỏi Cát" in invited.get(reverse("seller_centre:invitations")).content.decode()
    invitation = StaffInvitation.objects.get()
    accepted = invited.post(reverse("seller_centre:accept_invitation", args=[invitation.pk]))
    assert accepted["Location"] == reverse("seller_centre:today")
    assert invited.get(reverse("seller_centre:orders")).status_code == 200
    assert invited.get(PAGE).status_code == 403
    grant = RoleGrant.objects.get(user__phone="+84987654321")
    assert owner.post(reverse("seller_centre:staff_remove", args=[grant.pk])).status_code == 302
    assert invited.get(reverse("seller_centre:orders")).status_code == 403


def test_a_link_of_a_letter_leads_to_one_acceptance(owner: Client) -> None:
    owner.post(PAGE, {"to": "Lan@vidu.vn", "role": "seller_manager"})
    address = reverse("seller_centre:invitation_link", args=[token_sent()])
    assert Client().get(address)["Location"].startswith("/tai-khoan/dang-nhap/?next=")
    person = sign_in(UserFactory(), second_factor=False)
    assert person.get(address)["Referrer-Policy"] == "no-referrer"
    assert not RoleGrant.objects.filter(role=Role.SELLER_MANAGER).exists()
    assert person.post(address).status_code == 302
    assert RoleGrant.objects.filter(role=Role.SELLER_MANAGER).count() == 1
    assert sign_in(UserFactory(), second_factor=False).post(address).status_code == 404


def test_each_role_reaches_what_the_page_says(owner: Client, seller: Partner) -> None:
    page = owner.get(PAGE).content.decode()
    assert "Ai làm được gì" in page
    reached = {
        role: [
            name
            for name in ("orders", "listings", "money", "staff", "standing")
            if sign_in(GrantFactory(role=role, seller=seller).user).get(reverse(f"seller_centre:{name}")).status_code
            == 200
        ]
        for role in (Role.SELLER_OWNER, Role.SELLER_MANAGER, Role.SELLER_PACKER)
    }
    assert reached == {
        Role.SELLER_OWNER: ["orders", "listings", "money", "staff", "standing"],
        Role.SELLER_MANAGER: ["orders", "listings"],
        Role.SELLER_PACKER: ["orders"],
    }


def test_the_last_owner_is_told_why_they_stay(owner: Client, seller: Partner) -> None:
    grant = RoleGrant.objects.get(seller=seller)
    page = owner.post(reverse("seller_centre:staff_role", args=[grant.pk]), {"vai_tro": "seller_packer"}, follow=True)
    assert "phải còn một chủ" in page.content.decode()
