"""Nobody reaches what is another's: every address, everybody, both tenants' identifiers."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.security.asking import ask, patterns
from tests.security.matrix import ROWS
from tests.security.row import TENANT_KINDS, Row
from tests.security.world import World

pytestmark = pytest.mark.django_db  # has the database made; the world is there before each test's transaction

by_name = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)


def expected(row: Row, kind: str, tenant: str) -> set[object]:
    """Return what this person may get for an address with identifiers of tenant A."""
    if kind not in row.who:
        return {row.refused_visitor if kind == "visitor" else row.refused}
    if tenant == "B" and row.other is not None and kind in TENANT_KINDS:
        return {row.other}
    return set(row.answer) if isinstance(row.answer, tuple) else {row.answer}


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    rows = [row.name for row in ROWS]
    assert sorted(set(rows)) == sorted(rows)
    assert set(rows) == set(patterns())


@by_name
def test_everybody_gets_what_the_row_says(row: Row, world: World) -> None:
    """With A's identifiers: the status; nothing private of the other tenant; nothing written that may not be."""
    wrong = []
    for kind, tenant, client in world.actors():
        answer, fitting = ask(client, row, world.a), expected(row, kind, tenant)
        if answer.status not in fitting:
            wrong.append(f"{kind} {tenant}: {answer.status}, not {fitting}")
        wrong += [
            f"{kind} {tenant}: sees {canary}" for canary in _foreign(world, kind, tenant) if canary in answer.body
        ]
        if answer.written and not _may_write(row, kind, tenant, answer.written):
            wrong.append(f"{kind} {tenant}: {answer.status} wrote {sorted(answer.written)}")
    assert wrong == []


def _foreign(world: World, kind: str, tenant: str) -> list[str]:
    """Return the canaries this person must never see."""
    if kind == "visitor":
        return [world.a.canary, world.b.canary]
    return {"A": [world.b.canary], "B": [world.a.canary]}.get(tenant, [])


def _may_write(row: Row, kind: str, tenant: str, written: frozenset[str]) -> bool:
    if is_refused(row, kind, tenant):
        return False
    return row.method == "post" or written <= set(row.writes)


def is_refused(row: Row, kind: str, tenant: str) -> bool:
    """Return whether this person may not have tenant A's thing."""
    return kind not in row.who or (tenant == "B" and row.other is not None and kind in TENANT_KINDS)


@by_name
def test_no_other_method_changes_anything(row: Row, world: World) -> None:
    """Refused people change nothing by any method, the others nothing by methods a page does not know."""
    changed = []
    for kind, tenant, client in world.actors():
        refused = is_refused(row, kind, tenant)
        if kind not in ({"visitor", "buyer", "committee", *row.who} if refused else {row.who[0]}):
            continue  # these stand for everybody who has no business here, and one for everybody who has
        for method in ("post", "put", "delete") if refused else ("put", "delete"):
            answer = ask(client, row, world.a, method=method)
            if answer.written:
                changed.append(f"{kind} {tenant} {method}: {answer.status} wrote {sorted(answer.written)}")
    assert changed == []


@by_name
def test_a_form_without_its_token_is_refused(row: Row, world: World) -> None:
    for client in (world.clients["admin"], world.a.clients["owner"]):
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = client.cookies
        answer = ask(strict, row, world.a, method="post")
        assert (answer.status, answer.written) == (row.without_token, frozenset())


@pytest.mark.parametrize("row", [row for row in ROWS if row.name.startswith("backoffice:")], ids=lambda row: row.name)
def test_the_office_stays_closed_without_the_second_factor(row: Row, world: World) -> None:
    answer = ask(world.half_signed_in, row, world.a)
    assert (answer.status, answer.written) == (302, frozenset())
    assert "/tai-khoan/hai-lop/?next=" in answer.body


def test_every_private_address_has_a_door() -> None:
    """Views of ours that are not for everybody are decorated; sign-in pages are allauth's own."""
    public = {row.name for row in ROWS if "visitor" in row.who or row.refused_visitor == 404}
    without = [
        name
        for name, pattern in patterns().items()
        if name not in public and not name.startswith(("account_", "mfa_")) and not hasattr(pattern.callback, "door")
    ]
    assert without == []
