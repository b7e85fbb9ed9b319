"""Who can sign in to the demo market: printed by `make run` and shown at /demo/."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from shop.accounts.enums import OFFICE_ROLES, Role
from shop.accounts.phones import national, parse_mobile
from shop.accounts.second_factor import current_code
from shop.communication.models import Message
from shop.demo.people import PASSWORD, SECOND_FACTOR_SECRET
from shop.demo.tables import rows

LATEST = 8
SIGN_IN_TEMPLATE = "sign_in_code"
START_PAGES = {
    "buyer": "/",
    Role.SELLER_OWNER: "/kenh-nguoi-ban/",
    Role.SELLER_MANAGER: "/kenh-nguoi-ban/",
    Role.SELLER_PACKER: "/kenh-nguoi-ban/",
    Role.POINT_OPERATOR: "/diem-truc/",
    Role.DRIVER: "/chuyen-xe/",
    Role.REVIEWER: "/quan-tri/ho-so/",
    Role.FINANCE: "/quan-tri/",
    Role.SURVEYOR: "/dieu-tra/",
    Role.COMMITTEE: "/quan-tri/binh-chon/",
    Role.FORUM_MODERATOR: "/quan-tri/dien-dan/",
    Role.ADMINISTRATOR: "/quan-tri/",
}


@dataclass(frozen=True)
class SignIn:
    """One demo person: what to type and where to go first."""

    role: str
    name: str
    phone: str
    note: str
    start: str
    needs_second_factor: bool


def sign_ins(*, every: bool = False) -> list[SignIn]:
    """Return the first person of each role in the order of the table, or everybody."""
    found: list[SignIn] = []
    seen: set[str] = set()
    for row in rows("people"):
        if every or row["role"] not in seen:
            seen.add(row["role"])
            found.append(_sign_in(row))
    return found


def _sign_in(row: dict[str, str]) -> SignIn:
    role = row["role"]
    return SignIn(
        role=_("người mua") if role == "buyer" else str(Role(role).label),
        name=row["full_name"],
        phone=national(parse_mobile(row["phone"])),
        note=row["note"],
        start=START_PAGES.get(role, "/"),
        needs_second_factor=role in OFFICE_ROLES,
    )


def second_factor_now() -> str:
    """Return the six digits that office staff type as their second factor at this moment."""
    return current_code(SECOND_FACTOR_SECRET)


def sign_in_codes() -> list[Message]:
    """Return the latest messages with a sign-in code: nobody sends them here, so this is where they are read."""
    return list(Message.objects.filter(template=SIGN_IN_TEMPLATE).order_by("-created_at")[:LATEST])


def pick_up_codes() -> list[Message]:
    """Return the latest messages with a pick-up code."""
    secret = Message.objects.filter(is_secret=True).exclude(template=SIGN_IN_TEMPLATE)
    return list(secret.order_by("-created_at")[:LATEST])


def table() -> str:
    """Return the demo sign-ins as lines of text, one role each."""
    people = sign_ins()
    widest = max(len(person.role) for person in people)
    lines = [
        f"  {person.role:<{widest}}  {person.phone}  {person.start:<18} {person.name}"
        f"{'  (cần lớp bảo vệ thứ hai)' if person.needs_second_factor else ''}"
        for person in people
    ]
    head = f"Đăng nhập thử bằng số điện thoại, mật khẩu chung: {PASSWORD}"
    foot = "Mã đăng nhập, mã lớp bảo vệ thứ hai và mọi người khác: trang /demo/"
    return "\n".join([head, *lines, foot, ""])
