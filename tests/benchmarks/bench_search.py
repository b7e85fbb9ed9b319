"""Search over invented goods: both engines where there, beside LIKE and PostgreSQL's full text search.

    make bench-search ARGS="--sizes 10000,100000,1000000"

Wall clock of one call as a page makes it (24 hits, total, six counts), one caller at a time. Times differ between
machines and with what else they do, so read the ratios: everything is measured in the same run. Plain SQL is measured
up to 100,000 goods (--sql-up-to); what is slow is asked less often, so that one kind takes about 10 s at most beyond
its first round. Nothing is asserted; the aims at 1,000,000 goods are printed beside the figures of that size.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from django.db import transaction
from django.test.utils import setup_databases

from catalogue.search.engines.elasticsearch import ElasticsearchEngine
from catalogue.search.engines.elasticsearch import server as elasticsearch_server
from catalogue.search.engines.tantivy import TantivyEngine
from catalogue.search.protocol import Engine, SearchQuery, Sort
from tests.benchmarks import plain_sql
from tests.benchmarks.invented_goods import invented
from tests.nodes import elasticsearch as node

SIZES = "10000,100000"
SQL_UP_TO = 100_000
ROUNDS = 20
ENOUGH_SECONDS = 10.0
PATIENCE_SECONDS = 120.0

NARROW = ["rong nho", "tỏi đen cô đơn", "yen sao", "nho ninh thuan", "mat ong rung"]
BROAD = ["trà", "nước mắm", "banh", "san pham", "dac san"]
TYPOS = ["nuocmam", "banhtrang", "sấu riêg", "mật ongg", "chà xanh"]
BEGUN = ["n", "nướ", "nuoc m", "kh", "banh tr"]
CHOICE = {"provinces": ("khanh-hoa",), "stars": (4,)}
KINDS: dict[str, list[SearchQuery]] = {
    "narrow": [SearchQuery(text=text) for text in NARROW],
    "broad": [SearchQuery(text=text) for text in BROAD],
    "facets chosen": [SearchQuery(text=text, **CHOICE) for text in [*NARROW, *BROAD]],  # type: ignore[arg-type]
    "price sort": [SearchQuery(text=text, sort=Sort.PRICE_UP) for text in [*NARROW, *BROAD]],
    "typo": [SearchQuery(text=text) for text in TYPOS],
}

# Aims in milliseconds (p50, p95) at 1,000,000 goods; None where there is none.
AIMS: dict[str, dict[str, tuple[float | None, float]]] = {
    "tantivy": {
        "narrow": (12, 35),
        "broad": (None, 45),
        "facets chosen": (12, 35),
        "typo": (None, 25),
        "suggest": (None, 2),
    },
    "Elasticsearch": {
        "narrow": (15, 45),
        "broad": (None, 100),
        "facets chosen": (15, 45),
        "typo": (None, 40),
        "suggest": (None, 10),
    },
}
AIMED_AT = 1_000_000

Times = list[float]  # milliseconds, sorted


@dataclass
class Measured:
    name: str
    build_seconds: float
    size_mb: float
    memory_mb: float | None = None
    visible_ms: float | None = None
    times: dict[str, Times] = field(default_factory=dict)


def run(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="bench-search")
    parser.add_argument("--sizes", default=SIZES, help=f"how many goods, several by comma (default {SIZES})")
    parser.add_argument("--without", default="", help="tantivy, elasticsearch or sql, several by comma")
    parser.add_argument(
        "--sql-up-to", type=int, default=SQL_UP_TO, help=f"most goods that plain SQL is asked (default {SQL_UP_TO})"
    )
    options = parser.parse_args(arguments or [])
    left_out = set(options.without.split(","))
    before: list[Measured] = []
    with contextlib.ExitStack() as stack:
        address = None if "elasticsearch" in left_out else _node(stack)
        for size in (int(one) for one in options.sizes.split(",")):
            without = left_out | ({"sql"} if size > options.sql_up_to else set())
            now = list(_all(size, address, without))
            _show(size, now, before)
            before = now


def _all(size: int, address: str | None, without: set[str]) -> Iterator[Measured]:
    if "tantivy" not in without:
        yield _tantivy(size)
    if address:
        yield _elasticsearch(size, address)
    if "sql" not in without:
        yield from _sql(size)


def _node(stack: contextlib.ExitStack) -> str | None:
    elasticsearch_server.READ_SECONDS = PATIENCE_SECONDS
    given = os.environ.get("ELASTICSEARCH_URL")
    if given or not node.CACHE.is_dir():
        return given
    return stack.enter_context(node.used())


def _tantivy(size: int) -> Measured:
    with tempfile.TemporaryDirectory() as folder:
        engine, memory = TantivyEngine(Path(folder)), _memory_mb()
        build = _timed(lambda: engine.rebuild(invented(size)))
        bytes_held = sum(file.stat().st_size for file in engine.reader.generation().path.iterdir())
        measured = Measured("tantivy", build / 1000, bytes_held / 1e6)
        _measure(engine, measured, forget=engine.forget_results)
        measured.memory_mb = _memory_mb() - memory
    return measured


def _elasticsearch(size: int, address: str) -> Measured:
    engine = ElasticsearchEngine(f"{address}/bench-{os.getpid()}-{size}")
    client = engine.server.writer()
    try:
        build = _timed(lambda: engine.rebuild(invented(size)))
        # Or every round after the first would be answered from memory; the embedded engine forgets too.
        uncached = {"index.requests.cache.enable": False}
        client.indices.put_settings(index=engine.indices.current, settings=uncached)
        stats = client.indices.stats(index=engine.indices.current, metric="store")
        measured = Measured("Elasticsearch", build / 1000, stats["_all"]["primaries"]["store"]["size_in_bytes"] / 1e6)
        _measure(engine, measured, forget=lambda: None)
        (held,) = client.nodes.stats(metric="jvm")["nodes"].values()
        measured.memory_mb = held["jvm"]["mem"]["heap_used_in_bytes"] / 1e6
    finally:
        serving = engine.indices.serving()
        if serving:
            client.indices.delete(index=serving)
    return measured


def _measure(engine: Engine, measured: Measured, forget: Callable[[], None]) -> None:
    def search(query: SearchQuery) -> None:
        forget()
        engine.search(query)

    for kind, queries in KINDS.items():
        measured.times[kind] = _times([lambda query=query: search(query) for query in queries])
    measured.times["suggest"] = _times([lambda text=text: engine.suggest(text) for text in BEGUN])
    measured.visible_ms = _timed(lambda: _index_and_see(engine))


def _index_and_see(engine: Engine) -> None:
    """One good with a name of its own, until a search finds it."""
    one = next(invented(1))
    one.id, one.name, one.version = 10**12, "Zyxzyx", 10**12
    engine.index([one])
    while 10**12 not in engine.search(SearchQuery(text="zyxzyx")).ids:
        time.sleep(0.005)


def _sql(size: int) -> Iterator[Measured]:
    setup_databases(verbosity=0, interactive=False, keepdb=True)
    with transaction.atomic():
        build = _timed(lambda: plain_sql.load(invented(size))) / 1000
        for name, search in plain_sql.SEARCHES.items():
            measured = Measured(name, build, plain_sql.size_bytes() / 1e6)
            for kind, queries in KINDS.items():
                measured.times[kind] = _times([partial(search, query) for query in queries])
            if search is plain_sql.by_like:
                measured.times["suggest"] = _times([lambda text=text: plain_sql.begun(text) for text in BEGUN])
            yield measured
        plain_sql.drop()
        transaction.set_rollback(True)


def _times(calls: list[Callable[[], None]]) -> Times:
    """Call everything once to warm up, then in rounds until it is enough; what takes too long counts as it is."""
    first = [_timed(call) for call in calls]
    if sum(first) > ENOUGH_SECONDS * 1000:
        return sorted(first)
    times: Times = []
    enough = time.perf_counter() + ENOUGH_SECONDS
    for _ in range(ROUNDS):
        times += [_timed(call) for call in calls]
        if time.perf_counter() > enough:
            break
    return sorted(times)


def _timed(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return (time.perf_counter() - started) * 1000


def _memory_mb() -> float:
    """What this process holds, pages of files not counted."""
    told = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(told["RssAnon"].split()[0]) / 1000


def _at(times: Times, share: float) -> float:
    return times[min(len(times) - 1, int(len(times) * share))]


def _show(size: int, now: list[Measured], before: list[Measured]) -> None:
    print(f"\n{size:,} goods")
    for measured in now:
        memory = "" if measured.memory_mb is None else f", memory {measured.memory_mb:.0f} MB"
        visible = "" if measured.visible_ms is None else f", a change is found after {measured.visible_ms:.0f} ms"
        built = f"built in {measured.build_seconds:.0f} s, {measured.size_mb:.0f} MB"
        print(f"  {measured.name:22} {built}{memory}{visible}")
    print(f"  {'milliseconds':22} {'':16} {'p50':>9} {'p95':>9} {'p99':>9} {'× first':>9} {'grew':>7}")
    smaller = {measured.name: measured for measured in before}
    for kind in [*KINDS, "suggest"]:
        there = [measured for measured in now if kind in measured.times]
        for measured in there:
            times = measured.times[kind]
            ratio = _at(times, 0.5) / _at(there[0].times[kind], 0.5)
            old = smaller.get(measured.name)
            grew = f"{_at(times, 0.5) / _at(old.times[kind], 0.5):6.1f}×" if old else ""
            spread = " ".join(f"{_at(times, share):9.2f}" for share in (0.5, 0.95, 0.99))
            print(f"  {measured.name:22} {kind:16} {spread} {ratio:8.1f}× {grew:>7}{_aim(size, measured.name, kind)}")


def _aim(size: int, name: str, kind: str) -> str:
    aim = AIMS.get(name, {}).get(kind) if size >= AIMED_AT else None
    if aim is None:
        return ""
    half, most = aim
    return f"   aim {f'{half:g}/' if half else 'p95 '}{most:g}"
