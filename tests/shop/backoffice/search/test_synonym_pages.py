"""Words that mean the same, edited in the office."""

import pytest
from django.urls import reverse

from catalogue.search.models import SynonymGroup
from catalogue.search.protocol import SearchQuery
from catalogue.search.queries import search
from shop.accounts.enums import Role
from shop.audit.models import AuditEvent
from tests.factories.goods import stocked_product
from tests.factories.people import GrantFactory
from tests.factories.search import first_synonyms
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer():
    first_synonyms()
    return sign_in(GrantFactory(role=Role.REVIEWER).user)


def test_a_group_added_finds_the_other_word_s_goods_at_once_and_is_recorded(reviewer, search_index):
    product = stocked_product(title="Bông lau phơi khô")
    search_index.drain()
    assert search(SearchQuery(text="chít khô")).ids == []
    answer = reviewer.post(reverse("backoffice:synonyms"), {"words": "Chít,  bông LAU", "note": "chổi"})
    assert answer.status_code == 302
    assert search(SearchQuery(text="chít")).ids == [product.pk]
    event = AuditEvent.objects.get()
    assert (event.action, event.details["what"]) == ("synonyms.added", "chít, bông lau")


def test_a_group_is_changed_and_removed(reviewer):
    group = SynonymGroup.objects.get(words="heo, lợn")
    address = reverse("backoffice:synonym", args=[group.pk])
    assert "heo, lợn" in reviewer.get(address).content.decode()
    assert reviewer.post(address, {"words": "heo, lợn, ỉn", "is_ambiguous": "on"}).status_code == 302
    group.refresh_from_db()
    assert (group.words, group.is_ambiguous) == ("heo, lợn, ỉn", True)
    assert reviewer.post(reverse("backoffice:remove_synonym", args=[group.pk])).status_code == 302
    assert not SynonymGroup.objects.filter(pk=group.pk).exists()
    assert list(AuditEvent.objects.values_list("action", flat=True)) == ["synonyms.changed", "synonyms.removed"]


@pytest.mark.parametrize("words", ["", "heo", "heo, HEO", "heo, …", "heo, lợn", "một hai ba bốn năm sáu bảy, heo"])
def test_what_is_no_group_is_refused_and_kept_in_the_form(reviewer, words):
    count = SynonymGroup.objects.count()
    answer = reviewer.post(reverse("backoffice:synonyms"), {"words": words})
    assert (answer.status_code, SynonymGroup.objects.count()) == (422, count)
    assert words in answer.content.decode()


def test_groups_are_found_by_a_word_and_a_word_begins_a_new_one(reviewer):
    page = reviewer.get(reverse("backoffice:synonyms"), {"q": "lợn", "tu": "chít"}).content.decode()
    assert "heo, lợn" in page
    assert "trà, chè" not in page
    assert 'value="chít, "' in page
