"""The forum as readers, authors, answerers, moderators and committees meet it, and as the wrong person does."""

from __future__ import annotations

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from shop.accounts.enums import Role
from shop.accounts.models import User
from shop.campaign.forum.domain import answering, moderating, writing
from shop.campaign.forum.enums import TextState, TopicState
from shop.campaign.forum.models import Body, Reply, Topic, TopicPicture, WatchedWord
from shop.customer.domain.personal_data import copy_of, delete_account
from shop.regions.models import Commune
from tests.factories.forum import DAY, TEXT, a_body, a_topic
from tests.factories.people import GrantFactory, UserFactory
from tests.factories.places import CommuneFactory, ProvinceFactory
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
ANGRY = '<script>alert("x")</script>'
FORUM = "/phong-trao/dien-dan/"
DESK = "/quan-tri/dien-dan/"


@pytest.fixture
def commune() -> Commune:
    return CommuneFactory()


@pytest.fixture
def office(commune: Commune) -> Client:
    return sign_in(GrantFactory(role=Role.FORUM_MODERATOR, province=commune.province).user)


def page(response) -> str:
    return response.content.decode()


def photo() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(out, "JPEG")
    return SimpleUploadedFile("a.jpg", out.getvalue(), "image/jpeg")


def written(body: Body, **more: object) -> dict[str, object]:
    return {"voice": "consumer", "title": f"Nhãn {ANGRY}", "text": f"{TEXT} {ANGRY}", "body": body.pk, **more}


def test_an_author_writes_with_a_picture_and_only_the_desk_sees_it_before_it_is_read(commune, office, client):
    body, author = a_body(commune, name=ANGRY), UserFactory(commune=commune)
    mine = sign_in(author)
    wrong = mine.post(f"{FORUM}moi/", {**written(body), "text": "Ngắn", "voice": "business"})
    assert wrong.status_code == 422 and "Viết rõ hơn" in page(wrong) and "Ghi tên doanh nghiệp" in page(wrong)
    bad = mine.post(f"{FORUM}moi/", {**written(body), "anh": SimpleUploadedFile("a.jpg", b"khong phai anh")})
    assert bad.status_code == 422 and not Topic.objects.exists() and "Nhãn" in page(bad)
    assert mine.post(f"{FORUM}moi/", {**written(body), "anh": photo()}).status_code == 302
    topic, picture = Topic.objects.get(), TopicPicture.objects.get()
    shown = f"{FORUM}anh/{picture.pk}/"
    assert client.get(topic.get_absolute_url()).status_code == 404
    others = (client, sign_in(UserFactory()))
    assert [one.get(shown).status_code for one in (*others, mine, office)] == [404, 404, 200, 200]
    assert topic.title not in page(client.get(FORUM))
    desk = f"{DESK}{topic.pk}/"
    for address in (DESK, desk):
        assert ANGRY not in page(office.get(address)) and "Nhãn" in page(office.get(address))
    act = {"viec": "dang-chuyen", "ban": topic.versions.get().pk, "co_quan": body.pk, "reason": ""}
    assert office.post(f"{desk}viec/", act).status_code == 302
    topic.refresh_from_db()
    assert topic.state == TopicState.AWAITING and client.get(shown).status_code == 200
    html = page(client.get(topic.get_absolute_url()))
    assert ANGRY not in html and "Chờ trả lời, hạn" in html and f'src="{shown}"' in html
    assert author.full_name not in html and author.phone not in html
    assert "Nhãn" in page(client.get(FORUM)) and "Nhãn" in page(client.get("/phong-trao/"))
    assert client.get(f"{FORUM}sai-{topic.pk}/").status_code == 301


