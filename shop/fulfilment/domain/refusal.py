"""The base of everything the road and the counter refuse."""


class Refused(Exception):
    """An act that is not allowed now. Its text is a Vietnamese sentence that says what to do."""
