"""Committees keep the bodies that answer, who answers for them, the days they have, and the watched words."""

from __future__ import annotations

import datetime

from django.db import IntegrityError, transaction

from sellers.models import Partner
from shop.accounts.models import User
from shop.audit.trail import record
from shop.campaign.forum.models import AnswerTerm, Body, BodyMember, WatchedWord
from shop.regions.models import Commune, Province
from shop.regions.vietnamese import fold

# What a first list may hold; a committee takes it over with one button and changes it as it needs.
SUGGESTED = {
    "lừa đảo": "lời tố cáo cần bằng chứng",
    "ăn cắp": "lời tố cáo cần bằng chứng",
    "hàng giả": "hướng người viết sang trang báo hàng giả",
    "tham nhũng": "lời tố cáo cần bằng chứng",
    "ăn hối lộ": "lời tố cáo cần bằng chứng",
    "đầu độc": "lời tố cáo cần bằng chứng",
    "vô học": "xúc phạm",
    "khốn nạn": "xúc phạm",
    "chuyển khoản trước": "mời chào đáng ngờ",
    "lãi suất": "mời chào vay mượn",
}


class AlreadyThere(Exception):
    """The name, the person or the word is in the list."""


@transaction.atomic
def save_body(
    *,
    body: Body | None,
    name: str,
    kind: str,
    province: Province | None,
    commune: Commune | None,
    seller: Partner | None,
    is_active: bool,
    by: User | None,
    at: datetime.datetime,
) -> Body:
    """Write a body, or a new one. Raises AlreadyThere."""
    row = body or Body()
    row.name, row.kind, row.province, row.commune = name, kind, province, commune
    row.seller, row.is_active = seller, is_active
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as twice:
        raise AlreadyThere from twice
    record(actor=by, action="forum_body.saved", subject=row, at=at, details={"what": name})
    return row


@transaction.atomic
def add_member(*, body: Body, phone: str, by: User | None, at: datetime.datetime) -> BodyMember:
    """Let the account of a phone (E.164) answer for a body, making it when there is none. Raises AlreadyThere."""
    user = User.objects.filter(phone=phone).first() or User.objects.create_user(phone)
    member, created = BodyMember.objects.get_or_create(body=body, user=user, defaults={"added_by": by, "added_at": at})
    if not created:
        raise AlreadyThere
    record(actor=by, action="forum_body.member_added", subject=body, at=at, details={"user": user.pk})
    return member


@transaction.atomic
def remove_member(*, member: BodyMember, by: User, at: datetime.datetime) -> None:
    """Let somebody answer for a body no longer; what they answered stays."""
    record(actor=by, action="forum_body.member_removed", subject=member.body, at=at, details={"user": member.user_id})
    member.delete()


@transaction.atomic
def set_term(*, kind: str, province: Province | None, days: int, by: User, at: datetime.datetime) -> AnswerTerm:
    """Set the days for a kind of body; days of topics under way stay."""
    term, _ = AnswerTerm.objects.update_or_create(kind=kind, province=province, defaults={"days": days})
    record(
        actor=by, action="forum_term.set", subject=term, at=at, details={"what": f"{term.get_kind_display()}: {days}"}
    )
    return term


@transaction.atomic
def watch(*, words: str, note: str, province: Province | None, by: User | None, at: datetime.datetime) -> WatchedWord:
    """Hold texts that say these words from now on. Raises AlreadyThere."""
    plain = " ".join(words.lower().split())
    row, created = WatchedWord.objects.get_or_create(
        words=plain, province=province, defaults={"folded": fold(plain), "note": note, "added_by": by, "added_at": at}
    )
    if not created:
        raise AlreadyThere
    record(actor=by, action="forum_word.added", subject=row, at=at, details={"what": plain})
    return row


@transaction.atomic
def watch_suggested(*, province: Province | None, by: User | None, at: datetime.datetime) -> int:
    """Add the suggested words that are missing; return how many."""
    known = set(WatchedWord.objects.filter(province=province).values_list("words", flat=True))
    missing = [word for word in SUGGESTED if word not in known]
    for word in missing:
        watch(words=word, note=SUGGESTED[word], province=province, by=by, at=at)
    return len(missing)


@transaction.atomic
def unwatch(*, word: WatchedWord, by: User, at: datetime.datetime) -> None:
    """Hold texts for these words no longer."""
    record(actor=by, action="forum_word.removed", subject=word, at=at, details={"what": word.words})
    word.delete()
