"""What machines ask."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from django.test import Client

from shop.storefront.views import health
from tests.shop.storefront.conftest import PublicMarket

pytestmark = pytest.mark.django_db


def test_alive_and_ready(client: Client, search_index):
    assert client.get("/healthz").content == b"ok\n"
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {"database": "ok", "queue": "ok", "search": "ok"}


def test_a_missing_index_does_not_take_the_shop_down(client: Client, settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path / "nothing"
    response = client.get("/readyz")
    assert (response.status_code, response.json()["search"]) == (200, "fail")


def test_a_broken_queue_is_not_ready(client: Client, monkeypatch: pytest.MonkeyPatch):
    def broken() -> bool:
        raise OperationalError("procrastinate_jobs")

    monkeypatch.setattr(health, "_queue", broken)
    assert client.get("/readyz").status_code == 503


def test_metrics_are_for_this_machine_or_the_bearer(client: Client, settings):
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.9").status_code == 403
    assert client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 403
    settings.METRICS_TOKEN = "bi-mat"
    assert client.get("/metrics").status_code == 403
    assert client.get("/metrics", headers={"Authorization": "Bearer bi-mat"}).status_code == 200


def test_robots_and_sitemap_list_public_pages_only(client: Client, market: PublicMarket):
    robots = client.get("/robots.txt").content.decode()
    assert "Disallow: /quan-tri/" in robots and "sitemap.xml" in robots
    assert "sitemap-hang-1.xml" in client.get("/sitemap.xml").content.decode()
    assert market.product.get_absolute_url() in client.get("/sitemap-hang-1.xml").content.decode()
    pages = client.get("/sitemap-trang.xml").content.decode()
    assert "/nha-ban/htx-nuoc-mam-ca-na/" in pages and "/danh-muc/gia-vi/" in pages
    assert client.get("/sitemap-hang-99.xml").status_code == 404
