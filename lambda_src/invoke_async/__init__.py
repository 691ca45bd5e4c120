"""The invoker of asynchronous endpoints."""
