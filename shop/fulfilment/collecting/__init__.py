"""Buyers who come late or not at all: more time at the point, no-shows, and when prepayment is asked."""
