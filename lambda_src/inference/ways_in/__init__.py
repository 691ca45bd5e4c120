"""How requests reach an invoker, one module per way."""
