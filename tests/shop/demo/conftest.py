"""The demo market, loaded once for all tests of a module and rolled back after them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from sellers.documents.models import Document
from shop.demo.market import Market, load_market
from shop.demo.progress import Progress

TRANSFERS = {
    "VIETQR_BIN": "970405",
    "VIETQR_ACCOUNT": "1234567890123",
    "VIETQR_HOLDER": "CHO PHIEN",
    "BANK_NOTICE_SECRET": "demo-bank",
}
MONDAY = timezone.make_aware(datetime.datetime(2026, 11, 23, 9, 0))


@pytest.fixture(scope="module")
def market(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Market]:
    media = tmp_path_factory.mktemp("demo-media")
    with override_settings(MEDIA_ROOT=media, **TRANSFERS), django_db_blocker.unblock(), transaction.atomic():
        yield load_market(now=MONDAY, progress=Progress())
        for paper in Document.objects.all():
            paper.file.delete(save=False)
        transaction.set_rollback(True)
