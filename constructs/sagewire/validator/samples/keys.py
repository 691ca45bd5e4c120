"""Keys of AWS KMS, sound as they are."""

from sagewire.validator.samples import Resources, resource, sub


def key(id: str = "Key") -> Resources:
    """A key that leaves it to the policies of its account's roles who may use it."""
    account = {"AWS": sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:root")}
    everything = {"Effect": "Allow", "Principal": account, "Action": "kms:*", "Resource": "*"}
    policy = {"Version": "2012-10-17", "Statement": [everything]}
    return resource(id, "AWS::KMS::Key", {"KeyPolicy": policy, "EnableKeyRotation": True}, {})
