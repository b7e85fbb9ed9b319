"""What the handling of cash refuses."""

from shop.fulfilment.domain.refusal import Refused


class ReasonMissing(Refused):
    """A difference needs a reason before it is written down."""


class NotEnough(Refused):
    """More is handed over than the ledger says the giver holds."""


class NotYours(Refused):
    """Somebody acts for a point or takes money that is not theirs to handle."""


class AlreadyDone(Refused):
    """The hand-over was confirmed, cancelled or settled before."""


class TooMuchHeld(Refused):
    """The taker would hold more than the limit allows."""
