"""Forty-five faults, each planted alone into one sound template; no validator before found twenty-three of them."""

from tests.validator.fault import Fault
from tests.validator.faults_of_events import EVENT_FAULTS
from tests.validator.faults_of_functions import FUNCTION_FAULTS
from tests.validator.faults_of_grants import GRANT_FAULTS
from tests.validator.faults_of_instances import INSTANCE_FAULTS
from tests.validator.faults_of_serverless import SERVERLESS_FAULTS
from tests.validator.sound import sound

__all__ = ["FAULTS", "Fault", "sound"]

FAULTS: tuple[Fault, ...] = (
    *SERVERLESS_FAULTS,
    *INSTANCE_FAULTS,
    *FUNCTION_FAULTS,
    *EVENT_FAULTS,
    *GRANT_FAULTS,
)
