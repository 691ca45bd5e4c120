"""The invoker of real-time and serverless endpoints."""
