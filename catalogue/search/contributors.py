"""Rooms above the catalogue hand down what the index needs from them, without being imported.

    contributors.register("sellers", seller_fields)    # in the app's ready()

A contributor takes product ids and returns, for each id it knows, ProductDocument fields by name.
It is called once for some hundred ids, so it must cost a fixed number of queries. HIDDEN: True keeps a product
out of the index (a seller who may not sell, for instance).
"""

from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import Any

from catalogue.search.protocol import ProductDocument

Contributor = Callable[[Sequence[int]], dict[int, dict[str, Any]]]

HIDDEN = "hidden"
FIELDS = {field.name for field in fields(ProductDocument)} - {"id", "version"} | {HIDDEN}

_contributors: dict[str, Contributor] = {}


class UnknownField(Exception):
    """A contributor returned a name that ProductDocument does not have."""


def register(name: str, contribute: Contributor) -> None:
    """Registering a name again replaces it. Later names win over earlier ones for the same field."""
    _contributors[name] = contribute


def unregister(name: str) -> None:
    _contributors.pop(name, None)


def contribute_all(product_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return the fields of all contributors by product id.

    Raises UnknownField, naming the contributor.
    """
    gathered: dict[int, dict[str, Any]] = {product_id: {} for product_id in product_ids}
    for name, contribute in _contributors.items():
        for product_id, values in contribute(product_ids).items():
            unknown = values.keys() - FIELDS
            if unknown:
                raise UnknownField(f"{name}: {', '.join(sorted(unknown))}")
            if product_id in gathered:
                gathered[product_id].update(values)
    return gathered
