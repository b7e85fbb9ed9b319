from oscar.core.application import OscarConfig


class OrderConfig(OscarConfig):
    name = "shop.order"
    default = True  # OscarConfig itself stands in this module too
    label = "order"
