"""Writing while others read: freshness, rebuilding, locks, broken and missing indexes."""

import os
import threading
import time

import pytest

from catalogue.search.engines.tantivy import TantivyEngine, engine, folder
from catalogue.search.engines.tantivy.folder import Folder
from catalogue.search.protocol import IndexLocked, RebuildIncomplete, SearchQuery, SearchUnavailable
from tests.catalogue.search.conftest import Market
from tests.catalogue.search.corpus import START, document


@pytest.fixture
def market(tmp_path):
    """A function that builds an embedded index of the given documents."""
    return lambda *documents: Market(TantivyEngine(tmp_path / "index"), list(documents))


def ids(reader: TantivyEngine, text: str = "") -> set[int]:
    return set(reader.search(SearchQuery(text=text)).ids)


def folders(root) -> list:
    return [path for path in root.glob("v*-*") if path.is_dir()]


def test_reading_without_an_index_says_so(tmp_path):
    nothing = TantivyEngine(tmp_path / "nowhere")
    for read in (
        lambda: nothing.search(SearchQuery()),
        lambda: nothing.suggest("a"),
        nothing.stats,
    ):
        with pytest.raises(SearchUnavailable):
            read()
    with pytest.raises(SearchUnavailable):
        nothing.index([document(1, "Nho")])


def test_an_index_built_for_other_fields_is_not_read(tmp_path, monkeypatch):
    TantivyEngine(tmp_path).rebuild(iter([document(1, "Nho")]))
    monkeypatch.setattr(folder, "VERSION", 999)
    with pytest.raises(SearchUnavailable):
        TantivyEngine(tmp_path).search(SearchQuery())


def test_an_index_can_be_built_after_a_reader_found_none(tmp_path):
    reader = TantivyEngine(tmp_path)
    with pytest.raises(SearchUnavailable):
        reader.search(SearchQuery())
    TantivyEngine(tmp_path).rebuild(iter([document(1, "Nho")]))
    assert ids(reader) == {1}


def test_another_reader_sees_a_write_soon(tmp_path):
    writer, reader = TantivyEngine(tmp_path), TantivyEngine(tmp_path)
    writer.rebuild(iter([document(1, "Nho")]))
    assert ids(reader) == {1}
    started = time.monotonic()
    writer.index([document(2, "Táo")])
    while ids(reader) != {1, 2}:
        assert time.monotonic() - started < 15, "never seen"
        time.sleep(0.05)


def test_a_product_is_replaced_not_doubled(market):
    goods = market(document(1, "Nho"), document(2, "Táo"))
    goods.add(document(1, "Nho khô"))
    assert goods.names("nho") == ["Nho khô"]
    assert goods.engine.stats().documents == 2


def test_deleted_products_are_gone(market):
    goods = market(document(1, "Nho"), document(2, "Táo"))
    goods.engine.delete([1, 99])
    goods.engine.refresh()
    assert ids(goods.engine) == {2}


def test_a_rebuild_keeps_serving_the_old_index_until_it_is_whole(market):
    goods = market(document(1, "Nho"))

    def slowly():
        yield document(2, "Táo")
        goods.engine.refresh()
        assert ids(goods.engine) == {1}
        yield document(3, "Ổi")

    assert goods.engine.rebuild(slowly()) == 2
    assert ids(goods.engine) == {2, 3}


def test_a_failed_rebuild_leaves_the_old_index(market, tmp_path):
    goods = market(document(1, "Nho"))

    def failing():
        yield document(2, "Táo")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        goods.engine.rebuild(failing())
    goods.engine.refresh()
    assert ids(goods.engine) == {1}
    assert len(folders(goods.engine.folder.root)) == 1


def test_a_rebuild_that_lost_goods_is_refused(market, monkeypatch):
    goods = market(document(1, "Nho"))
    monkeypatch.setattr(engine, "count_documents", lambda index: 1)
    with pytest.raises(RebuildIncomplete):
        goods.engine.rebuild(iter([document(1, "Nho"), document(2, "Táo")]))
    goods.engine.refresh()
    assert ids(goods.engine) == {1}


def test_changes_during_a_rebuild_are_in_the_new_index(market):
    goods = market(document(1, "Nho"), document(2, "Táo"), document(3, "Ổi"))
    other = TantivyEngine(goods.engine.folder.root)

    def interrupted():
        yield document(1, "Nho")
        yield document(2, "Táo")
        other.index([document(1, "Nho khô"), document(4, "Mít")])
        other.delete([2])
        yield document(3, "Ổi")

    goods.engine.rebuild(interrupted())
    assert ids(goods.engine) == {1, 3, 4}
    assert ids(goods.engine, "khô") == {1}


def test_the_index_before_is_kept_and_older_ones_removed(market):
    goods = market(document(1, "Nho"))
    for _ in range(3):
        goods.engine.rebuild(iter([document(1, "Nho")]))
    stats = goods.engine.stats()
    assert {str(path) for path in folders(goods.engine.folder.root)} == {
        stats.path,
        stats.previous,
    }


def test_only_one_rebuild_runs_at_a_time(market):
    goods = market(document(1, "Nho"))

    def second():
        with pytest.raises(IndexLocked):
            TantivyEngine(goods.engine.folder.root).rebuild(iter([]))
        yield document(1, "Nho")

    assert goods.engine.rebuild(second()) == 1


def test_a_killed_rebuild_does_not_hinder_writing(market):
    goods = market(document(1, "Nho"))
    left = goods.engine.folder.root / "v1-20200101T000000-dead"
    left.mkdir()
    (goods.engine.folder.root / "building").symlink_to(left.name)
    goods.add(document(2, "Táo"))
    assert ids(goods.engine) == {1, 2}
    assert not goods.engine.folder.journal.exists()
    goods.engine.rebuild(iter([document(1, "Nho")]))
    assert not left.exists()


def test_writers_wait_for_each_other(market):
    goods = market()
    engines = [TantivyEngine(goods.engine.folder.root) for _ in range(4)]
    threads = [
        threading.Thread(target=engine.index, args=([document(number, f"Nho {number}")],))
        for number, engine in enumerate(engines)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    goods.engine.refresh()
    assert ids(goods.engine) == {0, 1, 2, 3}


def test_a_writer_gives_up_when_the_lock_is_never_free(market, monkeypatch):
    goods = market(document(1, "Nho"))
    monkeypatch.setattr(folder, "WRITE_PATIENCE_SECONDS", 0.1)
    with Folder(goods.engine.folder.root).writing(), pytest.raises(IndexLocked):
        goods.engine.index([document(2, "Táo")])


def test_many_threads_read_while_one_writes(market):
    goods = market(document(1, "Nho"))
    wrong = []

    def read():
        for _ in range(60):
            if 1 not in ids(goods.engine, "nho"):
                wrong.append(1)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(2, 8):
        goods.engine.index([document(number, f"Nho {number}")])
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_forked_process_opens_the_index_itself(market):
    goods = market(document(1, "Nho"))
    assert ids(goods.engine) == {1}
    child = os.fork()
    if child == 0:
        os._exit(0 if ids(goods.engine, "nho") == {1} else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_progress_is_told(tmp_path):
    told = []
    TantivyEngine(tmp_path).rebuild((document(n, f"Nho {n}") for n in range(1200)), told.append)
    assert told == [500, 1000, 1200]


def test_months_communes_and_dates_survive_the_journal(tmp_path):
    change = document(1, "Nho", months=[1], communes=["22846"], published_at=START)
    assert folder._load(folder._dump(change)) == change