def test_every_field_escapes_what_is_typed(commune, office, client):
    official, author = UserFactory(full_name=ANGRY), UserFactory(full_name=ANGRY)
    body = a_body(commune, name=ANGRY, member=official)
    words = {"voice": "business", "organisation": ANGRY, "title": ANGRY, "text": f"{ANGRY} {TEXT}"}
    topic = a_topic(commune, body=body, author=author, state=TopicState.AWAITING, **words)
    writing.rewrite(
        topic=topic, title=ANGRY, text=f"{TEXT} {ANGRY}", keep=[], pictures=[], author=author, at=timezone.now()
    )
    reply = writing.reply(topic=topic, text=ANGRY, author=author, at=timezone.now())
    moderating.show_reply(reply=reply, seen=reply.fingerprint, by=None, at=timezone.now(), note=ANGRY)
    answering.answer(topic=topic, text=ANGRY, by=official, at=timezone.now())
    moderating.name_party(topic=topic, body=body, by=None, at=timezone.now())
    committee = sign_in(GrantFactory(role=Role.COMMITTEE, province=commune.province).user)
    committee.post(f"{DESK}quy-tac/tu/", {"words": ANGRY, "note": ANGRY, "province": commune.province_id})
    assert WatchedWord.objects.exists()
    public = [FORUM, topic.get_absolute_url(), f"{FORUM}?q={ANGRY}", "/phong-trao/"]
    desk = [DESK, f"{DESK}?muc=da-dang", f"{DESK}{topic.pk}/", f"{DESK}co-quan/{body.pk}/", f"{DESK}quy-tac/"]
    answers, own = sign_in(official), sign_in(author)
    pages = [client.get(address) for address in public] + [committee.get(address) for address in desk]
    pages += [answers.get(f"{FORUM}tra-loi/"), answers.get(f"{FORUM}tra-loi/{topic.pk}/"), own.get(f"{FORUM}cua-toi/")]
    assert {response.status_code for response in pages} == {200}
    assert not [index for index, response in enumerate(pages) if ANGRY in page(response)]


def test_topics_are_found_with_and_without_marks_and_by_every_filter(commune, client):
    other = CommuneFactory(province=ProvinceFactory(code="01", name="Hà Nội", slug="ha-noi"))
    here = a_topic(commune, title="Mật ong rừng", state=TopicState.AWAITING)
    a_topic(other, title="Chè Tân Cương", text="Chuyện về chè ở nơi khác hẳn.", state=TopicState.PUBLISHED)
    a_topic(commune, body=here.body, title="Mật ong chưa đọc", text="Bài chưa ai đọc về mật ong.")

    def found(query: str) -> list[str]:
        html = page(client.get(f"{FORUM}?{query}"))
        return re.findall(r'<h3><a href="[^"]*">([^<]*)</a>', html)

    assert found("q=MAT+ong+rung") == found("q=mật+ong") == ["Mật ong rừng"]
    assert found("trang-thai=published") == found("tinh=01") == ["Chè Tân Cương"]
    assert found(f"co-quan={here.body_id}") == ["Mật ong rừng"] and found("tieng-noi=business") == []
    assert found("trang-thai=waiting&co-quan=x") == ["Chè Tân Cương", "Mật ong rừng"]  # what does not exist is ignored
    assert "Không có chủ đề nào như vậy" in page(client.get(f"{FORUM}?q=khong-co"))


def test_an_empty_forum_says_what_to_do(client, commune):
    assert "Chưa có chủ đề nào" in page(client.get(FORUM)) and "Vào diễn đàn" in page(client.get("/phong-trao/"))
    assert f'href="{FORUM}"' in page(client.get("/"))


