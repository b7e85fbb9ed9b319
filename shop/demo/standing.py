"""Sellers whose standing changes: a new account half confirmed, an announced suspension, a closing an authority
demands, an invitation, a paper that ends soon."""

from __future__ import annotations

import datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from sellers.documents.models import Document, DocumentKind
from sellers.expiry.domain.renewing import judge_renewal, send_paper
from sellers.models import Partner
from sellers.standing.domain import bank_changes
from sellers.standing.domain.measures import AuthorityRequest, propose
from sellers.standing.models import BankChange, Measure, MeasureKind
from sellers.team.domain.inviting import invite
from sellers.team.models import StaffInvitation
from shop.accounts.enums import Role
from shop.accounts.models import RoleGrant, User
from shop.demo.tables import ART

OWNER, ACCOUNTANT, REVIEWER, INVITED = "chu-thai-an", "ke-toan", "xet-duyet", "tin"


def load_standing(*, people: dict[str, User], now: datetime.datetime) -> None:
    """Ask for a new account, invite a helper, announce a suspension, demand a closing; what there is stays."""
    seller = RoleGrant.objects.select_related("seller").get(user=people[OWNER], seller__isnull=False).seller
    if not BankChange.objects.filter(seller=seller).exists():
        change = bank_changes.ask(
            seller=seller,
            bank_bin="970436",
            bank_account="99990000801",
            bank_holder=seller.bank_holder,
            by=people[OWNER],
            at=now - datetime.timedelta(hours=6),
        )
        bank_changes.confirm(change_id=change.pk, by=people[ACCOUNTANT], at=now - datetime.timedelta(hours=2))
    if not Measure.objects.exists():
        suspended, closed = _without_people()
        propose(
            seller_id=suspended.pk,
            kind=MeasureKind.SUSPEND,
            reason="Ba tuần liền không xác nhận đơn và không nghe điện thoại (minh hoạ).",
            by=people[REVIEWER],
            at=now - datetime.timedelta(days=1),
        )
        _demand_a_closing(closed, people[REVIEWER], now)
    if not StaffInvitation.objects.exists():
        invite(
            seller=seller,
            phone=people[INVITED].phone or "",
            role=Role.SELLER_PACKER,
            by=people[OWNER],
            at=now - datetime.timedelta(hours=1),
        )


def _demand_a_closing(seller: Partner, reviewer: User, now: datetime.datetime) -> None:
    """Leave a closing for a second person, most of its twenty-four hours gone."""
    request = AuthorityRequest(
        authority="Sở Công Thương (minh hoạ)",
        paper=_paper("giay-dkkd"),
        asked_at=now - datetime.timedelta(hours=15),
    )
    propose(
        seller_id=seller.pk,
        kind=MeasureKind.CLOSE,
        reason="Cơ sở thôi hoạt động theo thông báo của cơ quan (văn bản minh hoạ).",
        by=reviewer,
        at=now - datetime.timedelta(hours=14),
        request=request,
    )


def _without_people() -> list[Partner]:
    """Return two demo sellers of Khánh Hòa whom nobody works for, so that no other story is disturbed."""
    sellers = Partner.objects.filter(is_demo=True, province="56", rolegrant=None)
    return list(sellers.order_by("-pk")[:2])


def load_papers(*, people: dict[str, User], now: datetime.datetime) -> None:
    """Give a seller a food-safety paper that ends in twenty days, and a paper that waits for a reviewer."""
    owner = people[OWNER]
    seller = RoleGrant.objects.select_related("seller").get(user=owner, seller__isnull=False).seller
    if Document.objects.filter(seller=seller).exists():
        return
    ends = timezone.localdate(now) + datetime.timedelta(days=20)
    paper = send_paper(
        seller=seller,
        kind=DocumentKind.FOOD_SAFETY,
        upload=_paper("giay-attp"),
        valid_until=ends,
        by=owner,
        at=now - datetime.timedelta(days=30),
    )
    judge_renewal(
        document_id=paper.pk, accepted=True, valid_until=ends, by=people[REVIEWER], at=now - datetime.timedelta(days=29)
    )
    send_paper(
        seller=seller,
        kind=DocumentKind.TEST_REPORT,
        upload=_paper("giay-ocop"),
        valid_until=None,
        by=owner,
        at=now - datetime.timedelta(hours=3),
    )


def _paper(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{name}.webp", (ART / f"{name}.webp").read_bytes(), content_type="image/webp")
