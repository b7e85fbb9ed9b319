from oscar.core.application import OscarConfig


class ReviewsConfig(OscarConfig):
    name = "catalogue.reviews"
    default = True  # OscarConfig itself stands in this module too
    label = "reviews"
