"""Where somebody works besides buying, so that one sign-in leads everywhere."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shop.accounts.enums import OFFICE_ROLES, SELLER_ROLES, Role
from shop.accounts.reach import Reach
from shop.campaign.forum.queries import bodies_of

PLACES: tuple[tuple[frozenset[str], str, Promise], ...] = (
    (frozenset(SELLER_ROLES), "/kenh-nguoi-ban/", _("Kênh người bán")),
    (frozenset({Role.POINT_OPERATOR}), "/diem-truc/", _("Điểm trực")),
    (frozenset({Role.DRIVER}), "/chuyen-xe/", _("Chuyến xe của tôi")),
    (frozenset(OFFICE_ROLES), "/quan-tri/ho-so/", _("Quản trị")),
)


ANSWERS = ("/phong-trao/dien-dan/tra-loi/", _("Trả lời diễn đàn"))
INVITED = ("/kenh-nguoi-ban/loi-moi/", _("Lời mời làm việc"))


def workplaces_of(reach: Reach, *, is_invited: bool = False) -> list[tuple[str, Promise]]:
    """Return address and name of each room that the person's roles open, and of the invitations that wait."""
    rooms = [(address, name) for roles, address, name in PLACES if roles & reach.roles]
    if bodies_of(reach.user).exists():
        rooms.append(ANSWERS)
    return [INVITED, *rooms] if is_invited else rooms
