"""A template with every kind of endpoint and no fault that anybody knows of: what each fault is planted into."""

import json

from tests.validator.sound_approval import approval
from tests.validator.sound_asynchronous import asynchronous
from tests.validator.sound_parts import Json
from tests.validator.sound_real_time import real_time
from tests.validator.sound_serverless import serverless
from tests.validator.sound_storage import storage


def sound() -> Json:
    """A new copy, which the caller may change."""
    template = {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": "A serverless, a real-time and an asynchronous endpoint, and their ways in",
        "Resources": {**storage(), **serverless(), **real_time(), **asynchronous(), **approval()},
    }
    # Pieces are used in several places: written and read, each place has its own.
    copy: Json = json.loads(json.dumps(template))
    return copy
