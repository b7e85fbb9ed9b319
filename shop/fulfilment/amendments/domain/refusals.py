"""Why a change cannot be proposed or answered; each is a sentence for the person."""

from shop.fulfilment.domain.refusal import Refused


class NotAmendable(Refused):
    """The order is packed, cancelled or left."""


class AlreadyOpen(Refused):
    """A proposal waits for its answer."""


class WrongProposal(Refused):
    """The proposal changes nothing, asks for more, or names a good that cannot replace."""


class AlreadyAnswered(Refused):
    """The proposal has its outcome."""


class SubstituteGone(Refused):
    """The good that was to replace is sold out."""


class NoRoom(Refused):
    """The run cannot carry the greater weight."""
