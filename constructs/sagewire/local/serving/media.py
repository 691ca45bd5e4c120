"""The toolkit's default media types: JSON, CSV and npy, into arrays and out of them."""

import csv
import io
import json
from collections.abc import Callable
from typing import Any

JSON, CSV, NPY = "application/json", "text/csv", "application/x-npy"
UTF8 = frozenset({JSON, CSV})


class UnsupportedFormatError(Exception):
    """A media type that the default functions do not know."""

    status_code = 415

    def __init__(self, media_type: str) -> None:
        """`media_type` as it was asked for."""
        super().__init__(
            f"Content type {media_type} is not supported by this framework: implement input_fn to deserialize the "
            "request data or an output_fn to serialize the response"
        )


def decode(data: Any, content_type: str) -> Any:
    """The default input_fn: a numpy array, or plain lists where numpy is not installed."""
    return _known(_DECODERS, content_type)(data)


def encode(prediction: Any, accept: str) -> Any:
    """The default output_fn."""
    return _known(_ENCODERS, accept)(prediction), accept


def _known(table: dict[str, Callable[[Any], Any]], media_type: str) -> Callable[[Any], Any]:
    try:
        return table[media_type.partition(";")[0].strip()]
    except KeyError:
        raise UnsupportedFormatError(media_type) from None


def _array(values: Any) -> Any:
    try:
        import numpy as np  # noqa: PLC0415  optional, and slow to import
    except ImportError:
        return values
    return np.array(values)


def _from_json(text: str) -> Any:
    return _array(json.loads(text))


def _from_csv(text: str) -> Any:
    try:
        import numpy as np  # noqa: PLC0415
    except ImportError:
        return _squeezed([[_number(cell) for cell in row] for row in csv.reader(io.StringIO(text)) if row])
    return np.genfromtxt(io.StringIO(text), dtype=None, delimiter=",")


def _squeezed(rows: list[list[float]]) -> Any:
    """One row, or one column, as a list, as numpy.genfromtxt has it."""
    if len(rows) == 1:
        return rows[0]
    return [row[0] for row in rows] if all(len(row) == 1 for row in rows) else rows


def _number(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        return float("nan")


def _from_npy(data: bytes) -> Any:
    import numpy as np  # noqa: PLC0415

    return np.load(io.BytesIO(data), allow_pickle=False)


def _to_json(prediction: Any) -> str:
    return json.dumps(prediction, default=_plain)


def _plain(value: Any) -> Any:
    if hasattr(value, "tolist"):
        return value.tolist()
    raise TypeError(f"{type(value).__name__} cannot be written as JSON: return a list, a dict or an array")


def _to_csv(prediction: Any) -> str:
    values = prediction.tolist() if hasattr(prediction, "tolist") else list(prediction)
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(row if isinstance(row, list | tuple) else [row] for row in values)
    return text.getvalue()


def _to_npy(prediction: Any) -> bytes:
    import numpy as np  # noqa: PLC0415

    buffer = io.BytesIO()
    np.save(buffer, prediction)
    return buffer.getvalue()


_DECODERS: dict[str, Callable[[Any], Any]] = {JSON: _from_json, CSV: _from_csv, NPY: _from_npy}
_ENCODERS: dict[str, Callable[[Any], Any]] = {JSON: _to_json, CSV: _to_csv, NPY: _to_npy}
