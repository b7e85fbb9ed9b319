from oscar.core.application import OscarConfig


class CustomerConfig(OscarConfig):
    name = "shop.customer"
    default = True  # OscarConfig itself stands in this module too
    label = "customer"
