"""The binary framing of AWS's event streams, as far as a response needs it.

https://docs.aws.amazon.com/AmazonS3/latest/API/RESTSelectObjectAppendix.html
"""

import struct
import zlib

MEDIA_TYPE = "application/vnd.amazon.eventstream"

_STRING = 7
_CHECKSUM_BYTES = 4
_PRELUDE_BYTES = 12


def event(kind: str, payload: bytes, *, content_type: str) -> bytes:
    """One event of the stream."""
    return _message({":message-type": "event", ":event-type": kind, ":content-type": content_type}, payload)


def exception(kind: str, payload: bytes, *, content_type: str) -> bytes:
    """The error that a stream ends with."""
    return _message({":message-type": "exception", ":exception-type": kind, ":content-type": content_type}, payload)


def _message(headers: dict[str, str], payload: bytes) -> bytes:
    fields = b"".join(_header(name, value) for name, value in headers.items())
    length = _PRELUDE_BYTES + len(fields) + len(payload) + _CHECKSUM_BYTES
    prelude = struct.pack("!II", length, len(fields))
    message = prelude + _checksum(prelude) + fields + payload
    return message + _checksum(message)


def _header(name: str, value: str) -> bytes:
    key, text = name.encode(), value.encode()
    return struct.pack("!B", len(key)) + key + struct.pack("!BH", _STRING, len(text)) + text


def _checksum(data: bytes) -> bytes:
    return struct.pack("!I", zlib.crc32(data))
