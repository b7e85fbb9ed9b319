"""Which kind of goods stands in which category, and what it needs."""

import pytest
from django.utils import timezone

from catalogue.models import Category
from sellers.listings.domain.completeness import completeness
from sellers.listings.kinds import is_below, kind_of_category, kinds, shown_details
from tests.factories.listings import draft


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("I.1a", "tuoi-song"),
        ("I.4b", "thuc-pham"),
        ("I.5b", "che"),
        ("I.6", "ca-phe"),
        ("II.1a", "ruou"),
        ("II.2b", "do-uong"),
        ("III.2", "my-pham"),
        ("III.3", "duoc-lieu"),
        ("IV.1", "thu-cong"),
        ("V.3", "sinh-vat-canh"),
        ("VI", "du-lich"),
        ("HV.4", "hang-viet"),
    ],
)
def test_every_official_type_has_its_kind(code: str, kind: str) -> None:
    found = kind_of_category(code)
    assert found is not None and found.code == kind


def test_codes_stand_below_their_own_branch_only() -> None:
    assert is_below("I.4b", "I.4") and is_below("I.4", "I")
    assert not is_below("II.1", "I") and not is_below("I.10", "I.1")


def test_details_of_one_code_mean_the_same_everywhere() -> None:
    seen: dict[str, tuple[str, str, bool]] = {}
    for kind in kinds():
        for detail in kind.details:
            meaning = (detail.label, detail.unit, detail.number)
            assert seen.setdefault(detail.code, meaning) == meaning


def test_details_are_shown_with_label_and_unit() -> None:
    assert shown_details({"do_con": "29", "so_khach": "", "khac": "x"}) == [("Độ cồn", "29 % vol")]


@pytest.mark.django_db
def test_alcohol_needs_its_strength_its_warning_and_a_lot() -> None:
    wine = Category.objects.add_root({"name": "Đồ uống có cồn khác", "slug": "do-uong-co-con-khac", "code": "II.1b"})

    def missing(**changes: object) -> set[str]:
        listing = draft(category=wine.slug, **changes)
        return {item.field for item in completeness(listing, today=timezone.localdate()).missing}

    assert missing() == {"warning", "lot_code", "details.do_con"}
    lot = {"lot_code": "R-01", "lot_produced_on": "1/9/2026", "lot_quantity": "90"}
    assert missing(**lot, warning="Người dưới 18 tuổi không uống", details={"do_con": "120"}) == {"details.do_con"}
    assert missing(**lot, warning="Người dưới 18 tuổi không uống", details={"do_con": "29"}) == set()