def test_an_answerer_answers_and_a_stranger_cannot(commune, client):
    official, now = UserFactory(), timezone.now()
    topic = a_topic(commune, body=a_body(commune, member=official), state=TopicState.AWAITING)
    mine, stranger = sign_in(official), sign_in(UserFactory())
    address = f"{FORUM}tra-loi/{topic.pk}/"
    assert stranger.get(address).status_code == stranger.post(address, {"text": "Xin chào"}).status_code == 404
    assert "chưa được giao" in page(stranger.get(f"{FORUM}tra-loi/")) and client.get(address).status_code == 302
    assert topic.title in page(mine.get(f"{FORUM}tra-loi/")) and "Trả lời diễn đàn" in page(mine.get("/tai-khoan/"))
    assert mine.post(address, {"text": " "}).status_code == 422
    mine.post(address, {"text": "Sở đã hướng dẫn."})
    html = page(client.get(topic.get_absolute_url()))
    assert html.index("Trả lời chính thức") < html.index("Sở đã hướng dẫn.") < html.index("0 ý kiến")
    author = sign_in(topic.author)
    assert "Việc đã xong" in page(author.get(topic.get_absolute_url()))
    assert stranger.post(f"{FORUM}{topic.pk}/dong/").status_code == 404
    author.post(f"{FORUM}{topic.pk}/dong/")
    topic.refresh_from_db()
    assert topic.state == TopicState.CLOSED and topic.closed_at >= now
    assert "Chủ đề đã đóng" in page(mine.get(topic.get_absolute_url()))


def test_an_author_rewrites_keeps_pictures_and_others_may_not(commune, office, client):
    topic = a_topic(commune, state=TopicState.PUBLISHED)
    author, address = sign_in(topic.author), f"{FORUM}{topic.pk}/sua/"
    author.post(address, {"title": "Lần hai", "text": TEXT + " Thêm.", "anh": photo()})
    kept = TopicPicture.objects.get()
    new = {"title": "Lần ba", "text": TEXT + " Thêm nữa.", "giu": kept.pk}
    assert sign_in(UserFactory()).post(address, new).status_code == 404
    author.post(address, new)
    version = topic.versions.latest("number")
    assert (version.number, version.pictures.get().file.name) == (3, kept.file.name)
    html = page(client.get(topic.get_absolute_url()))
    assert "Nhãn mật ong" in html and "Lần ba" not in html
    assert "đang chờ duyệt" in page(author.get(topic.get_absolute_url()))
    office.post(f"{DESK}{topic.pk}/viec/", {"viec": "dang", "ban": version.pk})
    html = page(client.get(topic.get_absolute_url()))
    assert "Lần ba" in html and "Nhãn mật ong" in html and "Lần hai" not in html  # approved before: kept to be read


def test_readers_reply_and_a_moderator_decides_with_reasons(commune, office, client):
    topic, reader = a_topic(commune, state=TopicState.PUBLISHED), sign_in(UserFactory())
    address = f"{FORUM}{topic.pk}/y-kien/"
    assert client.post(address, {"text": "Tôi cũng vậy"}).status_code == 302 and not Reply.objects.exists()
    assert reader.post(address, {"text": ""}).status_code == 422
    reader.post(address, {"text": "Tôi cũng vậy, xem www.a.vn"})
    reply = Reply.objects.get()
    decide = {"viec": "dang", "ban": reply.fingerprint, "reason": ""}
    assert office.post(f"{DESK}y-kien/{reply.pk}/", decide).status_code == 422  # held: say why
    assert "Tôi cũng vậy" not in page(client.get(topic.get_absolute_url()))
    office.post(f"{DESK}y-kien/{reply.pk}/", {**decide, "reason": "Trang của tỉnh"})
    assert "Tôi cũng vậy" in page(client.get(topic.get_absolute_url()))
    office.post(f"{DESK}y-kien/{reply.pk}/", {"viec": "tu-choi", "reason": "Trang đã đổi chủ"})
    assert "Tôi cũng vậy" not in page(client.get(topic.get_absolute_url()))
    assert "Trang đã đổi chủ" in page(reader.get(f"{FORUM}cua-toi/"))


