"""What messages call the kinds of endpoint."""

from collections.abc import Mapping

from sagewire.published_metrics import ASYNCHRONOUS, COMPONENT, COMPONENT_HOST, REAL_TIME, SERVERLESS

NOUNS: Mapping[str, str] = {
    REAL_TIME: "a real-time endpoint",
    SERVERLESS: "a serverless endpoint",
    ASYNCHRONOUS: "an asynchronous endpoint",
    COMPONENT_HOST: "an endpoint of inference components",
    COMPONENT: "an inference component",
}
