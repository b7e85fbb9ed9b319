"""Market sessions: upcoming and archive."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from shop.campaign.fairs.models import MarketSession

pytestmark = pytest.mark.django_db


def session(name: str, days: int | None, length: int = 1, **fields: object) -> MarketSession:
    starts_on = None if days is None else timezone.localdate() + datetime.timedelta(days=days)
    ends_on = starts_on + datetime.timedelta(days=length - 1) if starts_on else None
    return MarketSession.objects.create(
        name=name, slug=name.lower().replace(" ", "-"), starts_on=starts_on, ends_on=ends_on, **fields
    )


def test_coming_sessions_come_soonest_first_and_past_ones_newest_first(client: Client):
    session("Xa", 20)
    session("Gan", 3)
    session("Dang hop", -1, length=3)
    session("Moi qua", -5)
    session("Lau roi", -400)
    session("Khong ngay", None, date_as_printed="cuối năm 2023")
    response = client.get("/phong-trao/phien-cho/")
    assert [row.name for row in response.context["coming"]] == ["Dang hop", "Gan", "Xa"]
    assert [row.name for row in response.context["past"]] == ["Moi qua", "Lau roi", "Khong ngay"]
    assert "cuối năm 2023" in response.content.decode()


def test_figures_are_shown_as_printed_and_left_out_when_unknown(client: Client):
    session("Phien Bac Ai", -30, booths="20-30", turnover="550–750 triệu đồng")
    html = client.get("/phong-trao/phien-cho/phien-bac-ai/").content.decode()
    assert "20-30" in html and "550–750 triệu đồng" in html and "Lượt khách" not in html
    assert client.get("/phong-trao/phien-cho/khong-co/").status_code == 404


def test_landing_and_home_show_the_next_session(client: Client):
    session("Phien Tra No", 5, place="Sân nhà văn hóa")
    assert "Phien Tra No" in client.get("/phong-trao/").content.decode()
    assert "Phien Tra No" in client.get("/").content.decode()


def test_archive_is_paged(client: Client):
    for number in range(25):
        session(f"Phien {number}", -10 - number)
    first = client.get("/phong-trao/phien-cho/")
    second = client.get("/phong-trao/phien-cho/?trang=2")
    assert len(first.context["past"].object_list) == 20 and len(second.context["past"].object_list) == 5


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("source", "linked"), [("https://bao.example/1", True), ("tienphong.vn ... post522840", False)]
)
def test_only_a_whole_address_of_the_source_is_a_link(client, source, linked):
    session = MarketSession.objects.create(name="Phiên cũ", slug="phien-cu", source_url=source)
    page = client.get(f"/phong-trao/phien-cho/{session.slug}/").content.decode()
    assert source in page
    assert (f'href="{source}"' in page) is linked
