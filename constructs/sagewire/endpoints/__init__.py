"""The kinds of SageMaker endpoint."""
