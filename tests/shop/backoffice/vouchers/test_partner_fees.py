"""The partner's commission: nothing without a contract, booked by its statements, never silently above the contract."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from shop.accounts.enums import Role
from shop.audit.models import AuditEvent
from shop.backoffice.books.open_items import open_items
from shop.ledger.models import Transaction
from shop.ledger.months import starts_at
from shop.ledger.queries import balance
from shop.payment.partner_fees.models import PartnerCharge, PartnerRate
from shop.payment.partner_fees.queries import standing
from tests.factories.people import GrantFactory
from tests.factories.returns import delivered_part
from tests.promises import broken
from tests.shop.ledger.test_months import closed
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
PAGE = "/quan-tri/ma-giam-gia/doi-tac/hoa-hong/"
DAY = datetime.timedelta(days=1)


@pytest.fixture
def finance() -> Client:
    return sign_in(GrantFactory(role=Role.FINANCE).user)


def text(answer: Any) -> str:
    return answer.content.decode()


def rate(finance: Client, **more: str) -> Any:
    asked = {"per_cent": "0,5", "valid_from": f"{timezone.localdate()}", "basis": "HĐ 7", "counts_cash": "on"}
    return finance.post(f"{PAGE}muc/", asked | more)


def statement(amount: str, number: str = "BK1", **more: str) -> dict[str, str]:
    day = f"{timezone.localdate()}"
    return {"amount_vnd": amount, "charged_on": day, "statement_number": number, "way": "held", "note": ""} | more


def test_without_a_contract_nothing_is_taken_and_nothing_can_be_booked(finance: Client, settings: Any) -> None:
    settings.COLLECTS_MONEY = "partner"
    delivered_part()
    assert standing().left_vnd == 0
    refused = finance.post(PAGE, statement("100"))
    assert refused.status_code == 422 and "Ghi mức theo hợp đồng trước" in text(refused)
    assert not [item for item in open_items(timezone.localdate().replace(day=1)) if "Hoa hồng" in item.title]


def test_each_rate_counts_the_parts_of_its_days_that_the_partner_collected(finance: Client, settings: Any) -> None:
    settings.COLLECTS_MONEY = "platform"
    delivered_part(price=900_000)
    settings.COLLECTS_MONEY = "partner"
    part, today = delivered_part(price=50_100), timezone.localdate()
    old = delivered_part(price=300_000)
    type(old).objects.filter(pk=old.pk).update(delivered_at=starts_at(today) - 3 * DAY)
    assert rate(finance, per_cent="1", valid_from=f"{today - 9 * DAY}").status_code == 302
    assert rate(finance, per_part_vnd="1.000").status_code == 302
    assert "vào hoặc sau ngày này" in text(rate(finance, valid_from=f"{today - DAY}"))
    assert "0,5" in text(rate(finance, per_cent="25")) and PartnerRate.objects.count() == 2
    expected = [(1, part.total_vnd, 501 + 1_000), (1, old.total_vnd, 6_000)]
    assert [(one.parts, one.collected_vnd, one.fee_vnd) for one in standing().earned] == expected
    PartnerRate.objects.update(counts_cash=False)
    assert standing().expected_vnd == 0


def test_a_statement_is_booked_as_a_cost_once_and_above_the_contract_only_with_a_reason(
    finance: Client, settings: Any
) -> None:
    settings.COLLECTS_MONEY = "partner"
    delivered_part(price=100_000)
    rate(finance)
    month = timezone.localdate().replace(day=1)
    [waits] = [item for item in open_items(month) if "Hoa hồng" in item.title]
    assert (waits.amount_vnd, waits.url) == (1_000, PAGE)
    assert finance.post(PAGE, statement("600")).status_code == 302
    assert "Bảng kê này đã ghi rồi" in text(finance.post(PAGE, statement("100")))
    refused = finance.post(PAGE, statement("401", "BK2"))
    assert refused.status_code == 422 and "còn 400" in text(refused)
    assert finance.post(PAGE, statement("401", "BK2", way="paid", note="Phí tối thiểu")).status_code == 302
    held, paid = PartnerCharge.objects.order_by("pk")
    sums = [balance("provider_fee", "partner"), balance("treasury", "partner"), balance("treasury", "platform")]
    assert sums == [1_001, -600, -401]
    [over] = [item for item in open_items(month) if "Hoa hồng" in item.title]
    assert "quá mức" in over.title and over.amount_vnd == 1

    finance.post(f"{PAGE}{paid.pk}/dao/", {"ly_do": "Không phải phí"})
    assert "Không phải phí" in text(finance.get(PAGE)) and standing().left_vnd == 400
    assert (balance("provider_fee", "partner"), balance("treasury", "platform")) == (600, 0)
    acts = AuditEvent.objects.filter(action__startswith="partner_charge.").values_list("action", flat=True)
    assert len(acts) == 3 and broken() == []
    PartnerCharge.objects.filter(pk=held.pk).update(reversed_at=timezone.now())
    assert len(broken()) == 2


def test_a_statement_is_booked_on_its_day_and_not_into_a_closed_month(finance: Client, settings: Any) -> None:
    settings.COLLECTS_MONEY = "partner"
    delivered_part(price=100_000)
    last = timezone.localdate().replace(day=1) - DAY
    rate(finance, valid_from=f"{last.replace(day=1)}")
    finance.post(PAGE, statement("600", charged_on=f"{last}"))
    booked = Transaction.objects.get(kind="partner-charged")
    assert timezone.localdate(booked.occurred_at) == last
    closed(last.replace(day=1))
    assert "đã khóa sổ" in text(finance.post(PAGE, statement("100", "BK2", charged_on=f"{last}")))
