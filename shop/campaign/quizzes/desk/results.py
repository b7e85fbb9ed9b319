"""The results of a round as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from django.utils.translation import gettext as _

from sellers.listings.bulk.spreadsheets import Row, xlsx_file
from shop.accounts.phones import national
from shop.campaign.quizzes import queries
from shop.campaign.quizzes.models import Attempt, Round


def as_file(round_: Round) -> IO[bytes]:
    """Return winners with names and phones, and every attempt by code only."""
    return xlsx_file([(_("Người trúng giải"), _winners(round_)), (_("Bài dự thi"), _attempts(round_))])


def _winners(round_: Round) -> Iterator[Row]:
    yield [_("Giải"), _("Mã dự thi"), _("Họ tên"), _("Điện thoại"), _("Số câu đúng"), _("Dự đoán")]
    for winner in queries.winners(round_):
        attempt = winner.attempt
        phone = national(attempt.user.phone)
        yield [winner.place, attempt.code, attempt.user.full_name, phone, attempt.right, attempt.guess]


def _attempts(round_: Round) -> Iterator[Row]:
    yield [_("Mã dự thi"), _("Bắt đầu"), _("Nộp"), _("Giây"), _("Số câu đúng"), _("Dự đoán"), _("Ghi chú")]
    for attempt in Attempt.objects.filter(round=round_).order_by("code").iterator():
        seconds = int(attempt.used.total_seconds()) if attempt.used else None
        note = _("Nộp muộn, không tính") if attempt.is_late else "" if attempt.finished_at else _("Chưa nộp")
        yield [attempt.code, attempt.started_at, attempt.finished_at, seconds, attempt.right, attempt.guess, note]
