"""What happens to an endpoint, as rules on the account's default event bus."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

from aws_cdk import aws_events as events

from sagewire.arguments import check_rule
from sagewire.event_types import ENDPOINT_DEPLOYMENT_STATE_CHANGE, ENDPOINT_STATE_CHANGE, EVENT_STATUSES, SOURCE
from sagewire.pseudo import is_token

if TYPE_CHECKING:
    from sagewire.endpoints.endpoint import Endpoint


class EndpointStateChanges:
    """Rules on what SageMaker says of one endpoint.

    SageMaker may send an event several times, or not at all; who receives it asks DescribeEndpoint what is the case.
    An update that failed and was rolled back ends in IN_SERVICE as well, with a FailureReason.
    https://docs.aws.amazon.com/sagemaker/latest/dg/automating-sagemaker-with-eventbridge.html
    """

    def on_state_change(
        self,
        id: str,
        *,
        statuses: Sequence[str] | None = None,
        target: events.IRuleTarget | None = None,
        description: str | None = None,
        rule_name: str | None = None,
    ) -> events.Rule:
        """A rule on the endpoint's status.

        Args:
            id: The rule's id below the endpoint.
            statuses: Those that are told, such as "IN_SERVICE" and "FAILED", or as the API has them, "InService";
                all of them if not given.
            target: Where the events go; more can be added to the rule.
            description: What the rule is for.
            rule_name: A fixed name; None lets CloudFormation name it.

        Raises:
            ValueError: For a status that SageMaker does not have, or no status at all.
        """
        check_rule(rule_name=rule_name, description=description)
        detail = {} if statuses is None else {"EndpointStatus": _event_statuses(statuses)}
        rule = events.Rule(
            cast("Endpoint", self),
            id,
            rule_name=rule_name,
            description=description,
            event_pattern=self._pattern(ENDPOINT_STATE_CHANGE, detail),
        )
        return _sent_to(rule, target)

    def on_deployment_state_change(
        self,
        id: str,
        *,
        target: events.IRuleTarget | None = None,
        description: str | None = None,
        rule_name: str | None = None,
    ) -> events.Rule:
        """A rule on each step of a rollout: instances launched, traffic moved, baking, instances terminated.

        AWS says that these events may not come for endpoints that deployment guardrails exclude.

        Args:
            id: The rule's id below the endpoint.
            target: Where the events go; more can be added to the rule.
            description: What the rule is for.
            rule_name: A fixed name; None lets CloudFormation name it.
        """
        check_rule(rule_name=rule_name, description=description)
        rule = events.Rule(
            cast("Endpoint", self),
            id,
            rule_name=rule_name,
            description=description,
            event_pattern=self._pattern(ENDPOINT_DEPLOYMENT_STATE_CHANGE, {}),
        )
        return _sent_to(rule, target)

    def _pattern(self, detail_type: str, detail: Mapping[str, list[str]]) -> events.EventPattern:
        endpoint = cast("Endpoint", self)
        environment = endpoint.env
        return events.EventPattern(
            source=[SOURCE],
            detail_type=[detail_type],
            # Another account that may put events onto this bus has endpoints of the same name, or makes one.
            account=[environment.account],
            region=[environment.region],
            detail={"EndpointName": [endpoint.endpoint_name], **detail},
        )


def _sent_to(rule: events.Rule, target: events.IRuleTarget | None) -> events.Rule:
    if target is not None:
        rule.add_target(target)
    return rule


def _event_statuses(statuses: Sequence[str]) -> list[str]:
    if isinstance(statuses, str) or not statuses:
        raise ValueError(f"statuses is {statuses!r}; give a list such as ['IN_SERVICE', 'FAILED'], or leave it out")
    return [_event_status(status) for status in statuses]


def _event_status(status: str) -> str:
    written = EVENT_STATUSES.get(status, status)
    if written not in EVENT_STATUSES.values() and not is_token(status):
        raise ValueError(f"status {status!r} is unknown; allowed are {', '.join(EVENT_STATUSES.values())}")
    return written
