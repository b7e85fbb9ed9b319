"""Stock moves: held when ordered, given back when cancelled, taken out when handed over.

`num_in_stock` is what the seller has, `num_allocated` what orders hold of it. The product's card follows in the same
transaction. Callers lock the rows first (`lock`), always by primary key, so that two orders cannot deadlock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import connection

from sellers.models import StockRecord
from sellers.movements.models import MovementKind
from sellers.movements.why import because, forget_why, why

Quantities = Mapping[int, int]  # stock record id -> quantity


class NotEnoughStock(Exception):
    """A guarded change touched fewer rows than asked: somebody else has the goods."""


def lock(ids: Iterable[int]) -> dict[int, StockRecord]:
    """Lock stock records by primary key and return them fresh, with product and seller."""
    rows = StockRecord.objects.select_for_update(of=("self",), no_key=True).select_related("product", "partner")
    return {record.pk: record for record in rows.filter(pk__in=set(ids)).order_by("pk")}


def hold(quantities: Quantities, *, reference: str = "") -> None:
    """Take quantities for an order. Raises NotEnoughStock when any of them is not there."""
    _change(
        quantities,
        kind=MovementKind.ORDER,
        reference=reference,
        set_to="num_allocated = COALESCE(s.num_allocated, 0) + moved.quantity",
        only_if="s.num_in_stock >= COALESCE(s.num_allocated, 0) + moved.quantity",
    )


def release(quantities: Quantities, *, kind: str = MovementKind.RELEASED, reference: str = "") -> None:
    """Give held quantities back to the shelf."""
    _change(
        quantities,
        kind=kind,
        reference=reference,
        set_to="num_allocated = s.num_allocated - moved.quantity",
        only_if="s.num_allocated >= moved.quantity",
    )


def consume(quantities: Quantities, *, kind: str = MovementKind.DELIVERED, reference: str = "") -> None:
    """Take held quantities out of stock for good: the buyer has them."""
    _change(
        quantities,
        kind=kind,
        reference=reference,
        set_to="num_allocated = s.num_allocated - moved.quantity, num_in_stock = s.num_in_stock - moved.quantity",
        only_if="s.num_allocated >= moved.quantity",
    )


def consume_all(taken: Mapping[str, Quantities]) -> None:
    """Consume for many orders at once (reference -> quantities), each with its own line in the history of stock.

    The callers locked the rows. One round trip for any number.
    """
    moved = [(reference, sorted(quantities.items())) for reference, quantities in taken.items() if quantities]
    if not moved:
        return
    rows = [
        (why(MovementKind.DELIVERED, reference=reference), [pk for pk, _ in units], [number for _, number in units])
        for reference, units in moved
    ]
    with connection.cursor() as cursor:
        cursor.executemany(CONSUME_FOR, rows)
        left = sum(len(units) for _, units in moved) - cursor.rowcount
        if left:
            raise NotEnoughStock(f"{left} stock records refused")
    forget_why()
    refresh_stock_cards({pk for quantities in taken.values() for pk in quantities})


def put_back(quantities: Quantities, *, reference: str = "") -> None:
    """Undo `consume`: the goods are there again and still held for their order."""
    _change(
        quantities,
        kind=MovementKind.UNDONE,
        reference=reference,
        set_to="num_allocated = COALESCE(s.num_allocated, 0) + moved.quantity, "
        "num_in_stock = s.num_in_stock + moved.quantity",
        only_if="s.num_in_stock IS NOT NULL",
    )


def take_in(quantities: Quantities, *, kind: str, reference: str = "") -> None:
    """Put units on the shelf that had left it."""
    _change(
        quantities,
        kind=kind,
        reference=reference,
        set_to="num_in_stock = s.num_in_stock + moved.quantity",
        only_if="s.num_in_stock IS NOT NULL",
    )


def _change(quantities: Quantities, *, kind: str, reference: str, set_to: str, only_if: str) -> None:
    if not quantities:
        return
    ids, amounts = zip(*sorted(quantities.items()), strict=True)
    statement = f"""
        UPDATE partner_stockrecord AS s SET {set_to}, version = s.version + 1, date_updated = now()
        FROM unnest(%s::bigint[], %s::int[]) AS moved (id, quantity) WHERE s.id = moved.id AND {only_if}
        RETURNING s.product_id
    """  # noqa: S608  the two clauses are the constants above
    with because(kind, reference=reference), connection.cursor() as cursor:
        cursor.execute(statement, [list(ids), list(amounts)])
        products = [row[0] for row in cursor.fetchall()]
        if len(products) != len(ids):
            raise NotEnoughStock(f"{len(ids) - len(products)} of {len(ids)} stock records refused")
    refresh_cards(products)


def refresh_stock_cards(record_ids: Iterable[int]) -> None:
    """The same by stock records."""
    refresh_cards(StockRecord.objects.filter(pk__in=record_ids).values_list("product", flat=True))


def refresh_cards(product_ids: Iterable[int]) -> None:
    """Bring the cards of goods up to date with their stock, and those of the goods whose packings they are.

    A good's card counts all its packings: what is left of any, the lowest price. The cards are locked before they are
    counted, by primary key, for two orders may take different packings of the same goods at once.
    Call inside a transaction. The database notices the change of the card and queues it for the search index.
    """
    with connection.cursor() as cursor:
        cursor.execute(LOCK_CARDS, {"ids": list(product_ids)})
        cursor.execute(REFRESH_CARDS, {"ids": [row[0] for row in cursor.fetchall()]})


CONSUME_FOR = """
    WITH why AS MATERIALIZED (SELECT set_config('market.stock_why', %s, true))
    UPDATE partner_stockrecord AS s
    SET num_allocated = s.num_allocated - moved.quantity, num_in_stock = s.num_in_stock - moved.quantity,
        version = s.version + 1, date_updated = now()
    FROM why, unnest(%s::bigint[], %s::int[]) AS moved (id, quantity)
    WHERE s.id = moved.id AND s.num_allocated >= moved.quantity
"""
LOCK_CARDS = """
    SELECT id FROM catalogue_product
    WHERE id = ANY(%(ids)s) OR id IN (SELECT parent_id FROM catalogue_product WHERE id = ANY(%(ids)s))
    ORDER BY id FOR NO KEY UPDATE
"""
REFRESH_CARDS = """
    WITH packing AS (
        SELECT id AS card, id FROM catalogue_product WHERE id = ANY(%(ids)s)
        UNION ALL
        SELECT parent_id AS card, id FROM catalogue_product WHERE parent_id = ANY(%(ids)s) AND is_public
    ), counted AS (
        SELECT packing.card, min(s.price)::bigint AS lowest, min(s.price) < max(s.price) AS varies,
               sum(GREATEST(0, s.num_in_stock - COALESCE(s.num_allocated, 0)))::int AS available
        FROM packing JOIN partner_stockrecord AS s ON s.product_id = packing.id
        GROUP BY packing.card
    )
    UPDATE catalogue_product AS p
    SET available = counted.available, price_vnd = counted.lowest, price_varies = counted.varies
    FROM counted
    WHERE p.id = counted.card AND (p.available, p.price_vnd, p.price_varies)
        IS DISTINCT FROM (counted.available, counted.lowest, counted.varies)
"""
