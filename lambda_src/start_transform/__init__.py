"""Starts batch transform jobs: on demand, for events, on a schedule."""
