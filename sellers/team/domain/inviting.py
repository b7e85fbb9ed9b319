"""Invite people to work for a seller, and let them accept."""

from __future__ import annotations

import datetime
import hashlib
import secrets

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from sellers.models import Partner
from sellers.team.models import StaffInvitation
from shop.accounts.enums import SELLER_ROLES, Role
from shop.accounts.models import RoleGrant, User
from shop.audit.trail import record
from shop.communication.letters import write_letter
from shop.communication.sending import tell

VALID_FOR = datetime.timedelta(days=7)
MOST_OPEN = 20


class InvitationRefused(Exception):
    """The invitation cannot be sent or accepted; the message is a sentence for the person who tried."""


def invite(
    *, seller: Partner, role: Role, by: User, at: datetime.datetime, phone: str = "", email: str = ""
) -> StaffInvitation:
    """Invite a phone (E.164) or an e-mail; a second invitation to the same takes the first one's place.

    Raises InvitationRefused for staff of the seller, for too many open invitations, for a role of no seller.
    """
    if role not in SELLER_ROLES:
        raise InvitationRefused(_("Hãy chọn một vai trò của gian hàng."))
    with transaction.atomic():
        Partner.objects.select_for_update(of=("self",)).get(pk=seller.pk)
        if phone and RoleGrant.objects.filter(seller=seller, user__phone=phone).exists():
            raise InvitationRefused(_("Người này đã làm ở gian hàng. Đổi vai trò trong danh sách bên dưới."))
        waiting = StaffInvitation.objects.open(at).filter(seller=seller)
        waiting.filter(phone=phone, email=email).update(cancelled_at=at)
        if waiting.count() >= MOST_OPEN:
            raise InvitationRefused(_("Đang có %(n)d lời mời chưa nhận. Hủy bớt rồi mời.") % {"n": MOST_OPEN})
        token = secrets.token_urlsafe(32)
        invitation = StaffInvitation.objects.create(
            seller=seller,
            role=role,
            phone=phone,
            email=email,
            token_hash=hash_of(token),
            invited_by=by,
            invited_at=at,
            expires_at=at + VALID_FOR,
        )
        record(actor=by, action="staff.invited", subject=seller, at=at, details={"what": _words(invitation)})
        _send(invitation, token)
    return invitation


def cancel(*, invitation: StaffInvitation, by: User, at: datetime.datetime) -> None:
    """Take an invitation back. One that was accepted or has ended stays as it is."""
    with transaction.atomic():
        if StaffInvitation.objects.open(at).filter(pk=invitation.pk).update(cancelled_at=at):
            details = {"what": _words(invitation)}
            record(actor=by, action="staff.invitation_cancelled", subject=invitation.seller, at=at, details=details)


def accept(*, invitation_id: int, by: User, at: datetime.datetime, token: str = "") -> RoleGrant:
    """Begin to work for the seller: with the invited phone, or with the token of the link.

    Raises InvitationRefused when it is over, not this person's, or the person works there already.
    """
    with transaction.atomic():
        invitation = (
            StaffInvitation.objects.select_for_update(of=("self",)).select_related("seller").get(pk=invitation_id)
        )
        if invitation.accepted_at or invitation.cancelled_at or invitation.expires_at <= at:
            raise InvitationRefused(_("Lời mời này đã hết hạn hoặc đã dùng. Hãy nhờ chủ gian hàng mời lại."))
        if not _is_for(invitation, by, token):
            raise InvitationRefused(_("Lời mời này gửi tới số khác. Hãy đăng nhập bằng số được mời."))
        if RoleGrant.objects.filter(user=by, seller=invitation.seller).exists():
            raise InvitationRefused(_("Bạn đã làm ở gian hàng này rồi."))
        invitation.accepted_by, invitation.accepted_at = by, at
        invitation.save(update_fields=["accepted_by", "accepted_at"])
        grant = RoleGrant.objects.create(
            user=by, role=invitation.role, seller=invitation.seller, granted_by=invitation.invited_by, granted_at=at
        )
        details = {"what": _words(invitation), "user": by.pk}
        record(actor=by, action="staff.joined", subject=invitation.seller, at=at, details=details)
    return grant


def invitation_of_token(token: str, *, at: datetime.datetime) -> StaffInvitation | None:
    """Return the open invitation a link leads to."""
    invitations = StaffInvitation.objects.open(at).exclude(email="").select_related("seller", "invited_by")
    return invitations.filter(token_hash=hash_of(token)).first()


def invitations_of(user: User, *, at: datetime.datetime) -> list[StaffInvitation]:
    """Return the open invitations to the phone somebody has proved to hold."""
    if user.phone_verified_at is None:
        return []
    return list(StaffInvitation.objects.open(at).filter(phone=user.phone).select_related("seller", "invited_by"))


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _is_for(invitation: StaffInvitation, user: User, token: str) -> bool:
    if invitation.phone:
        return user.phone == invitation.phone and user.phone_verified_at is not None
    return secrets.compare_digest(invitation.token_hash, hash_of(token))


def _send(invitation: StaffInvitation, token: str) -> None:
    path = "/kenh-nguoi-ban/loi-moi/" if invitation.phone else f"/kenh-nguoi-ban/loi-moi/{token}/"
    key, context = f"staff-invitation:{invitation.pk}", {"invitation": invitation, "link": f"{settings.SITE_URL}{path}"}
    if invitation.phone:
        tell(key=key, recipient=invitation.phone, template="staff_invitation", context=context)
    else:
        write_letter(key=key, recipient=invitation.email, template="staff_invitation", context=context, is_secret=True)


def _words(invitation: StaffInvitation) -> str:
    return f"{invitation.to}, {invitation.get_role_display()}"
