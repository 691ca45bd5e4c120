"""How much at once."""
