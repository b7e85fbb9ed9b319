from django.apps import AppConfig


class StorefrontConfig(AppConfig):
    name = "shop.storefront"
    label = "storefront"

    def ready(self) -> None:
        from shop.storefront import addresses, signals

        signals.connect()
        addresses.connect()
