"""Scaling as CloudFormation resources: the scalable target, its policies, and the alarm that ends a sleep."""

from collections.abc import Mapping
from dataclasses import dataclass

from aws_cdk import aws_applicationautoscaling as autoscaling
from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from sagewire.endpoints.capacity import COPIES, CapacityKind, TargetMetric, WakeUp
from sagewire.endpoints.scaling import Scaling, ScalingSchedule, check_targets
from sagewire.pseudo import is_token
from sagewire.published_metrics import COMPONENT_NAME, ENDPOINT_NAME, VARIANT_NAME, PublishedMetric

_Target = autoscaling.CfnScalableTarget
_Policy = autoscaling.CfnScalingPolicy


@dataclass(frozen=True, kw_only=True)
class ScalableCapacity:
    """The capacity of one variant or one component.

    The names must be taken from the resources, as `attr_endpoint_name` is: that is what makes the scaling come after
    them and go before them, whether or not the same name is known elsewhere.
    """

    kind: CapacityKind
    id: str
    names: Mapping[str, str]

    @staticmethod
    def of_variant(kind: CapacityKind, *, endpoint_name: str, variant_name: str) -> "ScalableCapacity":
        """The instances, or the provisioned concurrency, of a variant."""
        return ScalableCapacity(
            kind=kind,
            # A construct's id is fixed at synthesis, whatever the variant is called at deployment.
            id="Variant" if is_token(variant_name) else variant_name,
            names={ENDPOINT_NAME: endpoint_name, VARIANT_NAME: variant_name},
        )

    @staticmethod
    def of_component(component_name: str) -> "ScalableCapacity":
        """The copies of an inference component."""
        return ScalableCapacity(kind=COPIES, id="", names={COMPONENT_NAME: component_name})

    @property
    def resource_id(self) -> str:
        """The name that Application Auto Scaling has for it."""
        return self.kind.resource_id.format(**self.names)


def add_scaling(scope: Construct, *, target: ScalableCapacity, scaling: Scaling) -> _Target:
    """Let the capacity scale. AWS makes the role for this by itself: it is linked to the service.

    Raises ValueError for a target whose metric this kind of capacity does not publish.
    """
    check_targets(scaling, target.kind)
    scalable = _Target(
        scope,
        f"{target.id}Scaling",
        min_capacity=scaling.min_capacity,
        max_capacity=scaling.max_capacity,
        service_namespace="sagemaker",
        scalable_dimension=target.kind.dimension,
        resource_id=target.resource_id,
        scheduled_actions=[_action(schedule) for schedule in scaling.schedules] or None,
    )
    for name, value in scaling.targets.items():
        _track(scope, scalable, target, scaling, name, value)
    if target.kind.wake_up and scaling.may_reach_zero:
        _wake_up(scope, scalable, target, target.kind.wake_up)
    return scalable


def _action(schedule: ScalingSchedule) -> _Target.ScheduledActionProperty:
    return _Target.ScheduledActionProperty(
        scheduled_action_name=schedule.name,
        schedule=schedule.expression,
        timezone=schedule.time_zone,
        start_time=schedule.start,
        end_time=schedule.end,
        scalable_target_action=_Target.ScalableTargetActionProperty(
            min_capacity=schedule.min_capacity, max_capacity=schedule.max_capacity
        ),
    )


def _track(
    scope: Construct, scalable: _Target, target: ScalableCapacity, scaling: Scaling, name: str, value: float
) -> None:
    metric = target.kind.targets[name]
    label = "".join(word.capitalize() for word in name.split("_"))
    _Policy(
        scope,
        f"{target.id}{label}Policy",
        policy_name=label,
        policy_type="TargetTrackingScaling",
        scaling_target_id=scalable.ref,
        target_tracking_scaling_policy_configuration=_Policy.TargetTrackingScalingPolicyConfigurationProperty(
            target_value=_target_value(name, value, metric, scaling),
            predefined_metric_specification=_Policy.PredefinedMetricSpecificationProperty(
                predefined_metric_type=metric.predefined
            )
            if metric.predefined
            else None,
            customized_metric_specification=_customized(metric.published, target) if metric.published else None,
            scale_in_cooldown=scaling.scale_in_cooldown.to_seconds() if scaling.scale_in_cooldown else None,
            scale_out_cooldown=scaling.scale_out_cooldown.to_seconds() if scaling.scale_out_cooldown else None,
            disable_scale_in=scaling.disable_scale_in or None,
        ),
    )


def _target_value(name: str, value: float, metric: TargetMetric, scaling: Scaling) -> float:
    """The target on the metric's own scale: percent of an instance become percent of a unit, times the units."""
    if metric.summed_over is None:
        return value
    units: float = getattr(scaling, metric.summed_over)
    if is_token(value) or is_token(units):
        raise ValueError(f"{name} and {metric.summed_over} must be known at synthesis, where they are multiplied")
    return value * units


def _customized(metric: PublishedMetric, target: ScalableCapacity) -> _Policy.CustomizedMetricSpecificationProperty:
    return _Policy.CustomizedMetricSpecificationProperty(
        namespace=metric.namespace,
        metric_name=metric.name,
        statistic=metric.statistic,
        dimensions=[_Policy.MetricDimensionProperty(name=name, value=target.names[name]) for name in metric.dimensions],
    )


def _wake_up(scope: Construct, scalable: _Target, target: ScalableCapacity, wake_up: WakeUp) -> None:
    """Add one unit as soon as there is work and nothing to do it; see AWS's pages in `capacity`."""
    metric = wake_up.metric
    step = _Policy(
        scope,
        f"{target.id}WakeUpPolicy",
        policy_name="WakeUp",
        policy_type="StepScaling",
        scaling_target_id=scalable.ref,
        step_scaling_policy_configuration=_Policy.StepScalingPolicyConfigurationProperty(
            adjustment_type="ChangeInCapacity",
            cooldown=wake_up.cooldown,
            metric_aggregation_type="Maximum",
            step_adjustments=[_Policy.StepAdjustmentProperty(scaling_adjustment=1, metric_interval_lower_bound=0)],
        ),
    )
    cloudwatch.CfnAlarm(
        scope,
        f"{target.id}WakeUpAlarm",
        alarm_description=f"{metric.name}: there are requests and no capacity",
        alarm_actions=[step.ref],
        namespace=metric.namespace,
        metric_name=metric.name,
        dimensions=[
            cloudwatch.CfnAlarm.DimensionProperty(name=name, value=target.names[name]) for name in metric.dimensions
        ],
        statistic=metric.statistic,
        period=60,
        evaluation_periods=1,
        threshold=1,
        # Not "greater than": a single request that finds nobody is reason enough.
        comparison_operator="GreaterThanOrEqualToThreshold",
        treat_missing_data="notBreaching",
    )
