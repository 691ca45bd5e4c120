"""The results of asynchronous endpoints as events."""
