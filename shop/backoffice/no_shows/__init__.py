"""Buyers who did not come, and the rule that asks for prepayment."""
