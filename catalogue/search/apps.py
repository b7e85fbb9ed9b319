from django.apps import AppConfig
from django.core.signals import request_finished


class SearchConfig(AppConfig):
    name = "catalogue.search"
    label = "search_index"

    def ready(self) -> None:
        from catalogue.search.searchlog import log

        request_finished.connect(log.write_if_due, dispatch_uid="search_log")
