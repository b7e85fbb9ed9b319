"""Any number of invented goods made from the demo market's 500 real names, the same ones in every run."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

from catalogue.search.protocol import ProductDocument
from tests.catalogue.search.corpus import ocop_documents, slug

SELLERS = 8_000


def invented(count: int) -> Iterator[ProductDocument]:
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
