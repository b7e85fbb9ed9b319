from oscar.core.application import OscarConfig


class ShippingConfig(OscarConfig):
    name = "shop.shipping"
    default = True  # OscarConfig itself stands in this module too
    label = "shipping"
