"""Settlement and payouts, by finance."""
