"""What MiniStack does not do as AWS does, on the ways into and out of a function; each gap in a file of its own."""

from sagewire.local.gaps import (
    api_addresses,
    api_permissions,
    client_contexts,
    connections,
    event_sources,
    events_of_rules,
    log_metrics,
    mapping_templates,
    notifications,
    public_parameters,
    route_responses,
    schedule_inputs,
    table_expiry,
    web_socket_routes,
)


def install() -> None:
    """Close them all; `seams.check` has passed."""
    for gap in (
        api_addresses,
        api_permissions,
        client_contexts,
        connections,
        event_sources,
        events_of_rules,
        log_metrics,
        mapping_templates,
        notifications,
        public_parameters,
        route_responses,
        schedule_inputs,
        table_expiry,
        web_socket_routes,
    ):
        gap.install()
