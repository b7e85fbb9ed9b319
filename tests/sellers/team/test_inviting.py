"""Inviting, accepting, changing and letting go."""

import datetime
import re

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from sellers.models import Partner
from sellers.team.domain.changing import ChangeRefused, change_role, remove
from sellers.team.domain.inviting import (
    MOST_OPEN,
    VALID_FOR,
    InvitationRefused,
    accept,
    cancel,
    invitation_of_token,
    invitations_of,
    invite,
)
from sellers.team.models import StaffInvitation
from shop.accounts.enums import Role
from shop.accounts.models import RoleGrant, User
from shop.audit.trail import trail_of
from shop.communication.models import Channel, Message
from tests.factories.goods import SellerFactory
from tests.factories.people import GrantFactory, UserFactory

pytestmark = pytest.mark.django_db

NOW = timezone.now()
PHONE = "+84987654321"


@pytest.fixture
def owner() -> RoleGrant:
    return GrantFactory(role=Role.SELLER_OWNER, seller=SellerFactory())


def ask(owner: RoleGrant, **to: str) -> StaffInvitation:
    return invite(seller=owner.seller, role=Role.SELLER_PACKER, by=owner.user, at=NOW, **(to or {"phone": PHONE}))


def token_sent() -> str:
    return re.search(r"loi-moi/([\w-]+)/", Message.objects.get(template="staff_invitation").body)[1]


def test_a_phone_is_accepted_by_who_proved_to_hold_it(owner: RoleGrant) -> None:
    invitation = ask(owner)
    assert Message.objects.get(template="staff_invitation").recipient == PHONE
    for stranger in (UserFactory(), UserFactory(phone=PHONE, phone_verified_at=None)):
        assert invitations_of(stranger, at=NOW) == []
        with pytest.raises(InvitationRefused, match="số khác"):
            accept(invitation_id=invitation.pk, by=stranger, at=NOW)
    invited = User.objects.get(phone=PHONE)
    invited.phone_verified_at = NOW
    invited.save()
    assert invitations_of(invited, at=NOW) == [invitation]
    grant = accept(invitation_id=invitation.pk, by=invited, at=NOW)
    assert (grant.seller, grant.role, grant.granted_by) == (owner.seller, Role.SELLER_PACKER, owner.user)
    with pytest.raises(InvitationRefused, match="đã dùng"):
        accept(invitation_id=invitation.pk, by=invited, at=NOW)
    assert [event.action for event in trail_of(owner.seller)] == ["staff.invited", "staff.joined"]


def test_a_letter_is_accepted_through_its_link_which_is_not_stored(owner: RoleGrant) -> None:
    invitation = ask(owner, email="lan@vidu.vn")
    letter = Message.objects.get(template="staff_invitation")
    assert (letter.channel, letter.recipient, letter.is_secret) == (Channel.EMAIL, "lan@vidu.vn", True)
    token = token_sent()
    assert token not in str(StaffInvitation.objects.values().get())
    assert invitation_of_token(token, at=NOW) == invitation
    assert invitation_of_token("khác", at=NOW) is None
    with pytest.raises(InvitationRefused):
        accept(invitation_id=invitation.pk, by=UserFactory(), at=NOW, token="khác")
    assert accept(invitation_id=invitation.pk, by=UserFactory(), at=NOW, token=token).seller == owner.seller


def test_an_invitation_ends_after_its_days_or_when_taken_back(owner: RoleGrant) -> None:
    invited, late = UserFactory(phone=PHONE), NOW + VALID_FOR + datetime.timedelta(seconds=1)
    first = ask(owner)
    assert invitations_of(invited, at=late) == []
    with pytest.raises(InvitationRefused, match="hết hạn"):
        accept(invitation_id=first.pk, by=invited, at=late)
    second = ask(owner)
    assert invitations_of(invited, at=NOW) == [second]
    cancel(invitation=second, by=owner.user, at=NOW)
    with pytest.raises(InvitationRefused):
        accept(invitation_id=second.pk, by=invited, at=NOW)
    assert not RoleGrant.objects.filter(user=invited).exists()


def test_no_role_of_the_office_is_given_away(owner: RoleGrant) -> None:
    with pytest.raises(InvitationRefused):
        invite(seller=owner.seller, role=Role.ADMINISTRATOR, by=owner.user, at=NOW, phone=PHONE)
    with pytest.raises(ChangeRefused):
        change_role(grant_id=owner.pk, seller=owner.seller, role=Role.REVIEWER, by=owner.user, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        StaffInvitation.objects.create(
            seller=owner.seller, role=Role.ADMINISTRATOR, phone=PHONE, token_hash="x", invited_by=owner.user,
            invited_at=NOW, expires_at=NOW,
        )  # fmt: skip


def test_staff_and_floods_are_not_invited(owner: RoleGrant) -> None:
    with pytest.raises(InvitationRefused, match="đã làm"):
        ask(owner, phone=owner.user.phone)
    for number in range(MOST_OPEN):
        ask(owner, email=f"nguoi{number}@vidu.vn")
    with pytest.raises(InvitationRefused, match="Hủy bớt"):
        ask(owner)


def test_roles_change_and_people_go_but_an_owner_stays(owner: RoleGrant) -> None:
    seller: Partner = owner.seller
    packer = GrantFactory(role=Role.SELLER_PACKER, seller=seller)
    with pytest.raises(ChangeRefused, match="còn một chủ"):
        remove(grant_id=owner.pk, seller=seller, by=owner.user, at=NOW)
    with pytest.raises(ChangeRefused, match="còn một chủ"):
        change_role(grant_id=owner.pk, seller=seller, role=Role.SELLER_PACKER, by=owner.user, at=NOW)
    change_role(grant_id=packer.pk, seller=seller, role=Role.SELLER_OWNER, by=owner.user, at=NOW)
    remove(grant_id=owner.pk, seller=seller, by=packer.user, at=NOW)
    assert list(RoleGrant.objects.values_list("user", "role")) == [(packer.user.pk, Role.SELLER_OWNER)]
    assert [event.action for event in trail_of(seller)] == ["staff.role_changed", "staff.removed"]


def test_another_sellers_people_are_out_of_reach(owner: RoleGrant) -> None:
    foreign = GrantFactory(role=Role.SELLER_PACKER, seller=SellerFactory())
    with pytest.raises(RoleGrant.DoesNotExist):
        remove(grant_id=foreign.pk, seller=owner.seller, by=owner.user, at=NOW)
    office = GrantFactory(role=Role.REVIEWER)
    with pytest.raises(RoleGrant.DoesNotExist):
        change_role(grant_id=office.pk, seller=owner.seller, role=Role.SELLER_PACKER, by=owner.user, at=NOW)
