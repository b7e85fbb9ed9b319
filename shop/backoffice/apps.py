from oscar.core.application import OscarConfig


class BackofficeConfig(OscarConfig):
    name = "shop.backoffice"
    default = True  # OscarConfig itself stands in this module too
    label = "dashboard"

    def ready(self) -> None:
        """Gather what waits for approval; each kind is one source."""
        from shop.backoffice import queue
        from shop.backoffice.application_queue import ApplicationSource
        from shop.backoffice.listings.source import ListingSource
        from shop.backoffice.paper_queue import PaperSource
        from shop.backoffice.runs.point_queue import PointSource
        from shop.backoffice.shopfronts.source import ShopFrontSource

        super().ready()
        queue.register(ApplicationSource())
        queue.register(ListingSource())
        queue.register(ShopFrontSource())
        queue.register(PaperSource())
        queue.register(PointSource())
