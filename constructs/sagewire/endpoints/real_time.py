"""A real-time endpoint: instances that are always there, and answer within 60 s."""

from collections.abc import Sequence

from aws_cdk import aws_kms as kms
from constructs import Construct

from sagewire.arguments import refuse_beside
from sagewire.endpoints.data_capture import DataCapture
from sagewire.endpoints.endpoint import Endpoint, Importable
from sagewire.endpoints.exclusions import CAPTURE, check_models
from sagewire.endpoints.guardrails import check_rollout
from sagewire.endpoints.kind import REAL_TIME
from sagewire.endpoints.metrics import RealTimeMetrics
from sagewire.endpoints.provisioning import Configuration, Deployment, Metrics
from sagewire.endpoints.rollout import Rollout
from sagewire.endpoints.scaling import Scaling
from sagewire.endpoints.shadow import check_shadow
from sagewire.endpoints.variant_scaling import check_variant_scaling, scale_variants
from sagewire.endpoints.variants import Hosting, InstancePool, ProductionVariant, check_variants
from sagewire.model import Model


class RealTimeEndpoint(RealTimeMetrics, Importable, Endpoint):
    """An endpoint whose variants run on instances and answer each request within 60 s."""

    kind = REAL_TIME
    variants: tuple[ProductionVariant, ...] = ()
    shadow: ProductionVariant | None = None

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        model: Model | None = None,
        instance_type: str | None = None,
        instance_pools: Sequence[InstancePool] = (),
        instance_count: float | None = None,
        scaling: Scaling | None = None,
        hosting: Hosting | None = None,
        variants: Sequence[ProductionVariant] = (),
        shadow: ProductionVariant | None = None,
        rollout: Rollout | None = None,
        data_capture: DataCapture | None = None,
        encryption_key: kms.IKey | None = None,
        metrics: Metrics | None = None,
        endpoint_name: str | None = None,
    ) -> None:
        """Make the endpoint, from one model or from several variants.

        Args:
            scope: The construct that the endpoint belongs to.
            id: Its id in that scope.
            model: The model, where there is one.
            instance_type: What it runs on, such as "ml.c7i.large".
            instance_pools: Instead of it: one to five types to choose from, by priority.
            instance_count: On how many instances; 1, or the least that `scaling` allows, if not given.
            scaling: How the number of instances follows the load; None keeps it.
            hosting: Routing, volume, timeouts and machine image of the instances.
            variants: Instead of all these: 1 to 10 variants with different names.
            shadow: A variant that is sent a copy of the requests, in the share that its weight has of that of the one
                production variant; its answers are dropped.
            rollout: How an update moves over, and what rolls it back; None moves all traffic at once, whatever comes.
            data_capture: Requests and answers kept in S3.
            encryption_key: For the instances' volumes and for what is captured; AWS's own keys if not given.
            metrics: How closely the endpoint is measured.
            endpoint_name: A fixed name; changing it later replaces the endpoint. None lets CloudFormation name it, or
                makes a name that the rollback alarms can carry.

        Raises:
            ValueError: For model and variants together, or neither; more than 10 variants, or two of one name; a
                shadow beside several variants; scaling or a rollout that these variants cannot have.
        """
        super().__init__(scope, id)
        if variants:
            single = {
                "model": model,
                "instance_type": instance_type,
                "instance_pools": instance_pools or None,
                "instance_count": instance_count,
                "scaling": scaling,
                "hosting": hosting,
            }
            refuse_beside("variants", single)
        elif model is None:
            raise ValueError("model and variants are both missing: give a model and its instance_type, or variants")
        else:
            only = ProductionVariant(
                model=model,
                instance_type=instance_type,
                instance_pools=instance_pools,
                instance_count=instance_count,
                scaling=scaling,
                hosting=hosting or Hosting(),
            )
            variants = [only]
        self.variants = tuple(variants)
        self.shadow = shadow
        self.variant_names = tuple(variant.variant_name for variant in variants)
        self._check(rollout=rollout, data_capture=data_capture)
        running = self._running
        self._provision(
            Configuration(
                variants=[variant.to_property() for variant in variants],
                shadow=shadow.to_property() if shadow else None,
                models=[model for variant in running for model in variant.models],
                instance_types=[name for variant in running for name in variant.instance_types],
                data_capture=data_capture,
                encryption_key=encryption_key,
                metrics=metrics,
            ),
            Deployment(
                endpoint_name=endpoint_name, rollout=rollout, scaled=any(variant.scaling for variant in variants)
            ),
        )
        scale_variants(self, variants)

    @property
    def _running(self) -> tuple[ProductionVariant, ...]:
        return (*self.variants, self.shadow) if self.shadow else self.variants

    def _check(self, *, rollout: Rollout | None, data_capture: DataCapture | None) -> None:
        check_variants(self.variants)
        for variant in self.variants:
            check_variant_scaling(self.kind, variant)
        if self.shadow:
            check_shadow(self.shadow, self.variants)
        if data_capture:
            models = [model for variant in self._running for model in variant.models]
            check_models("an endpoint with data_capture", models, CAPTURE)
        if rollout:
            check_rollout(
                rollout,
                kind=self.kind,
                variant_count=len(self.variants),
                instance_types=[name for variant in self.variants for name in variant.instance_types],
                instance_counts=[variant.initial_instance_count for variant in self.variants],
            )
