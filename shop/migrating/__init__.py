"""How migrations are applied: Django's way, in a fraction of the time."""
