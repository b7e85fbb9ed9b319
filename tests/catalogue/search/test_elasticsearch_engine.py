"""Writing while others read, on a real node: versions, rebuilding, aliases, a server that is away."""

import os
import threading
import time

import pytest
from elasticsearch import Elasticsearch

from catalogue.search.engines.elasticsearch import ElasticsearchEngine, goods, server, writing
from catalogue.search.engines.elasticsearch.writing import WriteRefused
from catalogue.search.protocol import RebuildIncomplete, SearchQuery, SearchUnavailable
from tests.catalogue.search.conftest import NOBODY_LISTENS, Market
from tests.catalogue.search.corpus import document

pytestmark = pytest.mark.elasticsearch


@pytest.fixture
def market(search_url):
    """A function that builds an index of the given documents on the server."""
    return lambda *documents: Market(ElasticsearchEngine(search_url), list(documents))


@pytest.fixture
def indexes(search_url):
    """The names of this test's indexes on the server, with their aliases."""
    address, _, name = search_url.rpartition("/")
    client = Elasticsearch(address)
    return lambda: {
        index: set(told["aliases"]) for index, told in client.indices.get_alias(index=f"{name}-*").body.items()
    }


def ids(reader, text=""):
    return set(reader.search(SearchQuery(text=text)).ids)


def test_reading_without_an_index_says_so(search_url):
    nothing = ElasticsearchEngine(search_url)
    for read in (lambda: nothing.search(SearchQuery()), lambda: nothing.suggest("a"), nothing.stats, nothing.digests):
        with pytest.raises(SearchUnavailable, match="search rebuild"):
            read()
    for write in (lambda: nothing.index([document(1, "Nho")]), lambda: nothing.delete([1])):
        with pytest.raises(SearchUnavailable, match="search rebuild"):
            write()


def test_a_server_that_is_away_is_unavailable_and_left_alone_for_a_moment(monkeypatch):
    monkeypatch.setattr(server, "LEAVE_ALONE_SECONDS", 0.5)
    away = ElasticsearchEngine(NOBODY_LISTENS)
    with pytest.raises(SearchUnavailable, match=r"127\.0\.0\.1"):
        away.search(SearchQuery(text="nho"))
    with pytest.raises(SearchUnavailable, match="a moment ago"):
        away.search(SearchQuery(text="nho"))
    with pytest.raises(SearchUnavailable):
        away.index([document(1, "Nho")])
    time.sleep(0.6)
    with pytest.raises(SearchUnavailable, match=r"127\.0\.0\.1"):
        away.search(SearchQuery(text="nho"))


def test_a_password_is_sent_and_never_shown(search_url):
    with_password = search_url.replace("http://", "http://chophien:bi-mat@")
    engine = ElasticsearchEngine(with_password)
    assert engine.server.client().transport.node_pool.get().config.headers["authorization"].startswith("Basic ")
    with pytest.raises(SearchUnavailable) as refused:
        engine.search(SearchQuery())
    assert "bi-mat" not in str(refused.value)


def test_another_reader_sees_a_write_soon(market, search_url):
    goods_ = market(document(1, "Nho"))
    reader = ElasticsearchEngine(search_url)
    started = time.monotonic()
    goods_.engine.index([document(2, "Táo")])
    while ids(reader) != {1, 2}:
        assert time.monotonic() - started < 15, "never seen"
        time.sleep(0.05)


def test_a_product_is_replaced_not_doubled_and_deleted(market):
    goods_ = market(document(1, "Nho"), document(2, "Táo"))
    goods_.add(document(1, "Nho khô"))
    assert goods_.names("nho") == ["Nho khô"]
    assert goods_.engine.stats().documents == 2
    assert goods_.engine.delete([1, 99]) == set()
    goods_.engine.refresh()
    assert ids(goods_.engine) == {2}


