"""A buyer gives goods back: asks, is answered, sends them back, gets the money."""
