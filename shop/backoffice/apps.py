from oscar.core.application import OscarConfig


class BackofficeConfig(OscarConfig):
    name = "shop.backoffice"
    default = True  # OscarConfig itself stands in this module too
    label = "dashboard"
