"""Days on which a seller sends nothing."""
