"""The basket of a request, opened only when somebody looks at it."""

from __future__ import annotations

from oscar.apps.basket.middleware import BasketMiddleware as OscarBasketMiddleware


class BasketMiddleware(OscarBasketMiddleware):
    """Oscar's middleware: lazy basket, signed cookie."""
