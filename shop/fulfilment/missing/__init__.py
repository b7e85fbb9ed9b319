"""Parcels nobody can find: a case each, with the last holder, a deadline and an outcome."""
