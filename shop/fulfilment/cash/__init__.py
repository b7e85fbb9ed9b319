"""Cash after the hand-over: drawers counted, money passed on point → driver → treasury, limits."""
