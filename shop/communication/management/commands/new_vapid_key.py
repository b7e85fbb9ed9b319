"""Make the key of web push."""

import base64
from typing import Any

from django.core.management.base import BaseCommand
from py_vapid import Vapid


class Command(BaseCommand):
    """Print a new private key for VAPID_PRIVATE_KEY; browsers have to subscribe anew when it changes."""

    help = "Print a new private key for VAPID_PRIVATE_KEY (web push). Browsers subscribe anew when it changes."

    def handle(self, *args: Any, **options: Any) -> None:
        key = Vapid()
        key.generate_keys()
        number = key.private_key.private_numbers().private_value
        self.stdout.write(base64.urlsafe_b64encode(number.to_bytes(32, "big")).rstrip(b"=").decode())
