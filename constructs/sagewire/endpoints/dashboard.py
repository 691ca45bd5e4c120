"""What is looked at when an endpoint is looked at: traffic, errors, latency, capacity, resources, alarms."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from sagewire.endpoints.alarms import EndpointAlarms

if TYPE_CHECKING:
    from sagewire.endpoints.metrics import EndpointMetrics


class EndpointDashboard(EndpointAlarms):
    """A dashboard, made when it is asked for."""

    _dashboard: cloudwatch.Dashboard | None = None

    @property
    def dashboard(self) -> cloudwatch.Dashboard:
        """The endpoint's dashboard, with its alarms, also those that are added later."""
        if self._dashboard is None:
            dashboard = cloudwatch.Dashboard(cast("Construct", self), "Dashboard")
            dashboard.add_widgets(*dashboard_widgets(self))
            self._dashboard = dashboard
        return self._dashboard

    def _keep_alarms(self, alarms: Sequence[cloudwatch.Alarm]) -> None:
        super()._keep_alarms(alarms)
        if self._dashboard is not None and alarms:
            from sagewire.endpoints.graphs import alarm_states  # noqa: PLC0415 - few endpoints have a dashboard

            self._dashboard.add_widgets(alarm_states(alarms))


def dashboard_widgets(endpoint: EndpointDashboard) -> list[cloudwatch.IWidget]:
    """The widgets of an endpoint, or of an inference component, for a dashboard of your own.

    They are the state of the alarms that there are by now, and graphs of what its kind publishes: times in
    milliseconds, counts by the minute, one line for each variant.
    """
    from sagewire.endpoints.graphs import alarm_states, graphs_of  # noqa: PLC0415 - few endpoints have a dashboard

    graphs = graphs_of(cast("EndpointMetrics", endpoint).metric_source)
    return [alarm_states(endpoint.alarms), *graphs] if endpoint.alarms else graphs
