"""The forum of the demo province: bodies with members, topics in every state. All texts are invented."""

from __future__ import annotations

import datetime

from django.utils import timezone

from catalogue.images.checks import CleanImage, clean_image
from sellers.models import Partner
from shop.accounts.models import User
from shop.campaign.forum.domain import answering, managing, moderating, reporting, supporting, writing
from shop.campaign.forum.domain.crowds import visitor_of
from shop.campaign.forum.domain.overdue import mark_overdue
from shop.campaign.forum.enums import BodyKind, ReplyKind, TextState, Voice
from shop.campaign.forum.models import Body, Reply, Topic
from shop.demo.dialogues import load_dialogues
from shop.demo.forum_texts import SAID, Said
from shop.demo.tables import ART
from shop.regions.models import Commune, Province

PROVINCE = "56"
MODERATOR, COMMITTEE, ANSWERER = "dien-dan", "ban-chi-dao", "xet-duyet-2"
SELLER_OWNER = "chu-thai-an"
DAY = datetime.timedelta(days=1)


def load_forum(*, people: dict[str, User], now: datetime.datetime) -> None:
    """Leave topics in every state, unless there are some."""
    if Topic.objects.exists():
        return
    managing.watch_suggested(province=None, by=None, at=now)
    bodies = _bodies(people, now)
    province, committee = Province.objects.get(code=PROVINCE), people[COMMITTEE]
    for kind, days in ((BodyKind.DEPARTMENT, 10), (BodyKind.SELLER, 7)):
        managing.set_term(kind=kind, province=province, days=days, by=committee, at=now - 60 * DAY)
    for said in SAID:
        _say(said, bodies, people, now)
    Topic.objects.filter(province=PROVINCE).update(is_demo=True)
    mark_overdue(at=now)
    _report(people, now)
    load_dialogues(bodies=bodies, people=people, now=now)


def _bodies(people: dict[str, User], now: datetime.datetime) -> dict[str, Body]:
    province = Province.objects.get(code=PROVINCE)
    seller = _shop(people[SELLER_OWNER])
    wanted = {
        "committee": ("Ban Chỉ đạo Cuộc vận động tỉnh Khánh Hòa", BodyKind.COMMITTEE, COMMITTEE),
        "department": ("Sở Công Thương tỉnh Khánh Hòa", BodyKind.DEPARTMENT, ANSWERER),
        "platform": ("Sàn Chợ Phiên", BodyKind.PLATFORM, "quan-tri"),
        "seller": (seller.name, BodyKind.SELLER, ""),
    }
    found = {}
    for key, (name, kind, member) in wanted.items():
        found[key] = managing.save_body(
            body=None,
            name=f"{name} (minh hoạ)" if kind != BodyKind.SELLER else name,
            kind=kind,
            province=None if kind == BodyKind.PLATFORM else province,
            commune=None,
            seller=seller if kind == BodyKind.SELLER else None,
            is_active=True,
            by=people[COMMITTEE],
            at=now - 60 * DAY,
        )
        if member:
            managing.add_member(body=found[key], phone=people[member].phone, by=people[COMMITTEE], at=now - 60 * DAY)
    Body.objects.filter(pk__in=[body.pk for body in found.values()]).update(is_demo=True)
    return found


def _picture(name: str) -> CleanImage:
    with (ART / name).open("rb") as file:
        return clean_image(file)


def _shop(owner: User) -> Partner:
    return Partner.objects.filter(rolegrant__user=owner).order_by("pk")[0]


def _say(said: Said, bodies: dict[str, Body], people: dict[str, User], now: datetime.datetime) -> None:
    """Let a topic go as far as its story says."""
    written = now - said.days_ago * DAY
    author, moderator = people[said.author], people[MODERATOR]
    commune = Commune.objects.filter(code=said.commune).first()
    draft = writing.Draft(
        voice=Voice(said.voice),
        title=said.title,
        text=said.text,
        body=bodies[said.body],
        province=Province.objects.get(code=PROVINCE),
        commune=commune,
        organisation=said.organisation,
        pictures=[_picture(name) for name in said.pictures],
    )
    topic = writing.submit(draft=draft, author=author, at=written)
    if said.ends == "waiting":
        return
    version, read = topic.versions.get(), written + datetime.timedelta(hours=5)
    if said.ends == "rejected":
        moderating.refuse(version=version, reason=said.note, by=moderator, at=read)
        return
    note = "Đã xem, chỉ nhắc tên trang (minh hoạ)." if version.holds else ""
    topic = moderating.approve(version=version, by=moderator, at=read, note=note)
    if said.ends == "published":
        return
    topic = moderating.pass_on(topic=topic, body=bodies[said.body], by=moderator, at=read)
    _talk(said, topic, bodies, people, read)
    if said.answer:
        by = people[said.answered_by]
        answering.answer(topic=topic, text=said.answer, by=by, at=read + said.answered_after * DAY)
    if said.ends == "closed":
        moderating.close(topic=topic, note="", by=moderator, at=read + (said.answered_after + 2) * DAY)


def _report(people: dict[str, User], now: datetime.datetime) -> None:
    """Leave a reply that two readers and a visitor reported, and an answer that was reported and stands."""
    shown = Reply.objects.filter(state=TextState.SHOWN)
    reply, answer = (shown.filter(kind=kind).order_by("pk")[0] for kind in (ReplyKind.COMMENT, ReplyKind.OFFICIAL))
    for who, reason in (("lien", ""), ("tin", "Nói quá, chợ Phước Hà có quầy ghi đủ ngày (báo minh hoạ).")):
        made = reporting.report(text=reply, reporter=people[who], at=now - DAY)
        reporting.give_reason(report=made, reason=reason)
    visitor = visitor_of("10.20.30.40", timezone.localdate(now))
    reporting.report_as_visitor(text=reply, network=visitor, reason="Bịa đặt (báo minh hoạ).", at=now - DAY)
    made = reporting.report(text=answer, reporter=people["ngoc"], at=now - 2 * DAY)
    why = "Lời trả lời đúng việc được hỏi (minh hoạ)."
    reporting.let_stand(text=answer, why=why, seen=made.pk, by=people[MODERATOR], at=now - DAY)


def _talk(said: Said, topic: Topic, bodies: dict[str, Body], people: dict[str, User], read: datetime.datetime) -> None:
    for place, (who, text) in enumerate(said.replies):
        at = read + (place + 1) * datetime.timedelta(hours=7)
        reply = writing.reply(topic=topic, text=text, author=people[who], at=at)
        if not text.endswith("(chờ duyệt)."):
            note = "Đã xem (minh hoạ)." if reply.holds else ""
            moderating.show_reply(reply=reply, seen=reply.fingerprint, by=people[MODERATOR], at=at, note=note)
    for who in (*said.supporters, *said.crowd):
        network = "demo-crowd" if who in said.crowd else f"demo-{who}"
        at = read + datetime.timedelta(days=1 if who in said.crowd else 0, hours=2)
        supporting.support(topic=topic, user=people[who], network=network, at=at)
    if said.party_reply:
        moderating.name_party(topic=topic, body=bodies["seller"], by=people[MODERATOR], at=read)
        owner = people[SELLER_OWNER]
        party = answering.reply_as_party(
            topic=topic, body=bodies["seller"], text=said.party_reply, by=owner, at=read + DAY
        )
        if party.state == TextState.WAITING:
            note = "Đã xem (minh hoạ)."
            moderating.show_reply(reply=party, seen=party.fingerprint, by=people[MODERATOR], at=read + DAY, note=note)