def test_an_older_version_is_refused_and_told(market):
    goods_ = market(document(1, "Nho", version=5), document(2, "Táo", version=5))
    assert goods_.engine.index([document(1, "Nho cũ", version=4), document(2, "Táo mới", version=6)]) == {1}
    assert goods_.engine.delete([1], version=4) == {1}
    goods_.engine.refresh()
    assert (ids(goods_.engine, "cũ"), ids(goods_.engine, "mới")) == (set(), {2})


def test_an_older_version_does_not_bring_back_what_was_deleted(market):
    goods_ = market(document(1, "Nho", version=5))
    goods_.engine.delete([1], version=6)
    assert goods_.engine.index([document(1, "Nho", version=5)]) == {1}
    goods_.engine.refresh()
    assert ids(goods_.engine) == set()


def test_a_document_that_is_refused_is_named(market, monkeypatch):
    goods_ = market(document(1, "Nho"))
    monkeypatch.setattr(goods, "source", lambda product: {"name": ["Nho"], "unheard_of": 1})
    with pytest.raises(WriteRefused, match="product 7"):
        goods_.engine.index([document(7, "Nho")])


def test_a_rebuild_keeps_serving_the_old_index_until_it_is_whole(market):
    goods_ = market(document(1, "Nho"))

    def slowly():
        yield document(2, "Táo")
        goods_.engine.refresh()
        assert ids(goods_.engine) == {1}
        yield document(3, "Ổi")

    assert goods_.engine.rebuild(slowly()) == 2
    assert ids(goods_.engine) == {2, 3}


def test_a_failed_rebuild_leaves_the_old_index(market, indexes):
    goods_ = market(document(1, "Nho"))
    before = indexes()

    def failing():
        yield document(2, "Táo")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        goods_.engine.rebuild(failing())
    goods_.engine.refresh()
    assert ids(goods_.engine) == {1}
    assert indexes() == before


def test_a_rebuild_that_lost_goods_is_refused(market, monkeypatch):
    goods_ = market(document(1, "Nho"))
    write = writing.write
    monkeypatch.setattr(writing, "write", lambda client, alias, lines: write(client, alias, list(lines)[:1]))
    with pytest.raises(RebuildIncomplete, match="2 products written, 1 in the index"):
        goods_.engine.rebuild(iter([document(1, "Nho"), document(2, "Táo")]))
    monkeypatch.undo()
    goods_.engine.refresh()
    assert ids(goods_.engine) == {1}


def test_a_rebuild_that_holds_other_goods_is_refused(market, monkeypatch):
    goods_ = market(document(1, "Nho"))
    put = writing.put
    monkeypatch.setattr(writing, "put", lambda product: put(document(product.id + 100, product.name)))
    with pytest.raises(RebuildIncomplete, match="written but not in the index"):
        goods_.engine.rebuild(iter([document(1, "Nho"), document(2, "Táo")]))


def test_changes_during_a_rebuild_are_in_the_new_index(market, search_url):
    goods_ = market(document(1, "Nho"), document(2, "Táo"), document(3, "Ổi"))
    other = ElasticsearchEngine(search_url)

    def interrupted():
        other.index([document(3, "Ổi mới", version=9)])  # newer than what the rebuild will write
        for number, name in enumerate(["Nho", "Táo", "Ổi"], start=1):
            yield document(number, name, version=1)
        for number in range(writing.AT_ONCE):  # after as many, what came before is written
            yield document(1000 + number, "Chè", version=1)
        other.index([document(1, "Nho khô", version=8), document(4, "Mít", version=8)])
        other.delete([2], version=8)
        yield document(5, "Mận", version=1)

    goods_.engine.rebuild(interrupted())
    assert {number for number in goods_.engine.digests() if number < 1000} == {1, 3, 4, 5}
    assert (ids(goods_.engine, "khô"), ids(goods_.engine, "mới")) == ({1}, {3})


def test_a_write_that_a_switch_overtakes_is_in_the_index_that_serves(market, monkeypatch):
    engine = market(document(1, "Nho")).engine
    write = writing.write

    def after_the_switch(*arguments):
        monkeypatch.undo()
        engine.indices.serve(fresh)
        return write(*arguments)

    with engine.indices.new() as fresh:
        monkeypatch.setattr(writing, "write", after_the_switch)
        engine.index([document(2, "Táo")])
    engine.refresh()
    assert engine.stats().path == fresh
    assert ids(engine) == {2}


