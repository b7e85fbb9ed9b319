"""Paying sellers by Stripe Connect, beside the bank's file: onboarding, transfers, reversals. Off unless switched on.

Whether Stripe opens accounts for businesses in Viet Nam was not verified; the switch stays off until somebody knows.
"""
