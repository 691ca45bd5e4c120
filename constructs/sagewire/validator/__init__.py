"""The validator: what cannot work in a template, told before it is deployed."""

from sagewire.validator.finding import Acknowledged, Failure, Finding, Hop, PathSummary, Report
from sagewire.validator.severity import Severity

__all__ = ["Acknowledged", "Failure", "Finding", "Hop", "PathSummary", "Report", "Severity"]
