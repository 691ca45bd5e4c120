"""Figures of a model and its containers."""

from sagewire.limits.figure import Choice, Limit
from sagewire.limits.sources import SAGEMAKER

NAME_LENGTH = Limit(
    value=63,
    minimum=1,
    unit="characters",
    what="name of an endpoint, a variant or a model",
    source=f"{SAGEMAKER}/APIReference/API_CreateEndpoint.html",
    shape="sagemaker:EndpointName",
    schema="AWS::SageMaker::EndpointConfig#/EndpointConfigName",
)
MODEL_ENVIRONMENT_ENTRIES = Limit(
    value=100,
    unit="entries",
    what="environment variables of a container",
    source=f"{SAGEMAKER}/APIReference/API_ContainerDefinition.html",
    shape="sagemaker:EnvironmentMap",
)
MODEL_ENVIRONMENT_LENGTH = Limit(
    value=1024,
    unit="B",
    what="key, or value, of a container's environment variable",
    source=f"{SAGEMAKER}/APIReference/API_ContainerDefinition.html",
    shape="sagemaker:EnvironmentValue",
)
MODEL_ENVIRONMENT_TOTAL = Limit(
    value=32 * 1024,
    unit="B",
    what="all keys and values of the environment of a model's containers",
    source=f"{SAGEMAKER}/APIReference/API_ContainerDefinition.html",
)
MODEL_CONTAINERS = Limit(
    value=15,
    minimum=2,
    unit="containers",
    what="containers of an inference pipeline",
    source=f"{SAGEMAKER}/APIReference/API_CreateModel.html",
    shape="sagemaker:ContainerDefinitionList",
    schema="AWS::SageMaker::Model#/Containers",
)
VPC_SUBNETS = Limit(
    value=16,
    minimum=1,
    unit="subnets",
    what="subnets that a model's containers reach into",
    source=f"{SAGEMAKER}/APIReference/API_VpcConfig.html",
    shape="sagemaker:Subnets",
    schema="AWS::SageMaker::Model#/VpcConfig/Subnets",
)
VPC_SECURITY_GROUPS = Limit(
    value=5,
    minimum=1,
    unit="security groups",
    what="security groups of the network interfaces of a model's containers",
    source=f"{SAGEMAKER}/APIReference/API_VpcConfig.html",
    shape="sagemaker:VpcSecurityGroupIds",
    schema="AWS::SageMaker::Model#/VpcConfig/SecurityGroupIds",
)
S3_URI = Limit(
    value=1024,
    unit="characters",
    what="an s3:// URI that SageMaker is given",
    source=f"{SAGEMAKER}/APIReference/API_TransformS3DataSource.html",
    shape="sagemaker:S3Uri",
    schema="AWS::SageMaker::Model#/PrimaryContainer/ModelDataSource/S3DataSource/S3Uri",
)
MARKETPLACE_ACCOUNTS = Choice(
    values=(
        "057799348421",
        "077584701553",
        "136758871317",
        "192199979996",
        "270155090741",
        "382657785993",
        "446921602837",
        "470592106596",
        "594846645681",
        "666831318237",
        "745090734665",
        "843114510376",
        "856760150666",
        "865070037744",
        "977537786026",
        "985815980388",
    ),
    what="accounts that hold the model packages of AWS Marketplace, one for each region, as sellers list them; not all",
    source=f"{SAGEMAKER}/dg/sagemaker-marketplace.html",
)
