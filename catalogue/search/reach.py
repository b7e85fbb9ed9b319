"""Communes that delivery runs reach, asked of the room that plans runs at the moment of a search.

Runs take goods of every seller, so a commune that is reached is reached by all goods, and indexing that for each of
them would mean indexing everything again whenever a run closes. Goods that only some run carries list their
communes in their documents instead.
"""

from collections.abc import Callable
from dataclasses import replace

from catalogue.search.protocol import SearchQuery

Reached = Callable[[tuple[str, ...]], bool]

_asked: list[Reached] = []


def register(reached: Reached) -> None:
    """reached(codes): whether a run open for orders now goes to one of these communes."""
    _asked[:] = [reached]


def apply(query: SearchQuery) -> SearchQuery:
    """Return the query without its communes when a run that takes all goods goes to one of them."""
    if query.communes and any(reached(query.communes) for reached in _asked):
        return replace(query, communes=())
    return query
