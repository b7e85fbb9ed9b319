"""Which index serves, which is being built, which came before: by aliases, moved in one step.

    chophien-3f2a91c0-20261123t170501-4f2a     an index: name, fingerprint of fields and analysis, time
    chophien-3f2a91c0                          alias: the one that serves
    chophien-3f2a91c0-building                 alias, only while a rebuild runs: writers write to it too
    chophien-3f2a91c0-previous                 alias: kept for going back

A new version of the code with other fields has another fingerprint, so it builds its own index while processes of the
version before go on with theirs.
"""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from catalogue.search.engines.elasticsearch import goods
from catalogue.search.engines.elasticsearch.server import Server
from catalogue.search.protocol import NoPrevious

STAMP = "%Y%m%dt%H%M%S"
# Long enough that a version of a deleted good is still known when a slow rebuild writes an older one.
DELETES_KNOWN_FOR = "1h"
LOADING = {"number_of_shards": 1, "number_of_replicas": 0, "refresh_interval": "-1", "gc_deletes": DELETES_KNOWN_FOR}
# Said outright: an index left at the default stops refreshing when nobody has searched for half a minute.
SERVING = {"refresh_interval": "1s", "auto_expand_replicas": "0-1"}


class Indices:
    def __init__(self, server: Server) -> None:
        self.server = server
        self.current = f"{server.name}-{goods.fingerprint()}"
        self.building = f"{self.current}-building"
        self.previous = f"{self.current}-previous"

    @contextmanager
    def new(self) -> Iterator[str]:
        """Give the name of a new index that changes are written to from now on; it is removed if the block fails."""
        client = self.server.writer()
        name = f"{self.current}-{datetime.now(UTC).strftime(STAMP)}-{secrets.token_hex(2)}"
        definition = goods.definition()
        client.indices.create(
            index=name, settings=definition["settings"] | {"index": LOADING}, mappings=definition["mappings"]
        )
        try:
            # One that a killed rebuild left behind would take writes for ever.
            left = [{"remove": {"index": index, "alias": self.building}} for index in self._of(self.building)]
            client.indices.update_aliases(actions=[*left, {"add": {"index": name, "alias": self.building}}])
            yield name
        except BaseException:
            client.indices.delete(index=name, ignore_unavailable=True)
            raise

    def serve(self, name: str) -> None:
        """Make name the index that serves, keep the one before it, remove what is older."""
        client = self.server.writer()
        before = self._of(self.current)
        actions: list[dict[str, Any]] = [
            {"remove": {"index": name, "alias": self.building}},
            {"add": {"index": name, "alias": self.current}},
        ]
        actions += [{"remove": {"index": index, "alias": self.current}} for index in before]
        if before:
            actions += [{"remove": {"index": index, "alias": self.previous}} for index in self._of(self.previous)]
            actions += [{"add": {"index": index, "alias": self.previous}} for index in before]
        client.indices.update_aliases(actions=actions)
        self._prune(name)

    def go_back(self) -> None:
        """Exchange the index that serves and the one before it. Raises NoPrevious."""
        serving, kept = self.serving(), self.kept()
        if serving is None or kept is None:
            raise NoPrevious(f"no index {self.previous}")
        moves = [(kept, self.previous, self.current), (serving, self.current, self.previous)]
        actions: list[dict[str, Any]] = []
        for index, old, new in moves:
            actions += [{"remove": {"index": index, "alias": old}}, {"add": {"index": index, "alias": new}}]
        self.server.writer().indices.update_aliases(actions=actions)

    def serving(self) -> str | None:
        return next(iter(self._of(self.current)), None)

    def kept(self) -> str | None:
        return next(iter(self._of(self.previous)), None)

    def being_built(self) -> str | None:
        return next(iter(self._of(self.building)), None)

    def _of(self, alias: str) -> list[str]:
        return sorted(self._all(alias))

    def _all(self, alias: str = "*") -> dict[str, set[str]]:
        """Our indexes that have this alias, by name, with all their aliases."""
        held = self.server.writer().indices.get_alias(index=f"{self.server.name}-*", ignore_unavailable=True)
        ours = re.compile(rf"{re.escape(self.server.name)}-[0-9a-f]{{8}}-\d{{8}}t\d{{6}}-[0-9a-f]{{4}}")
        found = {name: set(index["aliases"]) for name, index in held.items() if ours.fullmatch(name)}
        return {name: aliases for name, aliases in found.items() if alias == "*" or alias in aliases}

    def _prune(self, serving: str) -> None:
        """What another version of the code serves from stays until this version has an index to go back to."""
        held = self._all()
        kept = {serving, *self._of(self.previous)}
        if len(kept) == 1:
            kept |= {name for name, aliases in held.items() if name.rsplit("-", 2)[0] in aliases}
        for name in held.keys() - kept:
            self.server.writer().indices.delete(index=name, ignore_unavailable=True)


def built_at(name: str) -> datetime:
    """Return when the building of this index began, from its name."""
    return datetime.strptime(name.split("-")[-2], STAMP).replace(tzinfo=UTC)