def test_the_desk_refuses_passes_on_names_closes_and_takes_down(commune, office):
    topic = a_topic(commune)
    act, version, first = f"{DESK}{topic.pk}/viec/", topic.versions.get(), topic.body_id
    assert office.post(act, {"viec": "tu-choi", "ban": version.pk, "reason": ""}).status_code == 422
    office.post(act, {"viec": "dang", "ban": version.pk})
    far = CommuneFactory(province=ProvinceFactory(code="01", name="Hà Nội", slug="ha-noi"))
    assert office.post(act, {"viec": "chuyen", "co_quan": a_body(far).pk}).status_code == 404
    other = a_body(commune, name="Ban Chỉ đạo")
    office.post(act, {"viec": "chuyen", "co_quan": other.pk})
    office.post(act, {"viec": "ben-nhac-toi", "co_quan": topic.body_id})
    topic.refresh_from_db()
    assert (topic.body, topic.state, topic.parties.get().body_id) == (other, TopicState.AWAITING, first)
    assert office.post(act, {"viec": "dong", "reason": ""}).status_code == 422
    office.post(act, {"viec": "go", "reason": "Theo yêu cầu của người viết"})
    topic.refresh_from_db()
    assert topic.state == TopicState.REJECTED
    trail = page(office.get(f"{DESK}{topic.pk}/"))
    assert "Theo yêu cầu của người viết" in trail and "chuyển để trả lời" in trail


def test_another_provinces_desk_sees_and_changes_nothing(commune, office):
    far = CommuneFactory(province=ProvinceFactory(code="01", name="Hà Nội", slug="ha-noi"))
    theirs = a_topic(far)
    reply = Reply.objects.create(topic=theirs, text="Ở xa", written_at=timezone.now())
    assert theirs.title not in page(office.get(DESK)) and "Ở xa" not in page(office.get(DESK))
    assert office.get(f"{DESK}{theirs.pk}/").status_code == 404
    assert office.post(f"{DESK}{theirs.pk}/viec/", {"viec": "dang"}).status_code == 404
    assert office.post(f"{DESK}y-kien/{reply.pk}/", {"viec": "dang"}).status_code == 404
    assert office.get(f"{DESK}co-quan/").status_code == 403  # a moderator names nobody who answers
    committee = sign_in(GrantFactory(role=Role.COMMITTEE, province=commune.province).user)
    assert committee.get(f"{DESK}co-quan/{theirs.body_id}/").status_code == 404
    assert committee.post(f"{DESK}co-quan/{theirs.body_id}/nguoi/", {"phone": "0912345678"}).status_code == 404
    word = WatchedWord.objects.create(words="x", folded="x", added_at=timezone.now())
    assert committee.post(f"{DESK}quy-tac/tu/{word.pk}/bo/").status_code == 404
    whole = {"name": "Sàn", "kind": "platform", "province": "", "is_active": "on"}
    assert committee.post(f"{DESK}co-quan/moi/", whole).status_code == 422  # only who keeps every province
    theirs.refresh_from_db()
    assert theirs.state == TopicState.WAITING


def test_a_committee_keeps_bodies_members_days_and_words(commune):
    committee = sign_in(GrantFactory(role=Role.COMMITTEE, province=commune.province).user)
    new = {"name": "Sở Y tế", "kind": "department", "province": commune.province_id, "is_active": "on"}
    wrong = committee.post(f"{DESK}co-quan/moi/", {**new, "kind": "seller", "commune_code": "00000"})
    assert wrong.status_code == 422 and "Không thấy gian hàng" in page(wrong) and "không có xã" in page(wrong)
    committee.post(f"{DESK}co-quan/moi/", new)
    assert committee.post(f"{DESK}co-quan/moi/", new).status_code == 422
    body = Body.objects.get()
    members = f"{DESK}co-quan/{body.pk}/nguoi/"
    committee.post(members, {"phone": "0912 345 678"})
    assert committee.post(members, {"phone": "0912 345 678"}).status_code == 422
    user = User.objects.get(phone="+84912345678")
    assert body.members.get().user == user and "••• 678" in page(committee.get(f"{DESK}co-quan/{body.pk}/"))
    committee.post(f"{members}{body.members.get().pk}/thoi/")
    assert not body.members.exists()
    term = {"kind": "department", "days": 7, "province": commune.province_id}
    assert committee.post(f"{DESK}quy-tac/thoi-han/", {**term, "days": 0}).status_code == 422
    committee.post(f"{DESK}quy-tac/thoi-han/", term)
    committee.post(f"{DESK}quy-tac/tu/", {"viec": "goi-y"})
    word = {"words": "Lừa  ĐẢO", "province": commune.province_id}
    assert committee.post(f"{DESK}quy-tac/tu/", word).status_code == 422  # suggested: there already
    html = page(committee.get(f"{DESK}quy-tac/"))
    assert "7 ngày" in html and "lừa đảo" in html
    held = a_topic(commune, body=body, text="Gian hàng này lua dao cả xóm tôi đó.")
    assert held.versions.get().holds == [["word", "lừa đảo"]]


