from oscar.core.application import OscarConfig


class CheckoutConfig(OscarConfig):
    name = "shop.checkout"
    default = True  # OscarConfig itself stands in this module too
    label = "checkout"
