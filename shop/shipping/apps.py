from oscar.core.application import OscarConfig


class ShippingConfig(OscarConfig):
    name = "shop.shipping"
    default = True  # OscarConfig itself stands in this module too
    label = "shipping"

    def ready(self) -> None:
        super().ready()
        from shop.shipping.search_reach import contribute

        contribute()
