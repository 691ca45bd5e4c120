"""The few AWS calls that a function makes for a request, without boto3's generic client.

boto3 reads the model of a service, builds classes from it and runs its hooks for every request; that is most of what
a small inference costs a function. Here stand botocore's credentials, its signer and its endpoint rules, urllib3 below
them, and between them a table per operation. The classes are plain ones, as a frozen dataclass takes half a millisecond
to make. tests/lambda_src/wire holds the bytes and the errors to those of boto3.
"""
