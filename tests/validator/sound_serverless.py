"""A serverless endpoint, and a function behind a URL that only callers of this account may use."""

from tests.validator.sound_parts import Json, allow, att, function, ref, resource, sagemaker_role
from tests.validator.sound_storage import model, serve

# Five attempts of a minute each, as the older boto3 makes them, and the waits between them.
FIVE_ATTEMPTS = 330

INVOKE = (
    "import os, boto3",
    "runtime = boto3.client('sagemaker-runtime')",
    "def handler(event, context):",
    "    answer = runtime.invoke_endpoint(",
    "        EndpointName=os.environ['ENDPOINT_NAME'], ContentType='application/json', Body=event['body'])",
    "    return {'statusCode': 200, 'body': answer['Body'].read().decode()}",
)


def serverless() -> Json:
    capacity = {"MemorySizeInMB": 2048, "MaxConcurrency": 20, "ProvisionedConcurrency": 2}
    variant = {
        "VariantName": "Main",
        "ModelName": att("ServerlessModel", "ModelName"),
        "InitialVariantWeight": 1,
        "ServerlessConfig": capacity,
    }
    return {
        "ServerlessModelRole": sagemaker_role(*serve("serverless")),
        "ServerlessModel": model("serverless", role="ServerlessModelRole"),
        "ServerlessConfig": resource("AWS::SageMaker::EndpointConfig", ProductionVariants=[variant]),
        "ServerlessEndpoint": resource(
            "AWS::SageMaker::Endpoint", EndpointConfigName=att("ServerlessConfig", "EndpointConfigName")
        ),
        **function(
            "Ask",
            code=INVOKE,
            timeout=FIVE_ATTEMPTS,
            environment={"ENDPOINT_NAME": att("ServerlessEndpoint", "EndpointName")},
            grants=[allow("sagemaker:InvokeEndpoint", ref("ServerlessEndpoint"))],
            ReservedConcurrentExecutions=10,
        ),
        "AskUrl": resource("AWS::Lambda::Url", TargetFunctionArn=att("Ask"), AuthType="AWS_IAM"),
    }