def test_an_overdue_topic_says_so_and_comes_first_to_who_answers(commune, client):
    official = UserFactory()
    body = a_body(commune, member=official)
    late = a_topic(commune, body=body, title="Đã lâu", state=TopicState.AWAITING, at=timezone.now() - 30 * DAY)
    a_topic(commune, body=body, title="Mới hỏi", text="Việc mới hỏi hôm nay ở chợ.", state=TopicState.AWAITING)
    Topic.objects.filter(pk=late.pk).update(state=TopicState.OVERDUE)
    html = page(sign_in(official).get(f"{FORUM}tra-loi/"))
    assert html.index("Đã lâu") < html.index("Mới hỏi") and "Quá hạn từ" in page(client.get(late.get_absolute_url()))
    assert late.versions.get().state == TextState.SHOWN


def test_an_account_takes_its_texts_along_and_leaves_no_name_behind(commune, client):
    author = UserFactory(full_name="Katơr Thị Liên")
    body = a_body(commune, member=author)
    topic = a_topic(commune, author=author, body=body, state=TopicState.PUBLISHED)
    other = a_topic(commune, body=body, text="Chuyện khác hẳn ở chợ xã.", state=TopicState.PUBLISHED)
    other.subscriptions.create(user=author, since=timezone.now())
    said = copy_of(author)["dien_dan"]
    assert said["chu_de"][0]["text"] == TEXT and said["theo_doi"] == [other.title]
    delete_account(user=author, at=timezone.now())
    html = page(client.get(topic.get_absolute_url()))
    assert TEXT in html and "Liên" not in html and not body.members.exists() and not other.subscriptions.exists()


def test_a_communes_committee_keeps_what_is_addressed_to_its_own_bodies_only(commune):
    own = a_topic(commune, title="Gửi xã", body=a_body(commune, name="Ủy ban xã", of_commune=True))
    a_topic(commune, title="Gửi sở", text="Việc gửi lên sở của tỉnh.", body=a_body(commune, name="Sở"))
    role = {"role": Role.COMMITTEE, "province": commune.province}
    office = sign_in(GrantFactory(**role, commune=commune).user)
    html = page(office.get(DESK))
    assert "Gửi xã" in html and "Gửi sở" not in html
    office.post(f"{DESK}{own.pk}/viec/", {"viec": "dang-chuyen", "ban": own.versions.get().pk})
    own.refresh_from_db()
    assert own.state == TopicState.AWAITING
    bodies = page(office.get(f"{DESK}co-quan/"))
    assert "Ủy ban xã" in bodies and ">Sở<" not in bodies
    new = {"name": "Hội phụ nữ xã", "kind": "department", "province": commune.province_id, "is_active": "on"}
    assert office.post(f"{DESK}co-quan/moi/", new).status_code == 422  # not for the whole province
    assert office.post(f"{DESK}co-quan/moi/", {**new, "commune_code": commune.pk}).status_code == 302
    elsewhere = sign_in(GrantFactory(**role, commune=CommuneFactory()).user)
    assert elsewhere.get(f"{DESK}{own.pk}/").status_code == 404
