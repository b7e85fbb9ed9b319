"""A contest in another site's frame: with a link signed for that site only."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client

from shop.accounts.enums import Role
from tests.factories.contests import a_contest
from tests.factories.people import GrantFactory
from tests.factories.places import CommuneFactory
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


def test_only_the_signed_link_may_be_framed_and_only_by_its_site(client: Client):
    contest = a_contest(CommuneFactory(), title="Yêu thích <b>x</b>")
    office = sign_in(GrantFactory(role=Role.COMMITTEE, province=contest.province).user)
    desk = f"/quan-tri/binh-chon/{contest.pk}/"
    for wrong in ("http://a.vn", "https://a.vn; script-src *", "javascript:alert(1)", "https://a b.vn"):
        assert 'id="loi-nhung"' in office.get(desk, {"trang-nhung": wrong}).content.decode()
    shown = html.unescape(office.get(desk, {"trang-nhung": "https://Tinh.example.vn/tin/1"}).content.decode())
    path = re.search(r'iframe src="https?://[^/]+(/[^"]+)"', shown)[1]
    framed = client.get(path)
    assert framed.status_code == 200 and "<b>x</b>" not in framed.content.decode()
    assert "frame-ancestors https://tinh.example.vn" in framed.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed.headers
    plain = client.get(contest.get_absolute_url())
    assert "frame-ancestors 'none'" in plain.headers["Content-Security-Policy"]
    assert plain.headers["X-Frame-Options"] == "DENY"
    type(contest).objects.filter(pk=contest.pk).update(state="cancelled", cancelled_reason="Bão số 9")
    assert "đã hủy.</b> Bão số 9" in client.get(path).content.decode()
    other = a_contest(CommuneFactory(), title="Cuộc khác")
    assert client.get(path.replace(f"/{contest.slug}/", f"/{other.slug}/")).status_code == 404
    assert client.get(path[:-3] + "x/").status_code == 404
