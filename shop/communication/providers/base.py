"""What a provider of messages must do."""

from typing import Protocol

from shop.communication.models import Message


class Provider(Protocol):
    """Sends one message. Raises DeliveryFailed when it was not taken this time, Undeliverable when it never will be.

    A message may be handed over twice when a process dies between sending and noting it, so its key goes along
    wherever the service knows such a thing.
    """

    def send(self, message: Message) -> None: ...


class DeliveryFailed(Exception):
    """The provider did not take the message."""


class Undeliverable(Exception):
    """The provider will never take this message: the number or the device is unknown, or it has no template."""
