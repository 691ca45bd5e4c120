"""SageMaker's front door: the control plane by operation name, the runtime by path."""

from typing import Any

from sagewire.local.api import JsonApi, Parameters
from sagewire.local.sagemaker import components, endpoint_configs, endpoints, models, runtime, tags, transform_jobs
from sagewire.local.sagemaker.component import COMPONENTS
from sagewire.local.sagemaker.endpoint_configs import CONFIGS
from sagewire.local.sagemaker.endpoints import ENDPOINTS
from sagewire.local.sagemaker.models import MODELS
from sagewire.local.sagemaker.transform_job import JOBS
from sagewire.local.seams import Response


def _resource(parameters: Parameters) -> str:
    """The ARN of what an operation is about: its own resource before one that it refers to."""
    if "ResourceArn" in parameters:
        return str(parameters["ResourceArn"])
    for collection in (JOBS, COMPONENTS, ENDPOINTS, CONFIGS, MODELS):
        if name := parameters.get(f"{collection.prefix}Name"):
            return collection.arn(str(name))
    return "*"


API = JsonApi(
    service="sagemaker",
    resource=_resource,
    operations={
        "AddTags": tags.add_tags,
        "CreateEndpoint": endpoints.create_endpoint,
        "CreateEndpointConfig": endpoint_configs.create_endpoint_config,
        "CreateInferenceComponent": components.create_inference_component,
        "CreateModel": models.create_model,
        "CreateTransformJob": transform_jobs.create_transform_job,
        "DeleteEndpoint": endpoints.delete_endpoint,
        "DeleteEndpointConfig": endpoint_configs.delete_endpoint_config,
        "DeleteInferenceComponent": components.delete_inference_component,
        "DeleteModel": models.delete_model,
        "DeleteTags": tags.delete_tags,
        "DescribeEndpoint": endpoints.describe_endpoint,
        "DescribeEndpointConfig": endpoint_configs.describe_endpoint_config,
        "DescribeInferenceComponent": components.describe_inference_component,
        "DescribeModel": models.describe_model,
        "DescribeTransformJob": transform_jobs.describe_transform_job,
        "ListEndpointConfigs": endpoint_configs.list_endpoint_configs,
        "ListEndpoints": endpoints.list_endpoints,
        "ListInferenceComponents": components.list_inference_components,
        "ListModels": models.list_models,
        "ListTags": tags.list_tags,
        "ListTransformJobs": transform_jobs.list_transform_jobs,
        "StopTransformJob": transform_jobs.stop_transform_job,
        "UpdateEndpoint": endpoints.update_endpoint,
        "UpdateEndpointWeightsAndCapacities": endpoints.update_weights_and_capacities,
        "UpdateInferenceComponent": components.update_inference_component,
        "UpdateInferenceComponentRuntimeConfig": components.update_runtime_config,
    },
)


async def handle(method: str, path: str, headers: dict[str, str], body: bytes, query: dict[str, Any]) -> Response:
    """Answer one request."""
    if path.startswith("/endpoints/"):
        return await runtime.handle(path, headers, body, query)
    return await API.handle(method, path, headers, body, query)
