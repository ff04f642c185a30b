"""What statistics declare: codelists, indicators, observations, checks."""

from portal.statistics.records.checks import (
    ASSESSMENTS,
    CHECK,
    CHECK_OPERAND,
    CHECK_RESULT,
    CHECK_TERM,
)
from portal.statistics.records.codelists import CODE, DIMENSION, UNIT
from portal.statistics.records.indicators import INDICATOR, SERIES
from portal.statistics.records.observations import OBSERVATION

RECORDS = [
    INDICATOR,
    SERIES,
    OBSERVATION,
    CHECK,
    CHECK_TERM,
    CHECK_RESULT,
    CHECK_OPERAND,
    UNIT,
    DIMENSION,
    CODE,
]
__all__ = ["ASSESSMENTS", "RECORDS"]
