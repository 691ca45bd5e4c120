"""Which variant, model or inference component a function invokes: what is fixed, or what its callers must name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sagewire import permissions, pseudo
from sagewire.arguments import check_name
from sagewire.endpoints.asynchronous import AsyncEndpoint
from sagewire.endpoints.component_endpoint import InferenceComponentEndpoint
from sagewire.endpoints.endpoint import Endpoint
from sagewire.endpoints.inference_component import InferenceComponent
from sagewire.endpoints.real_time import RealTimeEndpoint
from sagewire.endpoints.serverless import ServerlessEndpoint
from sagewire.endpoints.variants import ProductionVariant
from sagewire.limits import TARGET_MODEL
from sagewire.model import Model
from sagewire.permissions import Permission
from sagewire.pseudo import is_token

_INVOKE = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html"
_INVOKE_ASYNC = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpointAsync.html"
# It travels in an HTTP header.
_MODEL = re.compile(rf"[\x21-\x7e][\x20-\x7e]{{0,{TARGET_MODEL.value - 1}}}")


@dataclass(frozen=True, kw_only=True)
class InvocationTarget:
    """What of an endpoint is invoked, whoever calls; a caller that names another one is refused.

    variant: one of several variants, by its name or as it was given to the endpoint. Without it SageMaker shares the
        requests out by the variants' weights.
    model: one model of a multi-model endpoint, by its key below the models' prefix, such as "tenants/7.tar.gz".
    inference_component: one of an endpoint of inference components, or its name.

    Raises ValueError if nothing is given, for a component together with one of the others, or for a name that SageMaker
    does not take.

    https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html
    """

    variant: ProductionVariant | str | None = None
    model: str | None = None
    inference_component: InferenceComponent | str | None = None

    def __post_init__(self) -> None:
        if self.variant is None and self.model is None and self.inference_component is None:
            raise ValueError("InvocationTarget names nothing: give variant, model or inference_component")
        if self.inference_component is not None and (self.variant is not None or self.model is not None):
            raise ValueError(
                "inference_component is given together with variant or model: leave these out, since a component is"
                f" one model on one variant ({_INVOKE})"
            )
        check_name("variant", self.variant_name)
        check_name("inference_component", self.component_name)
        if self.model is not None and not is_token(self.model) and not _MODEL.fullmatch(self.model):
            raise ValueError(
                f"model is {self.model!r}; allowed are {TARGET_MODEL.minimum} to {TARGET_MODEL.value} printable ASCII"
                f" characters, the first of them no space ({TARGET_MODEL.source})"
            )

    @property
    def variant_name(self) -> str | None:
        """What the variant is called."""
        return self.variant.variant_name if isinstance(self.variant, ProductionVariant) else self.variant

    @property
    def component_name(self) -> str | None:
        """What the inference component is called."""
        component = self.inference_component
        return component.inference_component_name if isinstance(component, InferenceComponent) else component


@dataclass(frozen=True, kw_only=True)
class Selection:
    """What a function invokes of its endpoint: what the app fixed, and what is left to the callers.

    Raises ValueError for a target that the endpoint does not have, or an endpoint that cannot be invoked at all.
    """

    endpoint: Endpoint
    target: InvocationTarget | None

    def __post_init__(self) -> None:
        if isinstance(self.endpoint, AsyncEndpoint):
            self._check_asynchronous()
        elif self.target:
            self._check_variant(self.target.variant_name)
            self._check_model(self.target.model)
            self._check_component(self.target.inference_component)

    @property
    def environment(self) -> dict[str, str]:
        """The function's variables that say so."""
        target = self.target
        said = {
            "SAGEWIRE_TARGET_VARIANT": target.variant_name if target else None,
            "SAGEWIRE_TARGET_MODEL": target.model if target else None,
            "SAGEWIRE_INFERENCE_COMPONENT": target.component_name if target else None,
            "SAGEWIRE_REQUIRED_TARGET": self.required,
        }
        return {name: value for name, value in said.items() if value is not None}

    @property
    def required(self) -> str | None:
        """What each caller must name, in the API's words; None where SageMaker, or the app, has chosen."""
        if isinstance(self.endpoint, InferenceComponentEndpoint):
            return None if self.target else "InferenceComponentName"
        if self.target and self.target.model is not None:
            return None
        return "TargetModel" if any(model.traits.multi_model for model in self.models) else None

    @property
    def models(self) -> Sequence[Model]:
        """Whose model answers, as far as it is known here: that of a shadow variant never does."""
        if self.target and isinstance(self.target.inference_component, InferenceComponent):
            return [self.target.inference_component.model]
        if isinstance(self.endpoint, ServerlessEndpoint):
            return self.endpoint.models
        return [model for variant in self.variants for model in variant.models]

    @property
    def variants(self) -> Sequence[ProductionVariant]:
        """Those of the endpoint's variants on instances that answer, as far as they are known here."""
        if not isinstance(self.endpoint, RealTimeEndpoint | AsyncEndpoint):
            return []
        chosen = self.target.variant_name if self.target else None
        return [each for each in self.endpoint.variants if chosen is None or each.variant_name == chosen]

    @property
    def permissions(self) -> list[Permission]:
        """What the function needs: the endpoint, and of its components the one that is fixed, or all."""
        endpoint = self.endpoint
        if not isinstance(endpoint, InferenceComponentEndpoint):
            return endpoint.invoke_permissions
        action, arn = endpoint.kind.action, endpoint.endpoint_arn
        component = self.target.inference_component if self.target else None
        if isinstance(component, InferenceComponent):
            return [permissions.invoke_component(action, arn, component.inference_component_arn)]
        if component is None:
            return [permissions.invoke_components(action, arn, self._component_arn("*"))]
        return [permissions.invoke_component(action, arn, self._component_arn(component))]

    def check_way_in(self, way_in: str) -> None:
        """Raise ValueError for a way in whose callers cannot name what they must."""
        if self.required is None:
            return
        fixed = "model='...'" if self.required == "TargetModel" else "inference_component=..."
        raise ValueError(
            f"{way_in} on {self.endpoint.node.path}: each request to this endpoint must name its {self.required}, and"
            f" what comes this way cannot: fix it by target=InvocationTarget({fixed}), with an invoker for each, or"
            f" have it called directly, by HTTP, on_queue or on_topic ({_INVOKE})"
        )

    def _component_arn(self, name: str) -> str:
        """SageMaker writes the name in lower case."""
        environment, stack = self.endpoint.env, pseudo.stack_of(self.endpoint)
        region = pseudo.region() if environment.region == stack.region else environment.region
        account = pseudo.account() if environment.account == stack.account else environment.account
        where = f"arn:{pseudo.partition()}:sagemaker:{region}:{account}"
        return f"{where}:inference-component/{name if is_token(name) else name.lower()}"

    def _check_asynchronous(self) -> None:
        if self.target:
            raise ValueError(
                f"target is given, but a request to {self.endpoint.kind.noun} can name neither variant nor model: leave"
                f" it out, or use a RealTimeEndpoint ({_INVOKE_ASYNC})"
            )
        if any(model.traits.multi_model for model in self.models):
            raise ValueError(
                f"endpoint {self.endpoint.node.path} has several models, and a request to {self.endpoint.kind.noun}"
                f" cannot name the one it wants: use a RealTimeEndpoint ({_INVOKE_ASYNC})"
            )

    def _check_variant(self, name: str | None) -> None:
        known = self.endpoint.variant_names
        if name is None or is_token(name) or not known or name in known:
            return
        raise ValueError(
            f"variant is {name!r}; endpoint {self.endpoint.node.path} has {', '.join(known)}: name one of these"
        )

    def _check_model(self, model: str | None) -> None:
        if model is None:
            return
        if isinstance(self.endpoint, InferenceComponentEndpoint):
            raise ValueError(
                f"model is {model!r}, but {self.endpoint.kind.noun} is asked for one of these: give"
                f" inference_component ({_INVOKE})"
            )
        if self.models and not any(each.traits.multi_model for each in self.models):
            raise ValueError(
                f"model is {model!r}, but endpoint {self.endpoint.node.path} serves one model: leave it out, or make"
                " the model with models=ModelDirectory(...)"
                " (https://docs.aws.amazon.com/sagemaker/latest/dg/multi-model-endpoints.html)"
            )

    def _check_component(self, component: InferenceComponent | str | None) -> None:
        endpoint = self.endpoint
        if component is None:
            if isinstance(endpoint, InferenceComponentEndpoint):
                raise ValueError(
                    f"variant is given, but endpoint {endpoint.node.path} has inference components, of which a request"
                    f" names one: give inference_component, or no target ({_INVOKE})"
                )
        elif not isinstance(endpoint, InferenceComponentEndpoint):
            raise ValueError(
                f"inference_component is given, but endpoint {endpoint.node.path} is {endpoint.kind.noun}, without any:"
                " leave it out, or use an InferenceComponentEndpoint"
            )
        elif isinstance(component, InferenceComponent) and component.endpoint.endpoint_arn != endpoint.endpoint_arn:
            raise ValueError(
                f"inference_component {component.node.path} is on endpoint {component.endpoint.node.path}, not on"
                f" {endpoint.node.path}: give one of this endpoint"
            )