def test_deleting_while_a_rebuild_is_given_up_leaves_no_index_in_the_way(market, monkeypatch):
    engine = market(document(1, "Nho"), document(2, "Táo")).engine
    write = writing.write

    def after_giving_up(*arguments):
        monkeypatch.undo()
        engine.server.writer().indices.delete(index=given_up)
        return write(*arguments)

    rebuild = engine.indices.new()
    given_up = rebuild.__enter__()
    monkeypatch.setattr(writing, "write", after_giving_up)
    engine.delete([1])
    engine.rebuild(iter([document(2, "Táo")]))
    assert ids(engine) == {2}
    assert engine.indices.being_built() is None


def test_the_index_before_is_kept_and_older_ones_removed(market, indexes):
    goods_ = market(document(1, "Nho"))
    for _ in range(3):
        goods_.engine.rebuild(iter([document(1, "Nho")]))
    stats = goods_.engine.stats()
    alias = goods_.engine.indices.current
    assert indexes() == {stats.path: {alias}, stats.previous: {f"{alias}-previous"}}


def test_a_killed_rebuild_hinders_neither_writing_nor_the_next(market, indexes):
    goods_ = market(document(1, "Nho"))
    killed = goods_.engine.indices.new()
    left = killed.__enter__()
    goods_.add(document(2, "Táo"))
    assert ids(goods_.engine) == {1, 2}
    goods_.engine.rebuild(iter([document(1, "Nho")]))
    assert left not in indexes()
    assert killed
    assert goods_.engine.indices.being_built() is None


def test_another_version_of_the_code_has_its_own_index_and_leaves_ours(market, search_url, monkeypatch):
    ours = market(document(1, "Nho"))
    monkeypatch.setattr(goods, "fingerprint", lambda: "0badc0de")
    theirs = ElasticsearchEngine(search_url)
    with pytest.raises(SearchUnavailable):
        theirs.search(SearchQuery())
    theirs.rebuild(iter([document(2, "Táo")]))
    assert (ids(ours.engine), ids(theirs)) == ({1}, {2})
    theirs.rebuild(iter([document(2, "Táo")]))
    with pytest.raises(SearchUnavailable):
        ours.search("nho")


def test_indexes_of_others_on_the_same_server_are_left_alone(market, search_url):
    address, _, name = search_url.rpartition("/")
    client = Elasticsearch(address)
    client.indices.create(index=f"{name}-orders")
    goods_ = market(document(1, "Nho"))
    goods_.engine.rebuild(iter([document(1, "Nho")]))
    assert client.indices.exists(index=f"{name}-orders")


def test_many_threads_read_while_one_writes(market):
    goods_ = market(document(1, "Nho"))
    wrong = []

    def read():
        for _ in range(20):
            if 1 not in ids(goods_.engine, "nho"):
                wrong.append(1)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(2, 8):
        goods_.engine.index([document(number, f"Nho {number}")])
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_forked_process_opens_its_own_connection(market):
    goods_ = market(document(1, "Nho"))
    assert ids(goods_.engine) == {1}
    child = os.fork()
    if child == 0:
        os._exit(0 if ids(goods_.engine, "nho") == {1} else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_progress_is_told(search_url):
    told = []
    ElasticsearchEngine(search_url).rebuild((document(n, f"Nho {n}") for n in range(1200)), told.append)
    assert told == [500, 1000, 1200]


def test_more_goods_than_one_page_of_digests(market, monkeypatch):
    monkeypatch.setattr("catalogue.search.engines.elasticsearch.engine.IDS_AT_ONCE", 3)
    goods_ = market(*(document(number, f"Nho {number}") for number in range(1, 9)))
    assert set(goods_.engine.digests()) == set(range(1, 9))
