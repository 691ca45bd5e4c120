"""File suffixes and content types: names for stored requests, types for objects that were put into S3."""

from collections.abc import Mapping

CONTENT_TYPES: Mapping[str, str] = {
    ".json": "application/json",
    ".jsonl": "application/jsonlines",
    ".csv": "text/csv",
    ".txt": "text/plain",
    ".npy": "application/x-npy",
    ".npz": "application/x-npz",
    ".libsvm": "text/x-libsvm",
    ".parquet": "application/x-parquet",
    ".recordio": "application/x-recordio-protobuf",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".wav": "audio/wav",
    ".pdf": "application/pdf",
}
# To call an unknown object JSON would be a guess; as bytes the model can still refuse it in its own words.
UNKNOWN = "application/octet-stream"
_SUFFIXES = {content_type: suffix for suffix, content_type in CONTENT_TYPES.items()}


def content_type_of(key: str) -> str:
    """By the suffix of an S3 key, in any case."""
    _, dot, suffix = key.rpartition(".")
    return CONTENT_TYPES.get(dot + suffix.lower(), UNKNOWN)


def suffix_of(content_type: str) -> str:
    """The suffix for a content type, parameters aside; empty for one that is not in the table."""
    return _SUFFIXES.get(content_type.partition(";")[0].strip().lower(), "")
