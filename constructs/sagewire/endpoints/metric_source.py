"""From a name in the table of published metrics to a metric of CDK, for whoever publishes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict, Unpack

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch

from sagewire.arguments import check_period
from sagewire.pseudo import is_token
from sagewire.published_metrics import (
    COMPONENT_NAME,
    ENDPOINT_NAME,
    VARIANT_NAME,
    PublishedMetric,
    published_metric,
)


class MetricOptions(TypedDict, total=False):
    """What each metric method takes, as in CDK.

    statistic: instead of the one that its docstring names, such as "Maximum" or "p99".
    period: 5 minutes if not given; SageMaker publishes each minute.
    unit: read only data of this unit. AWS advises against it, since data of another unit silently go unread.
    account, region: instead of those of the endpoint.
    """

    statistic: str
    period: Duration
    label: str
    color: str
    unit: cloudwatch.Unit
    account: str
    region: str


class VariantMetricOptions(MetricOptions, total=False):
    """The same, and the variant; an endpoint's only variant need not be named."""

    variant_name: str | None


@dataclass(frozen=True, kw_only=True)
class MetricSource:
    """Who publishes metrics: an endpoint, or an inference component.

    publisher: as the table of published metrics calls it.
    noun: as a message calls it.
    shadow_name: a variant that is measured as well, but is looked at only when it is named.
    account, region: where its metrics are, where that is known at synth.
    """

    publisher: str
    noun: str
    endpoint_name: str | None = None
    variant_names: Sequence[str] = ()
    shadow_name: str | None = None
    component_name: str | None = None
    account: str | None = None
    region: str | None = None

    def published(self, name: str) -> PublishedMetric:
        """The metric as the table has it; ValueError for one that is never published here."""
        return published_metric(self.publisher, name, noun=self.noun)

    def metric(self, name: str, **options: Unpack[VariantMetricOptions]) -> cloudwatch.Metric:
        """The metric as CDK has it.

        Raises:
            ValueError: For a metric that is never published here, or a variant that is missing or not here.
        """
        published = self.published(name)
        check_period("period", options.get("period"))
        return cloudwatch.Metric(
            namespace=published.namespace,
            metric_name=name,
            dimensions_map=self._dimensions(published, options.get("variant_name")),
            statistic=options.get("statistic", published.statistic),
            period=options.get("period"),
            label=options.get("label"),
            color=options.get("color"),
            unit=options.get("unit"),
            account=options.get("account", self.account),
            region=options.get("region", self.region),
        )

    def _dimensions(self, published: PublishedMetric, variant_name: str | None) -> dict[str, str]:
        values = {ENDPOINT_NAME: self.endpoint_name, COMPONENT_NAME: self.component_name}
        if VARIANT_NAME in published.dimensions:
            values[VARIANT_NAME] = self._variant(variant_name)
        elif variant_name is not None:
            raise ValueError(
                f"variant_name is {variant_name!r}, but {published.name} has the dimension"
                f" {', '.join(published.dimensions)} only; leave the variant out ({published.source})"
            )
        return {name: value for name in published.dimensions if (value := values[name]) is not None}

    def _variant(self, name: str | None) -> str:
        known = ", ".join(self.variant_names)
        if name is None:
            if len(self.variant_names) == 1:
                return self.variant_names[0]
            raise ValueError(f"variant_name is missing; name one of this endpoint's: {known or 'none is known here'}")
        if not self.variant_names or name in (*self.variant_names, self.shadow_name) or is_token(name):
            return name
        raise ValueError(f"variant_name is {name!r}; allowed are {known}")


def where_known(value: str) -> str | None:
    """An account or a region, None where it is that of whichever stack asks."""
    return None if is_token(value) else value
