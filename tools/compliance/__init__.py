"""Counts what cdk-nag and checkov find in the same stack of several libraries: `make compliance`."""
