"""What makes the desk quick: templates, figures, twins with links, papers that open beside the checklist."""

import datetime

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from sellers.onboarding.domain.assigning import take
from sellers.onboarding.domain.deciding import reject
from sellers.onboarding.models import ReplyTemplate, SellerApplication
from shop.accounts.enums import Role
from shop.accounts.reach import Reach
from shop.audit.models import AuditEvent
from shop.backoffice.desk_figures import figures_of
from tests.factories.applications import ApplicationFactory, DocumentFactory, pdf
from tests.factories.goods import SellerFactory, stocked_product
from tests.factories.people import GrantFactory, UserFactory
from tests.factories.places import CommuneFactory, ProvinceFactory
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db

NOW = timezone.now()
HOUR = datetime.timedelta(hours=1)


def sent(hours: float, **fields: object) -> SellerApplication:
    application = ApplicationFactory(submitted=True, **fields)
    SellerApplication.objects.filter(pk=application.pk).update(submitted_at=NOW - hours * HOUR)
    return application


def test_a_reviewer_keeps_templates_and_finds_them_in_the_reason_field() -> None:
    client = sign_in(GrantFactory(role=Role.REVIEWER).user)
    page = reverse("backoffice:replies")
    assert "ít nhất 10 ký tự" in client.post(page, {"body": "ngắn", "position": "1"}).content.decode()
    assert client.post(page, {"body": "Hãy chụp cả con dấu.", "position": "1"}).status_code == 302
    reply = ReplyTemplate.objects.get(body="Hãy chụp cả con dấu.")
    assert client.post(f"{page}?sua={reply.pk}", {"body": "Hãy chụp rõ con dấu.", "position": "1"}).status_code == 302
    waiting = ApplicationFactory(submitted=True, papers=True)
    shown = client.get(reverse("backoffice:application", args=[waiting.pk])).content.decode()
    assert '<option value="Hãy chụp rõ con dấu.">' in shown
    assert 'list="mau"' in shown
    client.post(reverse("backoffice:remove_reply", args=[reply.pk]))
    acts = AuditEvent.objects.filter(action__startswith="reply.").order_by("pk").values_list("action", flat=True)
    assert list(acts) == ["reply.added", "reply.changed", "reply.removed"]


def test_figures_say_who_waits_and_who_carries_what() -> None:
    busy, calm = UserFactory(full_name="Bận"), UserFactory(full_name="Rảnh")
    for person in (busy, calm):
        GrantFactory(user=person, role=Role.REVIEWER)
    sent(2)
    sent(100)
    take(application_id=sent(30).pk, by=calm, at=NOW)
    for hours in (4, 10):
        reject(application_id=sent(hours).pk, reason="Không phải hàng Việt", by=busy, at=NOW)
    found = figures_of(Reach(busy), now=NOW)
    assert (found.waiting, found.median_hours, found.slowest_hours) == (3, 7, 10)
    assert [count for _words, count, _percent in found.ages] == [1, 1, 1, 0]
    assert [(load.name, load.held, load.decided) for load in found.loads] == [("Bận", 0, 2), ("Rảnh", 1, 0)]
    page = sign_in(busy).get(reverse("backoffice:desk_figures")).content.decode()
    assert "Rảnh" in page


def test_figures_are_of_ones_own_provinces() -> None:
    elsewhere = CommuneFactory(province=ProvinceFactory(code="01", name="Hà Nội", slug="ha-noi"))
    far = GrantFactory(role=Role.REVIEWER).user
    reject(application_id=sent(5, commune=elsewhere).pk, reason="Không phải hàng Việt", by=far, at=NOW)
    near = GrantFactory(role=Role.REVIEWER, province=CommuneFactory().province).user
    found = figures_of(Reach(near), now=NOW)
    assert (found.waiting, found.median_hours, found.loads) == (0, None, [])


def test_twins_are_linked_only_where_the_reviewer_may_look() -> None:
    application = ApplicationFactory(submitted=True, gtin="8934563138165")
    here = SellerFactory(name="HTX Ở Đây", commune=application.commune, tax_code=application.tax_code)
    elsewhere = CommuneFactory(province=ProvinceFactory(code="01", name="Hà Nội", slug="ha-noi"))
    far = SellerFactory(name="HTX Nơi Khác", commune=elsewhere)
    stocked_product(seller=far, gtin=application.gtin)
    client = sign_in(GrantFactory(role=Role.REVIEWER, province=application.commune.province).user)
    page = client.get(reverse("backoffice:application", args=[application.pk])).content.decode()
    assert "Trùng mã vạch" in page
    assert "HTX Nơi Khác" in page  # sellers are public
    assert reverse("backoffice:seller", args=[here.slug]) in page
    assert reverse("backoffice:seller", args=[far.slug]) not in page


def test_a_pdf_stands_in_a_frame_beside_the_checklist() -> None:
    application = ApplicationFactory(submitted=True)
    paper = DocumentFactory(
        application=application, content_type="application/pdf", file=ContentFile(pdf(), name="giay.pdf")
    )
    client = sign_in(GrantFactory(role=Role.REVIEWER).user)
    response = client.get(reverse("backoffice:application", args=[application.pk]))
    address = f"{reverse('documents:show', args=[paper.pk])}?xem=1"
    assert f'<iframe class="only-lg" src="{address}"' in response.content.decode()
    assert "frame-src 'self'" in response["Content-Security-Policy"]
    shown = client.get(address)
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert b"".join(shown.streaming_content) == pdf()


def test_the_queue_shows_what_is_mine_or_nobodys() -> None:
    me = GrantFactory(role=Role.REVIEWER).user
    take(application_id=sent(1, name="HTX Của Tôi").pk, by=me, at=NOW)
    take(application_id=sent(1, name="HTX Người Khác").pk, by=GrantFactory(role=Role.REVIEWER).user, at=NOW)
    sent(1, name="HTX Chưa Ai")
    client, queue = sign_in(me), reverse("backoffice:queue")

    def names(**query: str) -> set[str]:
        page = client.get(queue, query).content.decode()
        return {name for name in ("HTX Của Tôi", "HTX Người Khác", "HTX Chưa Ai") if name in page}

    assert names(**{"nguoi-xem": "toi"}) == {"HTX Của Tôi"}
    assert names(**{"nguoi-xem": "chua"}) == {"HTX Chưa Ai"}
    assert len(names()) == 3
