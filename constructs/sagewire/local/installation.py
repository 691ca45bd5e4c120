"""Puts our services, resource types and function runtime into MiniStack, once, before it serves."""

import threading

from sagewire.local import autoscaling, cloudformation, gaps, lambda_worker, seams, service_roles, validation
from sagewire.local.sagemaker import hosting
from sagewire.local.sagemaker.service import handle as handle_sagemaker
from sagewire.local.settings import Settings


def install(settings: Settings) -> None:
    """Install everything; `seams.check` has passed."""
    seams.treat_loopback_as_tls()
    seams.tell_iam_the_metric_namespace()
    seams.tell_iam_the_log_stream()
    seams.tell_iam_the_version_of_a_function()
    seams.encrypt_buckets_of_stacks()
    seams.ask_for_keys_of_uploads()
    hosting.configure(settings)
    seams.add_service("sagemaker", target_prefix="SageMaker", handle=handle_sagemaker)
    seams.add_service("application-autoscaling", target_prefix="AnyScaleFrontendService", handle=autoscaling.API.handle)
    cloudformation.install()
    lambda_worker.install()
    gaps.install()
    service_roles.install()
    threading.Thread(target=validation.warm_up, name="warm-up", daemon=True).start()


def stop() -> None:
    """End every model and function process."""
    hosting.stop()
    seams.stop_functions()
