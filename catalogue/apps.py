from oscar.core.application import OscarConfig


class CatalogueConfig(OscarConfig):
    name = "catalogue"
    default = True  # OscarConfig itself stands in this module too
    label = "catalogue"
