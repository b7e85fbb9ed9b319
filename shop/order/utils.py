"""Oscar's seam for writing orders: in whole parts, with few queries, and never more stock than there is."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from oscar.apps.basket.abstract_models import AbstractBasket
from oscar.apps.order.signals import order_placed
from oscar.apps.order.utils import OrderCreator as OscarOrderCreator
from oscar.apps.order.utils import OrderDispatcher

from sellers import stock
from shop.order.domain.numbers import new_number
from shop.order.domain.split import Item, Part, quantities
from shop.order.enums import SellerOrderState
from shop.order.models import Line, Order, SellerOrder, SellerOrderEvent


class OrderNumberGenerator:
    """Numbers that tell nothing about other orders."""

    def order_number(self, basket: AbstractBasket | None) -> str:
        return new_number(at=timezone.now())


class OrderCreator(OscarOrderCreator):
    """Writes an order with its seller orders. The caller holds the locks and the transaction."""

    def place_order(
        self,
        basket: AbstractBasket,
        total: Any,
        shipping_method: Any,
        shipping_charge: Any,
        *,
        parts: Sequence[Part],
        placed_at: datetime.datetime,
        user: Any = None,
        order_number: str = "",
        **order_fields: Any,
    ) -> Order:
        """Write the order, its parts, lines and first events, and hold the stock.

        Raises sellers.stock.NotEnoughStock.
        """
        order = self.create_order_model(
            user,
            basket,
            None,
            shipping_method,
            shipping_charge,
            None,
            total,
            order_number or OrderNumberGenerator().order_number(basket),
            SellerOrderState.PLACED,
            date_placed=placed_at,
            **order_fields,
        )
        seller_orders = self.create_seller_orders(order, parts, placed_at)
        self.create_lines(order, parts, seller_orders)
        self.update_stock_records(parts, order.number)
        order_placed.send(sender=self, order=order, user=user)
        return order

    def create_seller_orders(
        self, order: Order, parts: Sequence[Part], placed_at: datetime.datetime
    ) -> list[SellerOrder]:
        """Write one seller order per part, numbered "CP-26-000123-1", with the first step of its history."""
        seller_orders = SellerOrder.objects.bulk_create(
            SellerOrder(
                order=order,
                seller=part.seller,
                number=f"{order.number}-{position}",
                run_stop_id=part.run_stop_id,
                goods_vnd=part.goods_vnd,
                delivery_vnd=part.delivery_vnd,
                discount_vnd=part.discount_vnd,
                platform_discount_vnd=part.borne.platform_vnd,
                sponsor_discount_vnd=part.borne.sponsor_vnd,
                sponsor_id=part.sponsor_id if part.borne.sponsor_vnd else None,
                commission_base=part.commission_base,
                commission_vnd=part.commission_vnd,
                commission_basis_points=part.commission_basis_points,
                run_fee_vnd=part.run_fee_vnd,
                point_fee_vnd=part.point_fee_vnd,
                weight_g=part.weight_g,
                created_at=placed_at,
            )
            for position, part in enumerate(parts, start=1)
        )
        SellerOrderEvent.objects.bulk_create(
            SellerOrderEvent(
                seller_order=seller_order, to_state=SellerOrderState.PLACED, actor_id=order.user_id, at=placed_at
            )
            for seller_order in seller_orders
        )
        return seller_orders

    def create_lines(self, order: Order, parts: Sequence[Part], seller_orders: Sequence[SellerOrder]) -> None:
        """Write all lines in one statement. Oscar's rows per line for prices, attributes and discounts stay empty:
        a line has one price, no options, and its share of a voucher stands in `discount_vnd`."""
        Line.objects.bulk_create(
            self.line(order, seller_order, item, part.rate_by_product.get(item.record.product_id, 0))
            for part, seller_order in zip(parts, seller_orders, strict=True)
            for item in part.items
        )

    def line(self, order: Order, seller_order: SellerOrder, item: Item, basis_points: int) -> Line:
        """Return the unsaved line of one item, names, prices and the commission's rate copied, so that later changes
        do not touch it."""
        product, seller = item.record.product, item.record.partner
        return Line(
            order=order,
            seller_order=seller_order,
            partner=seller,
            partner_name=seller.name,
            partner_sku=item.record.partner_sku,
            stockrecord=item.record,
            product=product,
            title=product.title,
            upc=product.upc,
            unit=product.unit,
            weight_g=product.weight_g,
            commission_basis_points=basis_points,
            quantity=item.quantity,
            num_allocated=item.quantity,
            unit_price_incl_tax=item.price_vnd,
            unit_price_excl_tax=item.price_vnd,
            line_price_incl_tax=item.amount_vnd,
            line_price_excl_tax=item.amount_vnd,
            line_price_before_discounts_incl_tax=item.amount_vnd,
            line_price_before_discounts_excl_tax=item.amount_vnd,
            discount_vnd=item.discount_vnd,
        )

    def update_stock_records(self, parts: Sequence[Part], number: str) -> None:
        """Hold the stock of all parts. Raises sellers.stock.NotEnoughStock when one of them is not there."""
        stock.hold(quantities(item for part in parts for item in part.items), reference=number)


__all__ = ["OrderCreator", "OrderDispatcher", "OrderNumberGenerator"]
