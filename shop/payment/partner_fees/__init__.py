"""What the licensed partner takes for collecting buyers' money (COLLECTS_MONEY=partner)."""
