"""`make run`: every step from an empty folder to a running market, and back."""
