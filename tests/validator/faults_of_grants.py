"""Faults of roles and permissions: who may do more than the stack needs."""

from typing import Any

from tests.validator.fault import Fault
from tests.validator.sound_changes import add, allowing, drop, every, put
from tests.validator.sound_parts import Json, ref, resource, sub

_INVOKE = "sagemaker:InvokeEndpoint"
_FULL_ACCESS = sub("arn:${AWS::Partition}:iam::aws:policy/AmazonSageMakerFullAccess")


def _anybody(action: str, **more: Any) -> Json:
    return resource("AWS::Lambda::Permission", Action=action, FunctionName=ref("Ask"), Principal="*", **more)


GRANT_FAULTS = (
    Fault(
        name="wildcard-action",
        says="a function that may do anything to its endpoint",
        plant=allowing("AskRole", _INVOKE, Action="sagemaker:*"),
    ),
    Fault(
        name="wildcard-resource",
        says="a function that may invoke any endpoint",
        plant=allowing("AskRole", _INVOKE, Resource="*"),
    ),
    Fault(
        name="full-access",
        says="a model whose role may do anything in SageMaker",
        plant=put("RealTimeModelRole", "ManagedPolicyArns", value=[_FULL_ACCESS]),
    ),
    Fault(
        name="pass-any-role",
        says="a function that may pass any role",
        plant=allowing("ScoreRole", "iam:PassRole", Resource="*"),
    ),
    Fault(
        name="unbounded-trust",
        says="a role that SageMaker may take on for any account",
        plant=drop("RealTimeModelRole", "AssumeRolePolicyDocument", "Statement", 0, "Condition"),
        unseen=True,
    ),
    Fault(
        name="permission-of-any-rule",
        says="a permission that rules of any account may use",
        plant=drop("ApprovalRuleMayInvoke", "SourceArn"),
    ),
    Fault(
        name="public-permission",
        says="a function that anybody may invoke",
        plant=add("AskMayBeInvoked", _anybody("lambda:InvokeFunction")),
    ),
    Fault(
        name="public-url",
        says="a URL that anybody may call",
        plant=every(
            put("AskUrl", "AuthType", value="NONE"),
            add("AskUrlMayBeCalled", _anybody("lambda:InvokeFunctionUrl", FunctionUrlAuthType="NONE")),
            add("AskMayBeCalledByUrl", _anybody("lambda:InvokeFunction", InvokedViaFunctionUrl=True)),
        ),
    ),
)
