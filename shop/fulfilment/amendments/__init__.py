"""Changes of a seller order between placing and leaving: what is missing, replaced, or weighs otherwise."""
