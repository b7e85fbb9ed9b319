"""A page and an import write into one draft: nothing of either is lost silently."""

import pytest
from django.urls import reverse
from django.utils import timezone

from sellers.listings.domain import writing
from sellers.listings.domain.merging import marks_of, merge, next_marks
from tests.factories.listings import draft, seller_user, typed
from tests.sign_in import sign_in

SHOWN = {"name": "Tỏi đen", "usage": "Ăn liền", "weight_g": 320, "season_months": [2, 3]}


def test_each_keeps_what_only_he_changed_and_both_is_told() -> None:
    page = {**SHOWN, "weight_g": "320", "season_months": ["2", "3"], "name": "Tỏi đen Phan Rang", "usage": "Ăn sống"}
    current = {**SHOWN, "usage": "Ăn kèm cơm", "weight_g": 350}

    found = merge(typed=page, current=current, marks=marks_of(SHOWN))

    assert "weight_g" not in found.typed  # left as shown, changed by the other
    assert (found.typed["name"], found.typed["usage"]) == ("Tỏi đen Phan Rang", "Ăn sống")
    assert found.both == ["usage"]


def test_a_page_that_saves_itself_does_not_undo_later_what_it_left_before() -> None:
    current = {**SHOWN, "usage": "Ăn kèm cơm"}
    marks = next_marks(typed=SHOWN, current=current, marks=marks_of(SHOWN))

    found = merge(typed={**SHOWN, "name": "Tỏi đen một nhánh"}, current=current, marks=marks)

    assert "usage" not in found.typed and found.both == []


def test_without_marks_everything_typed_is_saved() -> None:
    assert merge(typed={"usage": ""}, current=SHOWN, marks="").typed == {"usage": ""}


@pytest.mark.django_db
def test_a_page_left_open_does_not_undo_an_import() -> None:
    listing = draft()
    client = sign_in(seller_user(listing.seller), second_factor=False)
    address = reverse("seller_centre:listing", args=[listing.pk])
    marks = client.get(address).context["marks"]
    user = seller_user(listing.seller)
    writing.save_draft(listing=listing, typed={"storage": "Ngăn mát"}, actor=user, at=timezone.now())

    answer = client.post(address, {**typed(usage="Ăn liền"), "da_thay": marks, "viec": "luu"}, follow=True)

    listing.refresh_from_db()
    assert (listing.content["storage"], listing.content["usage"]) == ("Ngăn mát", "Ăn liền")
    both = {**typed(usage="Ăn sống"), "da_thay": marks, "viec": "luu"}
    assert "Ăn liền" in str([str(message) for message in client.post(address, both, follow=True).context["messages"]])
    assert answer.status_code == 200
