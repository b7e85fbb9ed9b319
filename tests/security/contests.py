"""What each tenant has of contests."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from shop.campaign.contests.domain import entering, jury
from shop.campaign.contests.domain.tickets import print_sheet
from shop.campaign.contests.models import Contest, Entry, HeldBatch, TicketSheet
from shop.campaign.embedding import token_for
from tests.factories.contests import DAY, a_contest

if TYPE_CHECKING:
    from tests.security.world import Tenant


def add_contests(tenant: Tenant) -> None:
    """A contest that takes entries, with an entry of the tenant and a sheet of printed codes, and a draft."""
    contest = a_contest(
        tenant.seller.commune, title=f"Yêu thích {tenant.name}", opened=-2 * DAY, entries=0, jury_weight=60
    )
    buyer = tenant.people["buyer"]
    jury.invite(contest=contest, name=tenant.canary, phone=buyer.phone, by=None, at=timezone.now())
    entering.enter(
        contest=contest,
        category=contest.categories.all()[0],
        product=tenant.product,
        seller=tenant.seller,
        pitch=tenant.canary,
        by=None,
        at=timezone.now() - datetime.timedelta(minutes=1),
    )
    print_sheet(contest=contest, label=tenant.canary, size=1, by=None, at=timezone.now())
    HeldBatch.objects.create(
        contest=contest, number=1, kind="network", channel="phone", day=timezone.localdate(), per_hour=40
    )
    draft = a_contest(tenant.seller.commune, title=f"{tenant.canary} nháp", opened=-2 * DAY, entries=0)
    Contest.objects.filter(pk=draft.pk).update(state="draft")


def contest_of(tenant: Tenant) -> Contest:
    return Contest.objects.get(title=f"Yêu thích {tenant.name}")


def by_slug(tenant: Tenant) -> dict[str, Any]:
    return {"slug": contest_of(tenant).slug}


def by_pk(tenant: Tenant) -> dict[str, Any]:
    return {"pk": contest_of(tenant).pk}


def draft_pk(tenant: Tenant) -> dict[str, Any]:
    return {"pk": Contest.objects.get(title=f"{tenant.canary} nháp").pk}


def entry_pk(tenant: Tenant) -> dict[str, Any]:
    return {"pk": Entry.objects.get(contest=contest_of(tenant)).pk}


def screened(tenant: Tenant) -> dict[str, Any]:
    return {**by_pk(tenant), "entry_pk": entry_pk(tenant)["pk"]}


def sheet(tenant: Tenant) -> dict[str, Any]:
    return {**by_pk(tenant), "sheet_pk": TicketSheet.objects.get(contest=contest_of(tenant)).pk}


def held_batch(tenant: Tenant) -> dict[str, Any]:
    return {**by_pk(tenant), "batch_pk": HeldBatch.objects.get(contest=contest_of(tenant)).pk}


def juror(tenant: Tenant) -> dict[str, Any]:
    return {**by_pk(tenant), "juror_pk": contest_of(tenant).jurors.get().pk}


def embedded(tenant: Tenant) -> dict[str, Any]:
    slug = contest_of(tenant).slug
    return {"slug": slug, "token": token_for(page=f"contest:{slug}", origin="https://tinh.example.vn")}
