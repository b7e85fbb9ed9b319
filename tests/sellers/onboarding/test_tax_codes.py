import pytest
from django.core.exceptions import ValidationError

from sellers.enums import LegalType
from sellers.onboarding.requirements import LEGAL_RULES, TaxCodeKind
from sellers.onboarding.tax_codes import clean_tax_code


@pytest.mark.parametrize(
    ("typed", "kind", "stored"),
    [
        ("0100 233 488", TaxCodeKind.ORGANISATION, "0100233488"),
        ("0314409058-002", TaxCodeKind.ORGANISATION, "0314409058-002"),
        ("058 185 001234", TaxCodeKind.PERSON, "058185001234"),
    ],
)
def test_a_valid_code_is_stored_in_one_form(typed: str, kind: TaxCodeKind, stored: str) -> None:
    assert clean_tax_code(typed, kind) == stored


@pytest.mark.parametrize(
    ("typed", "kind", "advice"),
    [
        ("0100233480", TaxCodeKind.ORGANISATION, "chữ số sai"),
        ("010023348", TaxCodeKind.ORGANISATION, "ở đây có 9"),
        ("058185001234", TaxCodeKind.ORGANISATION, "Đây là số căn cước"),
        ("0100233488", TaxCodeKind.PERSON, "ở đây có 10"),
        ("099185001234", TaxCodeKind.PERSON, "mã tỉnh từ 001 đến 096"),
        ("０１００２３３４８８", TaxCodeKind.ORGANISATION, "chỉ gồm chữ số"),
        ("", TaxCodeKind.PERSON, "Hãy ghi mã số thuế"),
    ],
)
def test_a_wrong_code_is_refused_with_what_to_mend(typed: str, kind: TaxCodeKind, advice: str) -> None:
    with pytest.raises(ValidationError, match=advice):
        clean_tax_code(typed, kind)


def test_every_legal_type_has_requirements() -> None:
    assert set(LEGAL_RULES) == set(LegalType)
    assert {kind: rules.tax_code for kind, rules in LEGAL_RULES.items()} == {
        LegalType.ENTERPRISE: TaxCodeKind.ORGANISATION,
        LegalType.COOPERATIVE: TaxCodeKind.ORGANISATION,
        LegalType.COOPERATIVE_GROUP: TaxCodeKind.PERSON,
        LegalType.HOUSEHOLD: TaxCodeKind.PERSON,
        LegalType.INDIVIDUAL: TaxCodeKind.PERSON,
    }
