"""The negative control: the same server with locks and guards taken away, as stock Oscar has it.

Stock is read, looked at and written back; slots are counted without a lock on the stop.
"""
# ruff: noqa: I001  the server sets Django up before models can be imported

import time
from collections.abc import Iterable, Mapping

from tests.concurrency.server import application

from sellers import stock
from sellers.models import StockRecord
from shop.shipping.domain import room
from shop.shipping.models import RunStop

PAUSE_S = 0.02


def read(ids: Iterable[int]) -> dict[int, StockRecord]:
    return {record.pk: record for record in StockRecord.objects.select_related("product", "partner").filter(pk__in=ids)}


def write_back(quantities: Mapping[int, int], *, reference: str) -> None:
    for pk, quantity in quantities.items():
        held = StockRecord.objects.get(pk=pk).num_allocated
        time.sleep(PAUSE_S)
        StockRecord.objects.filter(pk=pk).update(num_allocated=held + quantity)


def stops_without_lock(*, first_id: int, later_ids: Iterable[int] = (), now: object) -> dict[int, RunStop]:
    return RunStop.objects.select_related("run", "point").in_bulk([first_id, *later_ids])


stock.lock, stock.hold, room.lock_stops = read, write_back, stops_without_lock

__all__ = ["application"]
