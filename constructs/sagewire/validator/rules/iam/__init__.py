"""Permissions and secrets."""
