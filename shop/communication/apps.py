from oscar.core.application import OscarConfig


class CommunicationConfig(OscarConfig):
    name = "shop.communication"
    default = True  # OscarConfig itself stands in this module too
    label = "communication"
