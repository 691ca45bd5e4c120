"""How much each hop carries."""
