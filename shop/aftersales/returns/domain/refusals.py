"""What is refused about returns; each text is a Vietnamese sentence that says what to do."""

from shop.fulfilment.domain.refusal import Refused


class NotReturnable(Refused):
    """Nothing of the part can be returned, or not any more."""


class WrongRequest(Refused):
    """Lines, reason, words or pictures of a request are not as they have to be."""


class NotYourTurn(Refused):
    """The request is not where this act leads on."""


class WrongAnswer(Refused):
    """An answer lacks words, or an amount is out of range."""


class OwnCase(Refused):
    """Somebody who works for the seller may not decide about the seller."""


class NotEnoughCash(Refused):
    """The drawer does not hold what is to be given back."""


class UnknownCode(Refused):
    """No request of these points has this code."""
