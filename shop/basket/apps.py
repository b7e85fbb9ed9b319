from oscar.core.application import OscarConfig


class BasketConfig(OscarConfig):
    name = "shop.basket"
    default = True  # OscarConfig itself stands in this module too
    label = "basket"
