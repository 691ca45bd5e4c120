"""Breaks code in many small ways, and counts how many of them a test sees."""
