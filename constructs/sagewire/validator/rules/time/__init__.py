"""How long each hop waits."""
