"""What is compared for the reviewer."""

import pytest

from sellers.enums import LegalType
from sellers.onboarding.checks import checks_of
from sellers.onboarding.models import SellerApplication
from tests.factories.applications import ApplicationFactory
from tests.factories.goods import SellerFactory

pytestmark = pytest.mark.django_db


def findings(application: SellerApplication) -> dict[str, tuple[str, str]]:
    return {check.subject: (check.tone, check.details) for check in checks_of(application)}


def test_an_application_in_order_has_nothing_to_remark() -> None:
    application = ApplicationFactory(submitted=True, name="HTX Tỏi Cát", bank_holder="HTX TOI CAT")
    assert {tone for tone, _details in findings(application).values()} == {"ok"}


def test_duplicates_name_sellers_and_only_number_applications() -> None:
    SellerFactory(name="HTX Đã Mở", tax_code="0100233488")
    other = ApplicationFactory(submitted=True, name="Bí Mật Tỉnh Khác", bank_account="999999")
    mine = ApplicationFactory(submitted=True, bank_account="999999", tax_code="0100233488")
    found = findings(mine)
    assert found["tax_code"] == ("bad", f"{other.number}, HTX Đã Mở")
    assert found["bank_account"] == ("bad", other.number)


def test_a_cooperative_is_paid_to_its_own_account_and_a_household_to_its_owner() -> None:
    fields = {"name": "HTX Tỏi Cát", "bank_holder": "BUI THI CAT", "representative": "Bùi Thị Cát"}
    cooperative = ApplicationFactory(submitted=True, bank_account="111111", **fields)
    household = ApplicationFactory(
        submitted=True, bank_account="222222", legal_type=LegalType.HOUSEHOLD, tax_code="058185001234", **fields
    )
    assert findings(cooperative)["bank_account"][0] == "warn"
    assert findings(household)["bank_account"][0] == "ok"


def test_a_tax_code_of_another_legal_type_is_remarked() -> None:
    application = ApplicationFactory(submitted=True, legal_type=LegalType.HOUSEHOLD, tax_code="0100233488")
    assert findings(application)["tax_code"][0] == "bad"
