"""Scaling, and the alarms that it goes by."""
