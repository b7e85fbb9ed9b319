"""The widths in pixels that pages ask pictures for."""

WIDTHS = (480, 960)
CARD_WIDTH = 480


def shown_widths(width: int) -> tuple[int, ...]:
    """Return the widths of WIDTHS that differ for an original this wide: what is not enlarged is made once."""
    return tuple(other for at, other in enumerate(WIDTHS) if at == 0 or width > WIDTHS[at - 1])
