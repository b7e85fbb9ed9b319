"""What each tenant has of surveys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from shop.accounts.enums import Role
from shop.campaign.embedding import token_for
from shop.campaign.surveys import credentials
from shop.campaign.surveys.domain import answering
from shop.campaign.surveys.models import PersonalLink, Response, Standing, Survey
from tests.factories.people import GrantFactory
from tests.factories.surveys import a_survey

if TYPE_CHECKING:
    from tests.security.world import Tenant


def add_surveys(tenant: Tenant) -> None:
    """A running survey with an answer that was withdrawn, a personal link, and a draft."""
    survey = a_survey(tenant.seller.commune, title=f"Khảo sát {tenant.name}")
    token = f"phieu-{tenant.name}"
    response = answering.begin(survey=survey, way=answering.Way(), consents=True, token=token, at=timezone.now())
    Response.objects.filter(pk=response.pk).update(
        standing=Standing.WITHDRAWN, decided_reason=tenant.canary, finished_at=timezone.now()
    )
    PersonalLink.objects.create(
        survey=survey,
        label=tenant.canary,
        token_hash=credentials.of_token(f"rieng-{tenant.name}"),
        made_at=timezone.now(),
    )
    now = timezone.now()
    survey.bursts.create(kind="velocity", key=tenant.name, first_at=now, last_at=now, reason=tenant.canary)
    survey.posters.create(code=f"qr{tenant.name}", label=tenant.canary, made_at=timezone.now())
    # the driver interviews too: a kind of its own would ask for every address once more
    GrantFactory(user=tenant.people["driver"], role=Role.SURVEYOR, province=tenant.province)
    a_survey(tenant.seller.commune, title=f"{tenant.canary} nháp hỏi", is_published=False)


def survey_of(tenant: Tenant) -> Survey:
    return Survey.objects.get(title=f"Khảo sát {tenant.name}")


def by_slug(tenant: Tenant) -> dict[str, Any]:
    return {"slug": survey_of(tenant).slug}


def by_pk(tenant: Tenant) -> dict[str, Any]:
    return {"pk": survey_of(tenant).pk}


def draft_pk(tenant: Tenant) -> dict[str, Any]:
    return {"pk": Survey.objects.get(title=f"{tenant.canary} nháp hỏi").pk}


def question(tenant: Tenant) -> dict[str, Any]:
    return {**draft_pk(tenant), "key": "q1"}


def new_question(tenant: Tenant) -> dict[str, Any]:
    return {**draft_pk(tenant), "section": "s1", "kind": "text"}


def burst(tenant: Tenant) -> dict[str, Any]:
    return {**by_pk(tenant), "burst_pk": survey_of(tenant).bursts.get().pk}


def poster(tenant: Tenant) -> dict[str, Any]:
    return {**by_pk(tenant), "poster_pk": survey_of(tenant).posters.get().pk}


def as_csv(tenant: Tenant) -> dict[str, Any]:
    return {**by_pk(tenant), "kind": "csv"}


def answered(tenant: Tenant) -> dict[str, Any]:
    return {**by_slug(tenant), "token": f"phieu-{tenant.name}"}


def personal(tenant: Tenant) -> dict[str, Any]:
    return {**by_slug(tenant), "token": f"rieng-{tenant.name}"}


def framed(tenant: Tenant) -> dict[str, Any]:
    slug = survey_of(tenant).slug
    return {"slug": slug, "frame": token_for(page=f"survey:{slug}", origin="https://tinh.example.vn")}


def framed_answered(tenant: Tenant) -> dict[str, Any]:
    return {**framed(tenant), "token": f"phieu-{tenant.name}"}
