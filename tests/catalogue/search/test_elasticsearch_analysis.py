"""Lucene makes the same words of a text as Python does, on a real node."""

import random
import unicodedata

import pytest
from elasticsearch import Elasticsearch

from catalogue.search.analysis import RULES, compose, tokens
from catalogue.search.engines.elasticsearch import goods
from catalogue.search.fields import about
from catalogue.search.tree import pairs
from tests.catalogue.search.corpus import ocop_documents

pytestmark = pytest.mark.elasticsearch

LETTERS = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"
APART = " -,.;:!?/()\n\t'\"_+&%…–—“”·•😀\x00"
FOREIGN = "fjwzçéèêëïîôöüßæøåñšžłđðþœıİŒÅÆØ漢字カナ한국абвгджёйαβγάέ¼²³Ⅷ１２Ａｂ٣"
TEXTS = 6_000
AT_ONCE = 500
SEPARATOR = " zzendzz "


@pytest.fixture(scope="module")
def index(elasticsearch_node, new_search_url):
    """An index with the analysers, and a client for it."""
    client = Elasticsearch(elasticsearch_node, request_timeout=60)
    name = new_search_url().rpartition("/")[2]
    client.indices.create(index=name, **goods.definition())
    # The node refuses to give more than 10 000 words at once unless told.
    client.indices.put_settings(index=name, settings={"index.analyze.max_token_count": 1_000_000})
    return client, name


@pytest.fixture(scope="module")
def lucene(index):
    """What a Lucene analyser makes of texts: a list of words for each."""
    client, name = index

    def analyse(analyser: str, texts: list[str]) -> list[list[str]]:
        made: list[list[str]] = []
        for start in range(0, len(texts), AT_ONCE):
            joined = SEPARATOR.join(texts[start : start + AT_ONCE])
            answer = client.indices.analyze(index=name, analyzer=analyser, text=joined)
            words: list[str] = []
            for token in answer["tokens"]:
                if token["token"] == SEPARATOR.strip():
                    made.append(words)
                    words = []
                else:
                    words.append(token["token"])
            made.append(words)
        return made

    return analyse


def invented(count: int, alphabet: str) -> list[str]:
    """Texts in every composition, case and order of marks; the same ones in every run."""
    chosen = random.Random(20261123)
    texts = []
    for _ in range(count):
        text = "".join(chosen.choice(alphabet) for _ in range(chosen.randrange(1, 40)))
        form = chosen.choice(["NFC", "NFD", "NFC", "shuffled"])
        text = _shuffled(text, chosen) if form == "shuffled" else unicodedata.normalize(form, text)
        texts.append(chosen.choice([text, text.upper(), text.title()]))
    return texts


def _shuffled(text: str, chosen: random.Random) -> str:
    """Marks of one letter in another order, as some keyboards type them."""
    letters = []
    for letter in unicodedata.normalize("NFC", text):
        base, *marks = unicodedata.normalize("NFD", letter)
        chosen.shuffle(marks)
        letters.append(base + "".join(marks))
    return "".join(letters)


def differences(analyse, texts):
    """The texts that come out otherwise, with both ways: as typed they must agree on marks and without."""
    pairs_of_words = zip(texts, analyse("exact", texts), analyse("folded", texts), strict=True)
    return [
        (text, exact, folded, tokens(text))
        for text, exact, folded in pairs_of_words
        if exact != [token.exact for token in tokens(text)] or folded != [token.folded for token in tokens(text)]
    ]


def test_all_real_names_and_descriptions_come_out_alike(lucene):
    texts = [text for good in ocop_documents() for text in (good.name, about(good))]
    assert len(texts) == 1000
    assert differences(lucene, texts) == []


def test_every_rule_comes_out_alike(lucene):
    texts = [old for rules in ("compose", "move", "y2i") for old in RULES[rules]]
    assert differences(lucene, texts) == []


def test_vietnamese_in_every_form_comes_out_alike_without_help(lucene):
    texts = invented(TEXTS, LETTERS + LETTERS.upper() + "0123456789" + APART)
    assert differences(lucene, texts) == []


def test_other_scripts_come_out_alike_once_composed(lucene):
    """As they are sent: the server has no NFKC of its own."""
    texts = [compose(text) for text in invented(TEXTS, LETTERS + FOREIGN + APART)]
    assert differences(lucene, texts) == []


def test_endless_words_are_cut_alike(lucene):
    texts = ["x" * 300, "ộ" * 300, "a" * 39 + "đđ"]
    assert differences(lucene, texts) == []


def test_neighbours_come_out_alike(lucene):
    names = [good.name for good in ocop_documents()[:100]]
    for name in names:
        (made,) = lucene("pairs", [name])
        (together,) = lucene("together", [name])
        expected = pairs([token.folded for token in tokens(name)])
        assert made == expected
        assert together == [pair.replace("_", "") for pair in expected]


def test_a_document_fills_the_fields_that_the_index_has():
    fields = set(goods.definition()["mappings"]["properties"])
    assert {field for good in ocop_documents() for field in goods.source(good)} <= fields
