from django.apps import AppConfig


class ConnectConfig(AppConfig):
    name = "shop.payment.connect"
    label = "connect"

    def ready(self) -> None:
        from sellers.payouts.routes import register
        from shop.payment.connect.route import ConnectRoute

        register(ConnectRoute())
