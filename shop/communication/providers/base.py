"""What a provider of messages must do."""

from typing import Protocol

from shop.communication.models import Message


class Provider(Protocol):
    """Sends one message; raises DeliveryFailed when it was not taken, so that the job tries again."""

    def send(self, message: Message) -> None: ...


class DeliveryFailed(Exception):
    """The provider did not take the message."""
