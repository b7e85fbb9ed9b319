"""Search on the embedded engine over invented goods made from the 500 real names: CPU per call, build, update.

SEARCH_GOODS=1000000 for the size the targets are stated for (default 100,000).
"""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from catalogue.search.engines.tantivy import TantivyEngine
from catalogue.search.protocol import ProductDocument, SearchQuery
from tests.catalogue.search.corpus import ocop_documents, slug

GOODS = int(os.environ.get("SEARCH_GOODS", "100000"))
SELLERS = 8_000
ROUNDS = 5

NARROW = ["rong nho", "tỏi đen cô đơn", "yen sao", "nho ninh thuan", "mat ong rung"]
BROAD = ["trà", "nước mắm", "banh", "san pham", "dac san"]
TYPOS = ["nuocmam", "banhtrang", "sấu riêg", "mật ongg", "chà xanh"]
BEGUN = ["n", "nướ", "nuoc m", "kh", "banh tr"]


def run() -> None:
    with tempfile.TemporaryDirectory() as folder:
        engine = TantivyEngine(Path(folder))
        _built(engine)
        choice = {"provinces": ("khanh-hoa",), "stars": (4,)}
        _measured("narrow", NARROW, lambda text: _search(engine, text))
        _measured("narrow, filtered", NARROW, lambda text: _search(engine, text, **choice))
        _measured("broad", BROAD, lambda text: _search(engine, text))
        _measured("broad, filtered", BROAD, lambda text: _search(engine, text, **choice))
        _measured("everything", [""], lambda text: _search(engine, text))
        _measured("slips", TYPOS, lambda text: _search(engine, text))
        _measured("suggest", BEGUN, engine.suggest)
        one = next(_invented(1))
        _measured("index one good and see it", [""], lambda _: (engine.index([one]), engine.refresh(), engine.stats()))


def _built(engine: TantivyEngine) -> None:
    cpu, wall = time.process_time(), time.perf_counter()
    engine.rebuild(_invented(GOODS))
    size = sum(file.stat().st_size for file in engine.reader.generation().path.iterdir())
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    print(f"{GOODS} goods: built in {wall:.0f} s ({cpu:.0f} s CPU), {size / 1e6:.0f} MB")


def _invented(count: int) -> Iterator[ProductDocument]:
    real, chosen = ocop_documents(), random.Random(1)
    for number in range(1, count + 1):
        base, other = real[number % len(real)], chosen.choice(real)
        seller = f"{base.seller_name} {chosen.randrange(SELLERS // len(real))}"
        yield replace(
            base,
            id=number,
            name=f"{base.name} {other.name.split()[0]} {chosen.randrange(1000)}",
            seller_name=seller,
            seller_slug=slug(seller),
            description=f"Sản phẩm đặc sản, làm từ {other.name} và {chosen.choice(real).name}",
            price_vnd=chosen.randrange(10, 900) * 1000,
        )


def _search(engine: TantivyEngine, text: str, **filters: object) -> None:
    engine.forget_results()
    engine.search(SearchQuery(text=text, **filters))  # type: ignore[arg-type]


def _measured(title: str, texts: list[str], call: Callable[[str], object]) -> None:
    for text in texts:  # what is read once per index
        call(text)
    spent = []
    for text in texts * ROUNDS:
        started = time.process_time()
        call(text)
        spent.append((time.process_time() - started) * 1000)
    spent.sort()
    print(f"{title:28} p50 {spent[len(spent) // 2]:7.2f} ms   p95 {spent[int(len(spent) * 0.95)]:7.2f} ms CPU")
