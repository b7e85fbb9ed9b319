"""What the office tells the search reaches every process within a second."""

import pytest

from catalogue.search import curated, synonyms
from catalogue.search.analysis import tokens
from catalogue.search.models import CuratedVersion, SynonymGroup
from tests.factories.search import first_synonyms

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def groups() -> None:
    first_synonyms()


def same_as(text):
    [(_, same)] = synonyms.load().split(tokens(text))
    return {" ".join(words) for words in same}


def test_the_groups_begin_as_those_of_the_file():
    stored = {row.words: (row.is_ambiguous, row.note) for row in SynonymGroup.objects.all()}
    file = {", ".join(group.entries): (group.ambiguous, group.note) for group in synonyms.groups_of_file()}
    assert stored == file
    assert stored["trà, chè"][0]
    assert not stored["heo, lợn"][0]


def test_an_edited_group_is_in_force_at_the_next_look():
    curated.keep_up()
    SynonymGroup.objects.filter(words="heo, lợn").update(words="heo, lợn, ủn ỉn")
    curated.keep_up()
    assert same_as("heo") == {"lợn"}
    curated.look_now()
    curated.keep_up()
    assert same_as("heo") == {"lợn", "ủn ỉn"}


def test_a_removed_group_is_forgotten():
    SynonymGroup.objects.filter(words="heo, lợn").delete()
    curated.keep_up()
    assert same_as("heo") == set()


def test_an_empty_table_stands_for_the_file():
    SynonymGroup.objects.all().delete()
    curated.keep_up()
    assert same_as("heo") == {"lợn"}


def test_looking_costs_one_query_a_second_and_reading_only_after_a_change(django_assert_num_queries):
    with django_assert_num_queries(3):
        curated.keep_up()
    with django_assert_num_queries(0):
        curated.keep_up()
    curated.look_now()
    with django_assert_num_queries(1):
        curated.keep_up()


def test_every_change_gives_another_number():
    numbers = [CuratedVersion.objects.get().version]
    SynonymGroup.objects.create(words="một, hai")
    numbers.append(CuratedVersion.objects.get().version)
    SynonymGroup.objects.filter(words="một, hai").update(note="x")
    numbers.append(CuratedVersion.objects.get().version)
    SynonymGroup.objects.filter(words="một, hai").delete()
    numbers.append(CuratedVersion.objects.get().version)
    assert len(set(numbers)) == 4


def test_an_ambiguous_group_weighs_less():
    known = synonyms.Synonyms(["heo,lợn", "mũ,nón ~ nón ở Bắc là nón lá"])
    assert known.boost(tuple(tokens("heo"))) == synonyms.BOOST
    assert known.boost(tuple(tokens("mũ"))) == synonyms.AMBIGUOUS_BOOST
