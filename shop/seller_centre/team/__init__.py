"""People who work for a seller: invited, listed, given another role, let go."""
