"""The trail speaks: every act that the code records has a sentence, and no page shows a program's word."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from shop.audit.trail import record, trail_of
from shop.backoffice.trail_subjects import subject_of
from shop.backoffice.trail_words import SENTENCES, sentence_of, told
from tests.factories.people import GrantFactory
from tests.factories.places import RunFactory
from tests.sign_in import sign_in

ACTION = re.compile(r'\baction="([a-z_]+\.[a-z_]+)"')
OWN_WORDS = {"document.accepted", "document.rejected", "application.changes_asked"}


def test_every_recorded_act_has_a_sentence() -> None:
    root = Path(settings.BASE_DIR)
    sources = [path for room in ("shop", "sellers", "catalogue") for path in (root / room).rglob("*.py")]
    recorded = {action for path in sources for action in ACTION.findall(path.read_text())}
    assert len(recorded) > 80
    assert recorded - OWN_WORDS - SENTENCES.keys() == set()


@pytest.mark.django_db
def test_the_trail_names_its_subjects_and_links_those_with_a_page() -> None:
    administrator = GrantFactory().user
    run = RunFactory()
    event = record(actor=None, action="run.frozen", subject=run, at=timezone.now())
    subject = subject_of(event)
    assert (sentence_of(event), subject.name, subject.url) == ("chốt đơn", "chuyến", f"/quan-tri/chuyen-hang/{run.pk}/")
    page = sign_in(administrator).get("/quan-tri/nhat-ky/").content.decode()
    assert subject.url in page
    assert "shipping.run" not in page and "run.frozen" not in page


@pytest.mark.django_db
def test_a_draft_that_saves_itself_is_one_line_until_somebody_else_acts() -> None:
    run, at = RunFactory(), timezone.now()
    first, second = GrantFactory().user, GrantFactory().user
    for actor, action in [
        (first, "listing.edited"),
        (first, "listing.edited"),
        (second, "listing.edited"),
        (second, "listing.submitted"),
        (first, "listing.edited"),
    ]:
        record(actor=actor, action=action, subject=run, at=at)
    lines = [(event.actor, words) for event, words in told(trail_of(run))]
    assert lines == [
        (first, "sửa bản nháp"),
        (second, "sửa bản nháp"),
        (second, "gửi duyệt"),
        (first, "sửa bản nháp"),
    ]
