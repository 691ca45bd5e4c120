"""Which metrics there are, in which unit, and what goes by them."""
