"""Personal links and posters."""

from __future__ import annotations

import datetime
import secrets

from django.db import transaction

from shop.accounts.models import User
from shop.audit.trail import record
from shop.campaign.surveys import credentials
from shop.campaign.surveys.domain.running import NotNow
from shop.campaign.surveys.models import PersonalLink, Phase, Poster, Survey

MOST_LINKS = 500
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@transaction.atomic
def make_links(
    *, survey: Survey, label: str, size: int, by: User | None, at: datetime.datetime
) -> list[tuple[str, str]]:
    """Make links for one answer each; return (label, token) of them, shown this once, kept nowhere. Raises NotNow."""
    _check(survey, at)
    size = min(max(size, 1), MOST_LINKS)
    tokens = [(f"{label} {number}", credentials.new_token()) for number in range(1, size + 1)]
    PersonalLink.objects.bulk_create(
        PersonalLink(survey=survey, label=name[:120], token_hash=credentials.of_token(token), made_at=at)
        for name, token in tokens
    )
    record(actor=by, action="survey.links_made", subject=survey, at=at, details={"label": label, "size": size})
    return tokens


@transaction.atomic
def make_poster(*, survey: Survey, label: str, by: User | None, at: datetime.datetime) -> Poster:
    """Make a QR code for a place. Raises NotNow."""
    _check(survey, at)
    code = "".join(secrets.choice(LETTERS) for _place in range(8))
    poster = Poster.objects.create(survey=survey, code=code, label=label, made_at=at)
    record(actor=by, action="survey.poster_made", subject=survey, at=at, details={"label": label})
    return poster


def _check(survey: Survey, at: datetime.datetime) -> None:
    if survey.phase(at) not in {Phase.UPCOMING, Phase.RUNNING}:
        raise NotNow
