from oscar.core.application import OscarConfig


class SellersConfig(OscarConfig):
    name = "sellers"
    default = True  # OscarConfig itself stands in this module too
    label = "partner"

    def ready(self) -> None:
        super().ready()
        from sellers.search_fields import contribute

        contribute()
