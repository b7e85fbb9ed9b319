"""Values that stand in addresses."""

from enum import StrEnum


class Mark(StrEnum):
    """What a good may be marked as; the value stands in addresses."""

    OCOP = "ocop"
    VIETNAMESE = "hang-viet"
    SPECIALITY = "dac-thu"
