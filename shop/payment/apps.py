from oscar.core.application import OscarConfig


class PaymentConfig(OscarConfig):
    name = "shop.payment"
    default = True  # OscarConfig itself stands in this module too
    label = "payment"
