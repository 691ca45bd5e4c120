"""Batch transform: a model run over the objects below a prefix, on demand, for events or on a schedule."""
